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

/** value + jitter·ε, or sd·ε, with ε standard normal. */
const fill = (initial: Initial, epsilon: Float32Array): Float32Array =>
  initial._tag === 'Fill'
    ? epsilon.map((e) => initial.value + (initial.jitter === 0 ? 0 : initial.jitter * e))
    : epsilon.map((e) => initial.sd * e)

/**
 * The noise is keyed by the seed and the parameter's name, so that one parameter's start depends on
 * no other.
 */
export const initialParameter =
  (seed: number, sizes: AxisSizes) =>
  (p: Parameter): NamedTensor => {
    const shape = p.axes.map((a) => sizes.get(a) ?? 1)
    return {
      axes: p.axes,
      sizes: shape,
      values: fill(p.initial, normals({ seed, step: 0 }, `initial:${p.name}`, elements(shape)))
    }
  }

/** Every parameter by name; `sizes` are those of the full data set. */
export const initialParameters = (program: Variational, sizes: AxisSizes, seed: number): Tensors =>
  new Map(program.parameters.map((p) => [p.name, initialParameter(seed, sizes)(p)] as const))
