/**
 * Where the parameters of a guide start, from the program's rule and a seed.
 *
 * @since 0.1.0
 */
import type { AxisSizes } from '../../lower/Outputs.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Initial, Parameter, Variational } from '../../ir/Variational.ts'
import { normals } from '../../runtime/Noise.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { startsByData } from './DataStarts.ts'

/** value + jitter·ε, or sd·ε, with ε standard normal; `found` is what data make of it. */
const fill = (initial: Initial, epsilon: Float32Array, found?: NamedTensor): Float32Array => {
  if (initial._tag === 'NormalNoise') return epsilon.map((e) => initial.sd * e)
  const jitter = initial._tag === 'End' ? 0 : initial.jitter
  const value = (i: number): number =>
    initial._tag === 'Fill' ? initial.value : (found?.values[i] ?? NaN)
  return epsilon.map((e, i) => value(i) + (jitter === 0 ? 0 : jitter * e))
}

/**
 * The noise is keyed by the seed and the parameter's name, so that one parameter's start depends on
 * no other. `starts` has those of `dataStarts`.
 */
export const initialParameter =
  (seed: number, sizes: AxisSizes, starts: Tensors = new Map()) =>
  (p: Parameter): NamedTensor => {
    const shape = p.axes.map((a) => sizes.get(a) ?? 1)
    if (startsByData(p) && !starts.has(p.name))
      throw new Error(`internal: the start of ${p.name} is one of data, and none were given`)
    return {
      axes: p.axes,
      sizes: shape,
      values: fill(
        p.initial,
        normals({ seed, step: 0 }, `initial:${p.name}`, elements(shape)),
        starts.get(p.name)
      )
    }
  }

/** Every parameter by name; `sizes` are those of the full data set. */
export const initialParameters = (
  program: Variational,
  sizes: AxisSizes,
  seed: number,
  starts: Tensors = new Map()
): Tensors =>
  new Map(
    program.parameters.map((p) => [p.name, initialParameter(seed, sizes, starts)(p)] as const)
  )
