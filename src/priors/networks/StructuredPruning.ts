/**
 * Structured Bayesian pruning: a log-uniform law of scales between two ends, and so a proper one, with the
 * truncated log-normal guide that it was published with.
 *
 * - density    (erf(|w|/(a√2)) − erf(|w|/√2))/(2|w| ln(1/a)), a the least scale
 * - mixing     w ~ N(0, z²), ln z ~ uniform(ln a, 0), one for each group
 * - shrinkage  p(κ) = 1/(2 ln(1/a) κ(1 − κ)) between ½ and 1/(1 + a²), κ = 1/(1 + z²)
 * - spike      1/|w| down to a, finite below
 * - tail       a normal's
 * - source     Neklyudov, Molchanov, Ashukha and Vetrov (2017), NeurIPS, where weights are points
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { exp, over, program, returns, sample, uniform } from '../../dsl/index.ts'
import { misuse } from '../../dsl/Misuse.ts'
import { fromScale, type ScaleMixture } from '../ScaleMixture.ts'

/** Where ln z begins, close to its upper end: groups begin alive. */
const begins = -0.25

/**
 * w ~ N(0, z²), ln z ~ uniform(ln `least`, 0), one for each group, its guide a truncated log-normal. No
 * scale is 0, so that there is no gate: groups are cut by their noise, in a round with
 * `--cut log-alpha=0`, as all weights of one have its. Neklyudov, Molchanov, Ashukha & Vetrov 2017.
 *
 * @example
 * dense(features, hidden, structuredPruning())(x)
 */
export const structuredPruning = (least: number = Math.exp(-20)): ScaleMixture =>
  least > 0 && Math.log(least) < 2 * begins
    ? fromScale((...axes) =>
        pipe(
          program,
          sample('u', over(...axes)(uniform(Math.log(least), 0)), {
            guide: 'truncatedNormal',
            initial: begins
          }),
          returns(({ u }) => exp(u))
        )
      )
    : misuse(
        '',
        `structuredPruning: least ${least}`,
        'scales lie between it and 1',
        'structuredPruning(1e-8), or leave it out'
      )
