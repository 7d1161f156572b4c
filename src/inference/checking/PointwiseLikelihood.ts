/**
 * ln p of every observed value at given draws of the declared latents, in float64: what leaving one
 * of them out is computed from.
 *
 * @since 0.2.0
 */
import { type Either, left, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Derived, seenOf } from '../../ir/Derived.ts'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { fixedDrawAxis } from '../../lower/solving/FixedDrawPlan.ts'
import { likelihoodPlan, lossOutput } from '../../lower/solving/LikelihoodPlan.ts'
import { prepareFloat64 } from '../../runtime/float64/Float64Plan.ts'
import { type Bound, totals } from '../host/BoundData.ts'
import { arrange, elements } from '../host/Tensors.ts'
import { setInputs } from '../host/SetInputs.ts'
import type { DrawnValues } from './WeighDraws.ts'

/**
 * Of one observed site: an array of draws for each of its values, row-major over `axes`. Of a missing value
 * it says what a value from elsewhere would have there: `isSeen` leaves it out.
 */
export interface PointwiseLikelihood {
  readonly site: string
  readonly isSeen: (at: number) => boolean
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly nats: ReadonlyArray<Float64Array>
}

/** Numbers that are kept at once (256 MiB). */
const mostNumbers = 2 ** 25
/** Numbers of one run, more or less. */
const atOnce = 2 ** 16

const tooMany = (values: number, draws: number): Problem =>
  problem(
    'the data',
    `there are ${values} observed values, and ${draws} draws of each`,
    `more than ${mostNumbers} numbers are not kept at once`,
    'fewer draws'
  )

/** Draws of a sampler, chain after chain. */
export const drawnValues = ({ sites }: PosteriorDraws): ReadonlyArray<DrawnValues> =>
  [...sites].map(([site, { axes, sizes, values }]) => ({
    site,
    axes: axes.slice(2),
    sizes: sizes.slice(2),
    values
  }))

/** Of as many draws as the sites have. Errors: there are too many numbers. */
export const pointwiseLikelihood = (
  program: Pick<Derived, 'axes' | 'predictions'>,
  bound: Bound,
  sites: ReadonlyArray<DrawnValues>,
  draws: number
): Either<Problem, ReadonlyArray<PointwiseLikelihood>> => {
  const sizesOf = (axes: ReadonlyArray<string>): ReadonlyArray<number> =>
    axes.map((a) => bound.sizes.get(a) ?? 1)
  const values = program.predictions.reduce((n, p) => n + elements(sizesOf(p.axes)), 0)
  if (values * draws > mostNumbers) return left(tooMany(values, draws))
  const block = Math.max(1, Math.min(draws, Math.floor(atOnce / Math.max(1, values))))
  return pipe(
    likelihoodPlan(program, sites, block)(bound.sizes),
    map((plan) => {
      const prepared = prepareFloat64(plan, [sites.map((s) => s.site)])
      for (const { name, axes } of plan.inputs) {
        const given = sites.find(({ site }) => site === name)
        // values are copied as they lie: both are in the order of plans
        if (given !== undefined && axes.join() !== [fixedDrawAxis, ...given.axes].join())
          throw new Error(`internal: draws of ${name} lie over ${given.axes.join()}`)
      }
      setInputs(prepared, new Map([...bound.data, ...totals(bound)]))
      prepared.run()
      const found = program.predictions.flatMap(({ site }) => {
        const o = plan.outputs.find(({ name }) => name === lossOutput(site))
        if (o === undefined) return []
        const own = o.axes.map((a) => a !== fixedDrawAxis)
        const sizes = o.shape.filter((_, d) => own[d])
        const axes = o.axes.filter((_, d) => own[d])
        const seen = bound.data.get(seenOf(site))
        const isThere = seen === undefined ? undefined : arrange(axes, sizes)(seen).values
        return [
          {
            site,
            output: o.name,
            axes,
            sizes,
            isSeen: (at: number) => isThere?.[at] !== 0,
            nats: Array.from({ length: elements(sizes) }, () => new Float64Array(draws))
          }
        ]
      })
      for (let from = 0; from < draws; from += block) {
        const some = Math.min(block, draws - from)
        for (const { site, sizes, values: drawn } of sites) {
          const n = elements(sizes)
          prepared.input(site)?.set(drawn.subarray(from * n, (from + some) * n))
        }
        prepared.run(1)
        for (const { output, nats } of found) {
          const losses = prepared.output(output)
          nats.forEach((own, i) => {
            for (let d = 0; d < some; d++) own[from + d] = -(losses[d * nats.length + i] ?? NaN)
          })
        }
      }
      return found
    })
  )
}
