/**
 * Why a site has no guide, or not the one that is asked for; each in the words of a Problem.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { guides, guidesFor } from '../../guides/index.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { WorkingSite } from './Working.ts'

const described = (s: WorkingSite): string =>
  `${family(s.dist).tag} (support ${family(s.dist).support._tag})`

const noGuide = (s: WorkingSite): Problem =>
  problem(
    s.declared,
    `no guide for ${described(s)}`,
    'a variational family has a smooth draw, and these values are countable',
    'sum the discrete choice out of the model'
  )

const misfit = (
  s: WorkingSite,
  asked: string,
  [derived = '', ...others]: ReadonlyArray<string>
): Problem =>
  problem(
    s.declared,
    `${asked in guides ? `the guide ${asked} does not fit` : `there is no guide '${asked}' for`} ${described(s)}`,
    'draws of a guide must lie where the site has its values',
    `leave it out: the guide is then ${derived}${others.length === 0 ? '' : `; others that fit: ${others.join(', ')}`}`
  )

/** A site that `choiceOf` gives no guide. */
export const unguided = (s: WorkingSite): Problem => {
  const fitting = guidesFor(family(s.dist).support)
  return fitting.length === 0 || s.options.guide === undefined
    ? noGuide(s)
    : misfit(s, s.options.guide, fitting)
}
