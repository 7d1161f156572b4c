/**
 * Priors as values: a prior is a model of one tensor over any axes, with one of them as its group.
 *
 * @since 0.1.0
 */
import type { Axis, NameOf } from './Axis.ts'
import type { Program } from './Program.ts'
import type { Tensor } from './Tensor.ts'

/**
 * Where a prior stands: the axes of the tensor, and the one whose indices live and die together.
 */
export interface At<G extends string, X extends ReadonlyArray<Axis<string>>> {
  readonly group: Axis<G>
  readonly axes: X
}

/**
 * Generic in axes. It ends in an unnamed site over all the axes, which takes the name the prior is
 * included under; the sites inside it are hidden from types, and are found by look-up under that
 * name.
 */
export interface Prior {
  <G extends NameOf<X>, const X extends ReadonlyArray<Axis<string>>>(
    at: At<G, X>
  ): Program<unknown, { readonly '': NameOf<X> }, Tensor<NameOf<X>>>
}
