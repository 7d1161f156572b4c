/**
 * The ends that data set to latents, as numbers: the largest of what observed values ask for, or the
 * smallest, of all data. In float64, then rounded to float32 towards the inside, so that no datum
 * comes to lie beyond an end.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, iota, union } from '../../expr/Expr.ts'
import { type Evaluated, evaluate, type NamedArray } from '../../expr/numbers/Reference.ts'
import { print } from '../../expr/print/Print.ts'
import { mul, total } from '../../expr/Words.ts'
import type { Demand, LatentEnd } from '../../ir/Variational.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { AxisSizes } from '../Outputs.ts'

// model

/** Which observed value set an end: its number in its array, with what it asks for. */
export interface SetBy {
  readonly observed: string
  readonly at: number
  readonly asked: string
}

/**
 * - `end` over the axes of the latent; infinite where nothing sets it
 * - `gaps` how far apart the values that set it lie on average, a scale for the distance from it
 * - `setBy` for each element; none where it is the prior's own end
 */
export interface FoundEnd {
  readonly end: NamedTensor
  readonly gaps: NamedTensor
  readonly setBy: ReadonlyArray<SetBy | undefined>
}

// float32

const room = new DataView(new ArrayBuffer(4))

/** The next float32 number above, of one that is finite. */
const nextUp = (x: number): number => {
  if (x === 0) return 2 ** -149
  room.setFloat32(0, x)
  room.setInt32(0, room.getInt32(0) + (x > 0 ? 1 : -1))
  return room.getFloat32(0)
}

/** The nearest float32 number that is not below x. */
const roundedUp = (x: number): number => {
  const near = Math.fround(x)
  return near < x ? nextUp(near) : near
}

// what is asked, element by element

/** Values that are asked for, and for each the element of the latent that they ask it of. */
interface Asking {
  readonly demand: Demand
  readonly values: Float64Array
  readonly elements: Float64Array
}

/** Values over these axes, repeated along those that they lack; the very same where they lack none. */
const spread = (
  { axes, sizes, values }: Evaluated,
  to: Axes,
  sizeOf: (axis: string) => number
): Float64Array => {
  if (axes.join() === to.join()) return values
  // from the last axis on: how far apart neighbours lie, and how many there are
  const steps = to
    .map((a) => {
      const at = axes.indexOf(a)
      const stride = sizes.slice(at + 1).reduce((n, s) => n * s, 1)
      return { size: sizeOf(a), stride: at < 0 ? 0 : stride }
    })
    .toReversed()
  const found = new Float64Array(steps.reduce((n, { size }) => n * size, 1))
  for (let i = 0; i < found.length; i++) {
    let [rest, from] = [i, 0]
    for (const { size, stride } of steps) {
      from += (rest % size) * stride
      rest = Math.floor(rest / size)
    }
    found[i] = values[from] ?? NaN
  }
  return found
}

/** The number of the latent's element, row-major over its axes. */
const elementOf = ({ axes }: LatentEnd, { at }: Demand, sizes: AxisSizes): Expr =>
  total(
    axes.map((axis, d) => {
      const stride = axes.slice(d + 1).reduce((n, a) => n * (sizes.get(a) ?? 1), 1)
      const index = at.find((g) => g.axis === axis)?.index ?? iota(axis)
      return stride === 1 ? index : mul(stride)(index)
    })
  )

const askingOf =
  (end: LatentEnd, run: (e: Expr) => Evaluated, sizes: AxisSizes) =>
  (demand: Demand): Asking => {
    const values = run(demand.value),
      elements = run(elementOf(end, demand, sizes))
    const all = union(values.axes, elements.axes)
    const over = (x: Evaluated): Float64Array => spread(x, all, (a) => sizes.get(a) ?? 1)
    return { demand, values: over(values), elements: over(elements) }
  }

// destructors

/** Of an end of the full data set. `sizes` are those of all its axes. */
export const latentEnd = (
  end: LatentEnd,
  data: ReadonlyMap<string, NamedArray>,
  sizes: AxisSizes
): FoundEnd => {
  const run = evaluate({ sizes, values: data })
  const shape = end.axes.map((a) => sizes.get(a) ?? 1)
  const count = shape.reduce((a, b) => a * b, 1)
  // an end above is one below of the mirror image
  const sign = end.side === 'low' ? 1 : -1
  const prior =
    end.prior === undefined ? undefined : spread(run(end.prior), end.axes, (a) => sizes.get(a) ?? 1)
  const tops = new Float64Array(count).fill(-Infinity)
  const bottoms = new Float64Array(count).fill(Infinity)
  const counts = new Float64Array(count)
  const setBy: Array<SetBy | undefined> = Array.from({ length: count }, () => undefined)
  for (const { demand, values, elements } of end.demands.map(askingOf(end, run, sizes))) {
    const asked = print(demand.value)
    for (let at = 0; at < values.length; at++) {
      const i = elements[at] ?? 0,
        value = sign * (values[at] ?? NaN)
      counts[i] = (counts[i] ?? 0) + 1
      if (value < (bottoms[i] ?? NaN)) bottoms[i] = value
      if (value > (tops[i] ?? NaN)) {
        tops[i] = value
        setBy[i] = { observed: demand.observed, at, asked }
      }
    }
  }
  const gaps = tops.map((top, i) => {
    const spread = top - (bottoms[i] ?? 0)
    const size = spread > 0 && Number.isFinite(spread) ? spread : Math.abs(top)
    const gap = size / Math.max(1, counts[i] ?? 0)
    return Number.isFinite(gap) && gap > 0 ? gap : 1
  })
  const ends = tops.map((top, i) => {
    const own = prior === undefined ? -Infinity : sign * (prior[i] ?? NaN)
    if (own >= top) setBy[i] = undefined
    return sign * roundedUp(Math.max(top, own))
  })
  const over = (values: Float64Array): NamedTensor => ({
    axes: end.axes,
    sizes: shape,
    values: Float32Array.from(values)
  })
  return { end: over(ends), gaps: over(gaps), setBy }
}
