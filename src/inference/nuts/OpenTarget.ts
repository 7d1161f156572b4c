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
import type { Plan } from '../../ir/Plan.ts'
import { elements } from '../host/Tensors.ts'
import { setInputs } from '../host/SetInputs.ts'
import type { LogDensity } from './LogDensity.ts'
import type { ModelTarget } from './ModelTarget.ts'
import { moduleRoom } from './paths/ModuleRoom.ts'
import { moduleTransitions } from './paths/ModuleTransitions.ts'
import { pathAdditions } from './paths/PathCode.ts'
import { type PathShape, placesOf } from './paths/PathPlaces.ts'
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

const filled = <P extends Float64Plan>(plan: P, given: DensityTarget['given']): P => {
  setInputs(plan, given)
  plan.run()
  return plan
}

/** Paths as they are asked for: their mass matrix, how deep they go. */
export type PathSettings = Pick<SamplerSettings, 'mass' | 'maxDepth'>

/** Elements that a gradient takes, about: those of all values, and the terms of products. */
const stepWork = ({ instructions }: Plan): number => {
  const sizes = instructions.map(({ shape }) => elements(shape))
  return instructions.reduce(
    (sum, { id, operation: o }) =>
      sum + (sizes[id] ?? 0) * (o._tag === 'MatMul' ? (instructions[o.x]?.shape.at(-1) ?? 1) : 1),
    1
  )
}

/** A density that is ready, and the data that it has been given. */
interface Opened {
  readonly density: LogDensity
  readonly fill: (given: DensityTarget['given']) => void
  given: DensityTarget['given']
}

/** By plan, those that are ready: who looks for starts and who runs chains share one. */
const opened = new WeakMap<Plan, Map<string, Opened>>()

/**
 * Ready to be asked; the same for the same target and settings, on one thread. A target that differs in
 * its data alone takes the place of the one before it, which is not to be asked again.
 */
export const openTarget = (target: DensityTarget, settings: PathSettings): LogDensity => {
  const own = opened.get(target.plan) ?? new Map<string, Opened>()
  opened.set(target.plan, own)
  const key = `${settings.mass} ${settings.maxDepth}`
  const found = own.get(key) ?? prepared(target, settings)
  own.set(key, found)
  if (found.given !== target.given) {
    found.fill(target.given)
    found.given = target.given
  }
  return found.density
}

const prepared = (
  { plan, size, stretches, given }: DensityTarget,
  { mass, maxDepth: depth }: PathSettings
): Opened => {
  const changing = [stretches.map((s) => s.name)]
  const shape: PathShape = { size, stretches, mass, depth }
  let pathsFrom = 0
  const module = prepareModule(plan, changing, (layout) => {
    pathsFrom = layout.from
    return pathAdditions(shape)(layout)
  })
  const asked = filled(module ?? prepareFloat64(plan, changing), given)
  const slopes = stretches.map(({ name, from, to }) => ({
    input: asked.input(name),
    output: asked.output(slopeOf(name)),
    from,
    to
  }))
  const nats = asked.output(logJointName)
  const places = placesOf(shape, pathsFrom)
  const moves =
    module === undefined ? undefined : moduleTransitions(shape, places, module, stepWork(plan))
  const room =
    module === undefined || moves === undefined
      ? undefined
      : moduleRoom(shape, places, module, moves.forget)
  const density: LogDensity = {
    size,
    at: (q, gradient) => {
      for (const { input, from, to } of slopes)
        if (input !== undefined) for (let i = from; i < to; i++) input[i - from] = q[i] ?? NaN
      asked.run(ofPlaces)
      for (const { output, from } of slopes) gradient.set(output, from)
      return nats[0] ?? NaN
    },
    paths: (most) => (most <= depth ? room : undefined),
    transitions: (most) => (most === depth ? moves : undefined)
  }
  return { density, given, fill: (other) => void filled(asked, other) }
}

/** The values of declared sites, by name: those at the place that was asked for last. */
export interface OpenValues {
  readonly outputs: ReadonlyMap<string, Float64Array>
  /** At the vector that begins in an array of them. */
  readonly at: (places: Float64Array, from: number) => void
}

const openedValues = new WeakMap<Plan, Float64Plan>()

/** Ready to be asked; in the order of plans. Of targets with one plan, the last that was opened is asked. */
export const openValues = ({ values, stretches, given }: ModelTarget): OpenValues => {
  const plan = openedValues.get(values) ?? openFloat64(values, [stretches.map((s) => s.name)])
  openedValues.set(values, plan)
  const asked = filled(plan, given)
  const inputs = stretches.flatMap(({ name, from }) => {
    const input = asked.input(name)
    return input === undefined ? [] : [{ input, first: from }]
  })
  return {
    outputs: new Map(values.outputs.map(({ name }) => [name, asked.output(name)])),
    at: (places, from) => {
      for (const { input, first } of inputs)
        for (let i = 0; i < input.length; i++) input[i] = places[from + first + i] ?? NaN
      asked.run(ofPlaces)
    }
  }
}
