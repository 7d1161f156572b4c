/**
 * The loss over fixed draws and its gradient, in float64: a deterministic function of the guide's
 * parameters, smooth wherever the model is.
 *
 * @since 0.2.0
 */
import { bind, bindTo, type Either, let as alongside, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Problem } from '../../ir/Problem.ts'
import type { Plan } from '../../ir/Plan.ts'
import type { Variational } from '../../ir/Variational.ts'
import {
  drawnLossName,
  fixedDrawAxis,
  fixedDrawPlan,
  gradientOf
} from '../../lower/solving/FixedDrawPlan.ts'
import { keptBySizes } from '../../lower/BySizes.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import { errorCostName } from '../../lower/steps/TrainStep.ts'
import { type DrawnStream, fixedDraws } from '../../runtime/FixedDraws.ts'
import type { Float64Plan } from '../../runtime/float64/Float64Plan.ts'
import { openFloat64 } from '../../runtime/float64/module/OpenFloat64.ts'
import { stagesOf } from '../../runtime/float64/Float64Stages.ts'
import type { Bound } from '../host/BoundData.ts'
import { totals } from '../host/BoundData.ts'
import { setInputs } from '../host/SetInputs.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { type Coordinates, coordinatesIn } from './Coordinates.ts'
import type { Objective } from './Lbfgs.ts'

/** What can be asked of the loss of a program on its data. */
export interface DrawnLoss {
  readonly coordinates: Coordinates
  /** At ε = 0, where the guide's noise is none: one run. */
  readonly still: Objective
  /**
   * Over sets of `count` draws each, by their numbers under the seed; of fewer (`drawsOf`) where each
   * row of the data has noise of its own, so that rows average too.
   */
  readonly over: (count: number, sets: ReadonlyArray<number>) => Objective
  /** How many draws there are in a set of `count`. */
  readonly drawsOf: (count: number) => number
  /** The error cost of the last evaluation. */
  readonly errorCostNats: () => number
  /** How many draws have been evaluated so far. */
  readonly evaluated: () => number
}

/** Numbers in the longest array of a run, more or less: what stays in a cache. */
const longest = 2 ** 13
/** Draws of one run at most. */
const mostAtOnce = 64
/** Fixed draws take step numbers of their own: training's are below 2³⁰, those of summaries above. */
const firstSet = 2 ** 29

/** Writes a vector into the inputs of its parameters. */
export const setVector = (prepared: Float64Plan, c: Coordinates, x: Float64Array): void => {
  for (const { parameter, from, to } of c.stretches)
    prepared.input(parameter.name)?.set(x.subarray(from, to))
}

/** The streams of noise among the inputs of a plan over one draw. */
export const streamsIn = (plan: Plan, names: ReadonlyArray<string>): ReadonlyArray<DrawnStream> =>
  plan.inputs
    .filter((i) => names.includes(i.name))
    .map(({ name, axes, shape }) => ({
      name,
      elements: elements(shape.filter((_, d) => axes[d] !== fixedDrawAxis))
    }))

/** Where each row has noise of its own, by how much so many rows make a set of draws smaller. */
const savings: ReadonlyArray<readonly [rows: number, factor: number]> = [
  [256, 16],
  [16, 4],
  [0, 1]
]

/** By how much a set may be smaller: all noise runs over rows, and they are not few. */
const rowsForDraws = (program: Variational, { sizes, plates }: Bound): number => {
  const rows = program.noise.map(({ axes }) =>
    Math.max(0, ...axes.map((a) => (plates.includes(a) ? (sizes.get(a) ?? 0) : 0)))
  )
  const least = rows.length === 0 ? 0 : Math.min(...rows)
  return savings.find(([from]) => least >= from)?.[1] ?? 1
}

/** Sets that are kept hold at most so many numbers. */
const mostKept = 2 ** 20

/** Fixed draws by their number and set: what was asked last is asked again. */
const keptDraws = (seed: number, streams: ReadonlyArray<DrawnStream>) => {
  const kept = new Map<string, ReadonlyMap<string, Float64Array>>()
  const width = streams.reduce((n, s) => n + s.elements, 0)
  let numbers = 0
  return (count: number, set: number): ReadonlyMap<string, Float64Array> => {
    const name = `${count}:${set}`
    const found = kept.get(name) ?? fixedDraws({ seed, step: firstSet + set }, streams, count)
    if (!kept.has(name)) {
      if (numbers + count * width > mostKept) kept.clear()
      numbers = (kept.size === 0 ? 0 : numbers) + count * width
      kept.set(name, found)
    }
    return found
  }
}

const powerBelow = (n: number): number => 2 ** Math.floor(Math.log2(Math.max(1, n)))

/** What changes with every place, and what with every draw there; data do not change. */
const changing = ({ parameters, noise }: Variational): ReadonlyArray<ReadonlyArray<string>> => [
  parameters.map((p) => p.name),
  noise.map((n) => n.name)
]
const ofPlaces = 1
const ofDraws = 2

/** As many draws as a run may take at once. */
const atOnce = (program: Variational, plan: Plan, fewer: number): number => {
  const { stages } = stagesOf(plan, changing(program))
  const drawn = plan.instructions.filter(({ id }) => stages[id] === ofDraws)
  return Math.min(
    mostAtOnce / fewer,
    powerBelow(longest / Math.max(1, ...drawn.map((i) => elements(i.shape))))
  )
}

const opened = (
  program: Variational,
  bound: Bound,
  seed: number,
  start: Tensors,
  { one, several, step }: DrawnPlans
): DrawnLoss => {
  const coordinates = coordinatesIn(program, bound.sizes)
  const names = program.noise.map((n) => n.name)
  const streams = streamsIn(one, names)
  // parameters that are not trained, such as ends that data set, have no place in x
  const data: Tensors = new Map([...bound.data, ...totals(bound), ...start])
  let evaluations = 0
  let errorCost = NaN
  const ready = (plan: Plan): Float64Plan => {
    const prepared = openFloat64(plan, changing(program))
    setInputs(prepared, data)
    prepared.run()
    return prepared
  }
  const [single, block] = [ready(one), ready(several)]
  const fewer = rowsForDraws(program, bound)
  const drawsOf = (count: number): number => count / fewer
  const drawsIn = keptDraws(seed, streams)
  /** Adds `share` of the loss and of its gradient, as they are after a run. */
  const add = (prepared: Float64Plan, share: number, gradient: Float64Array): number => {
    for (const { parameter, from, to } of coordinates.stretches) {
      const g = prepared.output(gradientOf(parameter.name))
      for (let i = from; i < to; i++)
        gradient[i] = (gradient[i] ?? 0) + share * (g[i - from] ?? NaN)
    }
    errorCost += share * (prepared.output(errorCostName)[0] ?? NaN)
    return share * (prepared.output(drawnLossName)[0] ?? NaN)
  }
  const begin = (gradient: Float64Array): void => {
    gradient.fill(0)
    errorCost = 0
  }
  return {
    coordinates,
    still: (x, gradient) => {
      begin(gradient)
      evaluations += 1
      setVector(single, coordinates, x)
      single.run(ofPlaces)
      return add(single, 1, gradient)
    },
    drawsOf,
    over: (nominal, sets) => {
      const count = drawsOf(nominal)
      const drawn = sets.map((set) => drawsIn(count, set))
      const perSet = count / step
      const share = 1 / (perSet * sets.length)
      return (x, gradient) => {
        begin(gradient)
        evaluations += count * sets.length
        setVector(block, coordinates, x)
        let loss = 0
        let from = ofPlaces
        for (const draws of drawn)
          for (let r = 0; r < perSet; r++) {
            for (const { name, elements: n } of streams) {
              const some = draws.get(name)?.subarray(r * step * n, (r + 1) * step * n)
              if (some !== undefined) block.input(name)?.set(some)
            }
            block.run(from)
            from = ofDraws
            loss += add(block, share, gradient)
          }
        return loss
      }
    },
    errorCostNats: () => errorCost,
    evaluated: () => evaluations
  }
}

/** Plans over one draw and over `step` at once. */
interface DrawnPlans {
  readonly one: Plan
  readonly several: Plan
  readonly step: number
}

/** By program, and by what rows save of draws: whoever compares forms and whoever solves share them. */
type Lowering = (sizes: AxisSizes) => Either<Problem, DrawnPlans>
type Lowered = Map<number, Lowering>
const lowered = new WeakMap<Variational, Lowered>()

const plansFor = (program: Variational, fewer: number): Lowering => {
  const own: Lowered = lowered.get(program) ?? new Map()
  lowered.set(program, own)
  const found =
    own.get(fewer) ??
    keptBySizes((sizes: AxisSizes) =>
      pipe(
        fixedDrawPlan(program, 1)(sizes),
        bindTo('one'),
        alongside('step', ({ one }) => atOnce(program, one, fewer)),
        bind('several', ({ step }) => fixedDrawPlan(program, step)(sizes))
      )
    )
  own.set(fewer, found)
  return found
}

/** `bound` are all data. Parameters that are not trained are as in `start`. */
export const openDrawnLoss = (
  program: Variational,
  bound: Bound,
  seed: number,
  start: Tensors
): Either<Problem, DrawnLoss> =>
  pipe(
    plansFor(program, rowsForDraws(program, bound))(bound.sizes),
    map((plans) => opened(program, bound, seed, start, plans))
  )
