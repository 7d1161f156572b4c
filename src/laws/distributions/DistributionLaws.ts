/**
 * Laws of distributions, for those who write new ones, and those who compose them of others.
 *
 * @since 0.2.0
 */
import type fc from 'fast-check'
import { misuse } from '../../dsl/Misuse.ts'
import type { Law } from '../Law.ts'
import { argumentLaws } from './ArgumentLaws.ts'
import { type Distributed, familiesOf } from './AsFamily.ts'
import { densityLaws } from './DensityLaws.ts'
import { drawLaws } from './DrawLaws.ts'

/**
 * What a distribution of one number a draw keeps, whatever its arguments, which are numbers here. Of its
 * answers (`Family`) each that it gives has its law:
 *
 * - the density integrates to 1, and the peak is the highest;
 * - moments, entropy, distribution function and quantile are those of the density, by quadrature, or by the
 *   sum of masses;
 * - draws on the host, smooth draws and expansions have its distribution function;
 * - location and scale move a base of location 0 and scale 1;
 * - slopes of the log density by the value and by each argument equal differences;
 * - an argument that gives no density is refused.
 *
 * `distributions` makes what models are written with, `gamma({ shape, rate })`, or answers as
 * `distributions.family` of `farrier` gives them, with your own in the place of some. Improper ones and
 * vectors are refused: theirs are other laws.
 *
 * @example
 * import { distributionLaws, failure, logSpread } from 'farrier/laws'
 * import { truncated, weibull } from 'farrier'
 *
 * const cut = logSpread(0.5, 3).map((shape) => truncated({ high: 2, of: weibull({ shape, scale: 1 }) }))
 * for (const law of distributionLaws(cut)) assert.equal(failure(law), undefined, law.name)
 */
export const distributionLaws = (distributions: fc.Arbitrary<Distributed>): ReadonlyArray<Law> => {
  const { families, like } = familiesOf(distributions)
  const refuse = (found: string): never =>
    misuse(
      'distributionLaws',
      `expected a proper distribution of one number a draw, found ${found}`,
      'these laws integrate a density over the line, or add up masses',
      like.isProper
        ? 'put a model with it under modelLaws'
        : 'give it ends: truncated({ low, high, of })'
    )
  if (like.jointly.length > 0) refuse(`${like.tag}, which draws along ${like.jointly.join(', ')}`)
  if (!like.isProper) refuse(`${like.tag}, whose density has no total mass`)
  return [...densityLaws(families, like), ...drawLaws(families, like), ...argumentLaws(families)]
}
