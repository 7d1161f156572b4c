/**
 * A prior without total mass, or with nearly none anywhere but at 0: it can be fitted, and gives no
 * prior draws, no evidence to compare models by, and perhaps no posterior.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import type { Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { isLatent } from '../Literals.ts'
import { indexAtZero, isOfNumbers } from '../Tails.ts'
import type { LintRule } from '../Warning.ts'

/** Below it half of the mass lies under 2^(−1/0.05) ≈ 1e-6 of the scale. */
const leastIndex = 0.05

const improper = (s: Site): ReadonlyArray<Problem> =>
  family(s.dist).isProper
    ? []
    : [
        problem(
          s.name,
          `${family(s.dist).tag} is improper: it has no total mass`,
          'there are no prior draws, ELBOs of models cannot be compared, and a sampler may find a ' +
            'posterior of infinite mass',
          'take a proper prior, a half-Cauchy; or say why this one is meant'
        )
      ]

const nearlyImproper = (s: Site): ReadonlyArray<Problem> => {
  const index = isOfNumbers(s.dist) ? indexAtZero(s.dist) : undefined
  return index === undefined || index <= 0 || index >= leastIndex
    ? []
    : [
        problem(
          s.name,
          `its density is ∝ x^−${Number((1 - index).toPrecision(4))} at 0: nearly improper`,
          `half of its mass lies below 1e-${Math.round(Math.LN2 / index / Math.LN10)} of its scale, ` +
            'and decides what the data leave open',
          'take a shape of 0.1 or more, or a half-Cauchy'
        )
      ]
}

export const improperPrior: LintRule = {
  says: 'a latent whose prior has no total mass, or nearly all of it at 0',
  find: ({ graph }) =>
    graph.sites.filter(isLatent).flatMap((s) => [...improper(s), ...nearlyImproper(s)])
}
