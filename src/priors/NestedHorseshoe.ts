/**
 * Structure and single weights in one prior: a horseshoe over groups times one over weights. Whole
 * groups leave by their scale, single weights of those that stay by theirs.
 *
 * It is the horseshoe+ with one of its two scales shared by the group: of one weight by itself the
 * law is the same. What is new is what weights of a group say of each other: their sizes go together,
 * corr(ln|w|, ln|w′|) = (π²/4)/(π²/4 + π²/4 + π²/8) = 2/5 given s, where the horseshoe over weights
 * has none, and the horseshoe over groups (π²/4)/(π²/4 + π²/8) = 2/3 and no single weight of its own.
 *
 * - density    an integral, given s; p(λ) = (4/π²) ln λ/(λ² − 1) of λ = z·l
 * - mixing     z ~ C⁺(0, 1), one a group; l ~ C⁺(0, 1), one a weight; w ~ N(0, (z·l·s)²), s ~ C⁺(0, tau0)
 * - shrinkage  p(κ) = ln((1 − κ)/κ)/(π² (1 − 2κ) √(κ(1 − κ))), κ = 1/(1 + λ²)
 * - spike      (ln 1/|w|)²
 * - tail       ln|w|/w²
 * - source     this language; its parts: Carvalho, Polson and Scott (2010), Louizos, Ullrich and
 *              Welling (2017), Bhadra, Datta, Polson and Willard (2017)
 *
 * @since 0.2.0
 */
import { halfCauchy } from '../dsl/index.ts'
import { product } from './combinators/Factors.ts'
import { groupHorseshoe } from './GroupHorseshoe.ts'
import { elementwise } from './combinators/SharedScales.ts'
import { type ScaleMixture, scaleMixture } from './ScaleMixture.ts'

/**
 * A scale for each group times one for each element: w ~ N(0, (z·l)²), z the scale of `group`, l that
 * of `element`, each with its sites under that name.
 *
 * @example
 * const prior = nested({ group: groupJeffreys, element: groupHorseshoe(1e-3) })
 * dense(features, hidden, prior)(x)
 */
export const nested = ({
  group,
  element
}: {
  readonly group: ScaleMixture
  readonly element: ScaleMixture
}): ScaleMixture => product({ group, element: elementwise(element) })

/**
 * s ~ C⁺(0, tau0), one for the tensor; z ~ C⁺(0, 1), one per group; l ~ C⁺(0, 1), one per element;
 * w ~ N(0, (z·l·s)²): whole groups are pruned, and single weights of those that stay.
 *
 * @example
 * dense(features, hidden, nestedHorseshoe(1e-3))(x)
 */
export const nestedHorseshoe = (tau0: number): ScaleMixture =>
  nested({ group: groupHorseshoe(tau0), element: scaleMixture({ local: halfCauchy(1) }) })
