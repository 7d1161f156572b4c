/**
 * The target of a sampler made ready to be asked, on whatever thread. It imports little: workers load
 * it.
 *
 * @since 0.2.0
 */
import { logJointName, slopeOf } from '../../lower/sampling/DensityNames.ts'
import { type Float64Plan, prepareFloat64 } from '../../runtime/float64/Float64Plan.ts'
import { prepareModule } from '../../runtime/float64/module/Float64Module.ts'
import { openFloat64 } from '../../runtime/float64/module/OpenFloat64.ts'
import { setInputs } from '../host/SetInputs.ts'
import type { LogDensity } from './LogDensity.ts'
import type { ModelTarget } from './ModelTarget.ts'
import { moduleRoom } from './paths/ModuleRoom.ts'
import { pathAdditions, type PathShape } from './paths/PathCode.ts'
import type { SamplerSettings } from './SamplerSettings.ts'

/** What a log density is made of. */
export type DensityTarget = Pick<ModelTarget, 'size' | 'stretches' | 'plan' | 'given'>

/** What of a target threads are sent. */
export const densityTarget = ({ size, stretches, plan, given }: ModelTarget): DensityTarget => ({
  size,
  stretches,
  plan,
  given
})

/** Only what depends on coordinates is computed again. */
const ofPlaces = 1

const filled = <P extends Float64Plan>(prepared: P, given: DensityTarget['given']): P => {
  setInputs(prepared, given)
  prepared.run()
  return prepared
}

/** Paths as they are asked for: their mass matrix, how deep they go. */
export type PathSettings = Pick<SamplerSettings, 'mass' | 'maxDepth'>

/** Ready to be asked. */
export const openTarget = (
  { plan, size, stretches, given }: DensityTarget,
  { mass, maxDepth: depth }: PathSettings
): LogDensity => {
  const changing = [stretches.map((s) => s.name)]
  const shape: PathShape = { size, stretches, mass, depth }
  let pathsFrom = 0
  const module = prepareModule(plan, changing, (layout) => {
    pathsFrom = layout.from
    return pathAdditions(shape)(layout)
  })
  const prepared = filled(module ?? prepareFloat64(plan, changing), given)
  const slopes = stretches.map(({ name, from, to }) => ({
    input: prepared.input(name),
    output: prepared.output(slopeOf(name)),
    from,
    to
  }))
  const nats = prepared.output(logJointName)
  const room = module === undefined ? undefined : moduleRoom(shape, module, pathsFrom)
  return {
    size,
    at: (q, gradient) => {
      for (const { input, from, to } of slopes)
        if (input !== undefined) for (let i = from; i < to; i++) input[i - from] = q[i] ?? NaN
      prepared.run(ofPlaces)
      for (const { output, from } of slopes) gradient.set(output, from)
      return nats[0] ?? NaN
    },
    paths: (asked) => (asked <= depth ? room : undefined)
  }
}

/** The values of declared sites at a place, which the next call overwrites; in the order of plans. */
export const openValues = ({
  values,
  stretches,
  given
}: ModelTarget): ((q: Float64Array) => ReadonlyMap<string, Float64Array>) => {
  const changing = [stretches.map((s) => s.name)]
  const prepared = filled(openFloat64(values, changing), given)
  const found = new Map(values.outputs.map(({ name }) => [name, prepared.output(name)]))
  return (q) => {
    for (const { name, from, to } of stretches) prepared.input(name)?.set(q.subarray(from, to))
    prepared.run(ofPlaces)
    return found
  }
}
