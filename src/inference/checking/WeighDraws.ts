/**
 * Draws in the guide's own noise, with their log weights and the declared sites there, in float64.
 *
 * In its noise a guide is a standard normal whatever it is in the model: the posterior becomes a
 * density over ℝᵈ that is exp(log weight) times the standard normal one.
 *
 * @since 0.2.0
 */
import { bind, bindTo, type Either, left, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { LogWeight } from '../../ir/LogWeight.ts'
import type { Plan } from '../../ir/Plan.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { logWeightName, valueOutput, weightPlan } from '../../lower/solving/WeightPlan.ts'
import { fixedDrawAxis } from '../../lower/solving/FixedDrawPlan.ts'
import { stagesOf } from '../../runtime/float64/Float64Stages.ts'
import { openFloat64 } from '../../runtime/float64/module/OpenFloat64.ts'
import { type Bound, totals } from '../host/BoundData.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { setInputs } from '../host/SetInputs.ts'

// model

/** A declared site at every draw: `values` has draw after draw, each over `axes`. */
export interface DrawnValues {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly values: Float64Array
}

export interface WeighedDraws {
  readonly logWeights: Float64Array
  readonly sites: ReadonlyArray<DrawnValues>
}

export interface Weigher {
  /** Numbers of noise in one draw. */
  readonly dimension: number
  /** Of draws one after the other, `dimension` numbers each. */
  readonly weigh: (noise: Float64Array) => WeighedDraws
}

// constructors

/** Numbers in the longest array of a run, more or less: what stays in a cache. */
const longest = 2 ** 13
const mostAtOnce = 64
/** Numbers that a check may compute in one round of draws: some ten seconds. */
export const mostWork = 2 ** 31
/** Numbers of declared sites that are kept at once (512 MiB). */
const mostKept = 2 ** 26

const ofPlaces = 1
const ofDraws = 2
const changing = ({ parameters, noise }: LogWeight): ReadonlyArray<ReadonlyArray<string>> => [
  parameters,
  noise.map((n) => n.name)
]

/** Arrays that a draw makes, in a plan over one draw. */
const perDraw = (weight: LogWeight, plan: Plan): ReadonlyArray<number> => {
  const { stages } = stagesOf(plan, changing(weight))
  return plan.instructions.filter(({ id }) => stages[id] === ofDraws).map((i) => elements(i.shape))
}

const powerBelow = (n: number): number => 2 ** Math.floor(Math.log2(Math.max(1, n)))

const tooLarge = (numbers: number, draws: number, most: number): Problem =>
  problem(
    'the model',
    `a check of ${draws} draws computes ${numbers.toPrecision(2)} numbers, more than ${most}`,
    'each draw is weighed on all data in float64; and over thousands of parameters the weights of ' +
      'independent factors always fail',
    'fewer draws, or farrier eval RUN --draws: what a large model is for is what it predicts'
  )

/** `draws` there are to be; errors: weighing them would compute more than `most` numbers. */
export const openWeigher = (
  weight: LogWeight,
  bound: Bound,
  parameters: Tensors,
  draws: number,
  most = mostWork
): Either<Problem, Weigher> =>
  pipe(
    weightPlan(weight, 1)(bound.sizes),
    bindTo('one'),
    map(({ one }) => ({ one, arrays: perDraw(weight, one) })),
    bind('several', ({ one, arrays }) => {
      const work = draws * arrays.reduce((a, b) => a + b, 0)
      const kept =
        draws *
        one.outputs.reduce((a, o) => a + (o.name === logWeightName ? 0 : elements(o.shape)), 0)
      return work > most || kept > mostKept
        ? left(tooLarge(Math.max(work, kept), draws, most))
        : weightPlan(
            weight,
            Math.min(mostAtOnce, powerBelow(longest / Math.max(1, ...arrays)))
          )(bound.sizes)
    }),
    map(({ several }) => opened(weight, bound, parameters, several))
  )

const opened = (weight: LogWeight, bound: Bound, parameters: Tensors, plan: Plan): Weigher => {
  const prepared = openFloat64(plan, changing(weight))
  setInputs(prepared, new Map([...bound.data, ...totals(bound), ...parameters]))
  prepared.run()
  const names = new Set(weight.noise.map((n) => n.name))
  const atOnce =
    plan.outputs.find((o) => o.name === logWeightName)?.shape.reduce((a, b) => a * b, 1) ?? 1
  const streams = plan.inputs
    .filter((i) => names.has(i.name))
    .map((i) => ({ name: i.name, size: elements(i.shape) / atOnce }))
  const dimension = streams.reduce((n, s) => n + s.size, 0)
  const outputs = [...weight.values.keys()].flatMap((site) => {
    const found = plan.outputs.find((o) => o.name === valueOutput(site))
    if (found === undefined) return []
    const isOver = found.axes.map((a) => a !== fixedDrawAxis)
    return [
      {
        site,
        name: found.name,
        axes: found.axes.filter((_, d) => isOver[d]),
        sizes: found.shape.filter((_, d) => isOver[d])
      }
    ]
  })
  return {
    dimension,
    weigh: (noise) => {
      const count = dimension === 0 ? 0 : noise.length / dimension
      const logWeights = new Float64Array(count)
      const sites = outputs.map((o) => ({
        ...o,
        values: new Float64Array(count * elements(o.sizes))
      }))
      for (let from = 0; from < count; from += atOnce) {
        const some = Math.min(atOnce, count - from)
        let before = 0
        for (const { name, size } of streams) {
          const into = prepared.input(name)
          if (into !== undefined)
            for (let d = 0; d < some; d++) {
              const at = (from + d) * dimension + before
              for (let i = 0; i < size; i++) into[d * size + i] = noise[at + i] ?? NaN
            }
          before += size
        }
        prepared.run(from === 0 ? ofPlaces : ofDraws)
        logWeights.set(prepared.output(logWeightName).subarray(0, some), from)
        for (const { name, sizes, values } of sites) {
          const n = elements(sizes)
          values.set(prepared.output(name).subarray(0, some * n), from * n)
        }
      }
      return { logWeights, sites }
    }
  }
}
