/**
 * The log-uniform prior of single weights: sparse variational dropout.
 *
 * With a normal guide N(μ, αμ²) the divergence depends on α alone, so that noise is free where a
 * weight is not needed: ln α rises, and the weight is pruned by it. It is the normal-Jeffreys prior
 * with its scale summed out: ∫ N(w; 0, z²)/|z| dz ∝ 1/|w|.
 *
 * - density    ∝ 1/|w|: improper
 * - mixing     w ~ N(0, z²), p(z) ∝ 1/|z|
 * - shrinkage  p(κ) ∝ 1/(κ(1 − κ)), κ = 1/(1 + z²)
 * - spike      1/|w|
 * - tail       1/|w|
 * - source     Molchanov, Ashukha and Vetrov (2017), ICML; Kingma, Salimans and Welling (2015), NeurIPS
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { requireGroup } from '../dsl/CheckedPrior.ts'
import { logUniform, over, type Prior, program, yields } from '../dsl/index.ts'

/**
 * w ~ 1/|w|, each weight by itself, improper: sparse variational dropout, with a normal guide and its
 * exact divergence. Single weights are pruned. Molchanov, Ashukha & Vetrov 2017.
 *
 * @example
 * dense(features, hidden, logUniformPrior)(x)
 */
export const logUniformPrior: Prior = ({ group, axes }) => {
  requireGroup('prior', { group, axes })
  return pipe(program, yields(over(...axes)(logUniform)))
}
