/**
 * Tensors into the inputs of a float64 plan.
 *
 * @since 0.2.0
 */
import type { Float64Plan } from '../../runtime/float64/Float64Plan.ts'
import { arrange, type Tensors } from './Tensors.ts'

/** Writes tensors into the inputs of the same names. */
export const setInputs = (prepared: Float64Plan, tensors: Tensors): void => {
  for (const { name, axes, shape } of prepared.plan.inputs) {
    const t = tensors.get(name)
    if (t !== undefined) prepared.input(name)?.set(arrange(axes, shape)(t).values)
  }
}
