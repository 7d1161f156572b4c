/**
 * Latents that stay whole though some of their values have a mass of their own: neither a density over real
 * numbers nor a guide with one has mass at a single value.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { WorkingSite } from '../parts/Working.ts'

/** The refusal of a site that has atoms. */
export const wholeAtoms = (s: WorkingSite): ReadonlyArray<Problem> => {
  const { atoms = [], tag } = family(s.dist)
  return atoms.length === 0
    ? []
    : [
        problem(
          s.declared,
          `${tag} stays whole, and ${atoms.map(({ at }) => at).join(' and ')} have a mass of their own`,
          'a density over real numbers gives no single value a mass',
          'leave out its guide, and do not keep it centred: what it is cut from is inferred; ' +
            'no other language takes it as a latent'
        )
      ]
}
