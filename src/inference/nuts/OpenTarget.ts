/**
 * The target of a sampler made ready to be asked, on whatever thread. It imports little: workers load
 * it.
 *
 * @since 0.2.0
 */
import type { Plan } from '../../ir/Plan.ts'
import { logJointName, slopeOf } from '../../lower/sampling/DensityNames.ts'
import { type Float64Plan, prepareFloat64 } from '../../runtime/float64/Float64Plan.ts'
import { setInputs } from '../host/SetInputs.ts'
import type { LogDensity } from './LogDensity.ts'
import type { ModelTarget } from './ModelTarget.ts'

/** What a log density is made of. */
export type DensityTarget = Pick<ModelTarget, 'size' | 'stretches' | 'plan' | 'given'>

/** What of a target threads are sent. */
export const densityTarget = ({ size, stretches, plan, given }: ModelTarget): DensityTarget => ({
  size,
  stretches,
  plan,
  given
})

const placing =
  ({ stretches }: ModelTarget, prepared: Float64Plan) =>
  (q: Float64Array): void => {
    for (const { name, from, to } of stretches) prepared.input(name)?.set(q.subarray(from, to))
  }

const readied = (
  { stretches, given }: Pick<ModelTarget, 'stretches' | 'given'>,
  plan: Plan
): Float64Plan => {
  const prepared = prepareFloat64(plan, [stretches.map((s) => s.name)])
  setInputs(prepared, given)
  prepared.run()
  return prepared
}

/** Only what depends on coordinates is computed again. */
const ofPlaces = 1

/** Ready to be asked. */
export const openTarget = (target: DensityTarget): LogDensity => {
  const prepared = readied(target, target.plan)
  const slopes = target.stretches.map(({ name, from, to }) => ({
    input: prepared.input(name),
    output: prepared.output(slopeOf(name)),
    from,
    to
  }))
  const nats = prepared.output(logJointName)
  return {
    size: target.size,
    at: (q, gradient) => {
      for (const { input, from, to } of slopes)
        if (input !== undefined) for (let i = from; i < to; i++) input[i - from] = q[i] ?? NaN
      prepared.run(ofPlaces)
      for (const { output, from } of slopes) gradient.set(output, from)
      return nats[0] ?? NaN
    }
  }
}

/** The values of declared sites at a place, which the next call overwrites; in the order of plans. */
export const openValues = (
  target: ModelTarget
): ((q: Float64Array) => ReadonlyMap<string, Float64Array>) => {
  const prepared = readied(target, target.values)
  const place = placing(target, prepared)
  const found = new Map(target.values.outputs.map(({ name }) => [name, prepared.output(name)]))
  return (q) => {
    place(q)
    prepared.run(ofPlaces)
    return found
  }
}
