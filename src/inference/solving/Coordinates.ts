/**
 * The parameters of a guide as one vector, in units of the guide itself: locations in deviations of
 * their factor, log-variances in √2, loadings as they are, whatever the scale of the data. A step of
 * length d then changes a normal factor by ½d² nats (they are the lengths of its Fisher information).
 * These are the units in which a fit is said to have arrived.
 *
 * @since 0.2.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Parameter, Variational } from '../../ir/Variational.ts'
import { type AxisSizes, axisOrder } from '../../lower/Outputs.ts'
import { momentOf } from '../../lower/steps/Optimiser.ts'
import { trained } from '../../lower/steps/TrainStep.ts'
import { arrange, elements, type Tensors } from '../host/Tensors.ts'
import { restMoment } from './Rests.ts'

/**
 * Where a parameter lies in the vector, over `axes` of `sizes`: its own, in the order of plans.
 * `spread` is where its factor's log-variance begins.
 */
export interface Stretch {
  readonly parameter: Parameter
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly from: number
  readonly to: number
  readonly spread: number | undefined
}

export interface Coordinates {
  readonly size: number
  readonly stretches: ReadonlyArray<Stretch>
}

/** Is it a place on a factor, and no width or loading? */
const hasSpread = ({ kind }: Parameter): boolean => kind === 'location' || kind === 'scale'

/** `w.location` and `w.logVariance` are of one factor. */
const factorOf = ({ name }: Parameter): string => name.slice(0, name.lastIndexOf('.'))

export const coordinatesIn = (program: Variational, sizes: AxisSizes): Coordinates => {
  const order = axisOrder(program)
  let size = 0
  const placed = trained(program).map((parameter) => {
    const axes = [...parameter.axes].sort((a, b) => order.indexOf(a) - order.indexOf(b))
    const shape = axes.map((a) => sizes.get(a) ?? 1)
    const from = size
    size += elements(shape)
    return { parameter, axes, sizes: shape, from, to: size }
  })
  const spreads = new Map(
    placed.flatMap(({ parameter, from }) =>
      parameter.kind === 'logVariance' ? [[factorOf(parameter), from] as const] : []
    )
  )
  return {
    size,
    stretches: placed.map((s) => ({
      ...s,
      spread: hasSpread(s.parameter) ? spreads.get(factorOf(s.parameter)) : undefined
    }))
  }
}

/** Elements that are locations of factors with a deviation, each beside its log-variance. */
export const pairsOf = ({
  stretches
}: Coordinates): ReadonlyArray<{ readonly location: number; readonly logVariance: number }> =>
  stretches.flatMap(({ from, to, spread }) =>
    spread === undefined
      ? []
      : Array.from({ length: to - from }, (_, i) => ({
          location: from + i,
          logVariance: spread + i
        }))
  )

/** The length of one unit along each coordinate. */
export const unitsAt = (c: Coordinates, x: Float64Array): Float64Array => {
  const units = new Float64Array(c.size).fill(1)
  for (const { location, logVariance } of pairsOf(c)) {
    units[location] = Math.exp(0.5 * (x[logVariance] ?? 0))
    units[logVariance] = Math.SQRT2
  }
  return units
}

/** Scales, which lie on the log scale or near it, and log-variances move by at most this at once. */
const farthestLog = 4
/** Locations move by at most so many units: as far as data lie from a prior. */
const farthestLocation = 1e9

/** How far each coordinate may move at once, in its units. */
export const reachOf = (c: Coordinates, x: Float64Array): Float64Array => {
  const reach = new Float64Array(c.size)
  const units = unitsAt(c, x)
  for (const { parameter, from, to } of c.stretches)
    for (let i = from; i < to; i++)
      reach[i] = parameter.kind === 'location' ? farthestLocation : farthestLog / (units[i] ?? 1)
  return reach
}

/** Of each coordinate, the declared site that it serves. */
export const siteAt = (c: Coordinates, i: number): string =>
  c.stretches.find(({ from, to }) => from <= i && i < to)?.parameter.site ?? ''

// ---------------------------------------------------------------------------
// tensors
// ---------------------------------------------------------------------------

/** Beside each parameter, what float32 leaves of a float64: together they are it to the 48th bit. */
const restName = (parameter: string): string => momentOf(restMoment, parameter)

/** The vector that parameters and their rests are. */
export const vectorOf = (c: Coordinates, parameters: Tensors, rests: Tensors): Float64Array => {
  const x = new Float64Array(c.size)
  for (const { parameter, axes, sizes, from, to } of c.stretches) {
    const inOrder = (t: NamedTensor | undefined): Float32Array | undefined =>
      t === undefined ? undefined : arrange(axes, sizes)(t).values
    const high = inOrder(parameters.get(parameter.name))
    const low = inOrder(rests.get(restName(parameter.name)))
    for (let i = from; i < to; i++) x[i] = (high?.[i - from] ?? NaN) + (low?.[i - from] ?? 0)
  }
  return x
}

/** Parameters, and rests by `rest:<parameter>`, of a vector; other parameters as they were. */
export const tensorsOf = (
  c: Coordinates,
  like: Tensors,
  x: Float64Array
): { readonly parameters: Tensors; readonly rests: Tensors } => {
  const parameters = new Map(like)
  const rests = new Map<string, NamedTensor>()
  for (const { parameter, axes, sizes, from, to } of c.stretches) {
    const old = like.get(parameter.name)
    if (old !== undefined) {
      const back = (values: Float32Array): NamedTensor =>
        arrange(old.axes, old.sizes)({ axes, sizes, values })
      const high = Float32Array.from(x.subarray(from, to))
      const low = Float32Array.from(high, (v, i) => (x[from + i] ?? 0) - v)
      parameters.set(parameter.name, back(high))
      rests.set(restName(parameter.name), back(low))
    }
  }
  return { parameters, rests }
}
