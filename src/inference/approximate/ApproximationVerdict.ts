/**
 * Whether an approximation can be trusted, in one of three words, by the bounds that guides are held to.
 *
 * - do not trust       k̂ of the weights is too large: the draws say nothing of the posterior, not even
 *                      weighed; or a mean is off by more than a fifth of a deviation
 * - trust means only   a deviation is less than 0.78 or more than 1.32 of that of the weighed draws: a 90 %
 *                      interval holds less than 80 % or more than 97 %
 * - trust              none of these
 *
 * Draws of Pathfinder are drawn by their weights, and have nothing to be compared with. No number sees a
 * mode that no path came near.
 *
 * @since 0.2.0
 */
import { mostOffSds, type Trust } from '../checking/Verdict.ts'
import type { ApproximationFacts } from './ApproximateTarget.ts'

/** In a word, and what decided. */
export interface ApproximationVerdict {
  readonly trust: Trust
  readonly by: 'weights' | 'means' | 'deviations' | 'nothing'
}

/** Ratios of deviations of normals whose 90 % intervals hold 80 and 97 % of the other. */
const leastRatio = 0.78
const mostRatio = 1.32

export const verdictOnApproximation = ({
  k,
  mostK,
  compared
}: Pick<ApproximationFacts, 'k' | 'mostK' | 'compared'>): ApproximationVerdict =>
  k === null || k > mostK
    ? { trust: 'do not trust', by: 'weights' }
    : compared === undefined
      ? { trust: 'trust', by: 'nothing' }
      : compared.offSds > mostOffSds
        ? { trust: 'do not trust', by: 'means' }
        : compared.leastRatio < leastRatio || compared.mostRatio > mostRatio
          ? { trust: 'trust means only', by: 'deviations' }
          : { trust: 'trust', by: 'nothing' }
