/**
 * Scales that are written down as numbers far from 1.
 *
 * - `scale-literal` the scale of a real latent outside [0.1, 10] (the range is that of Stan's
 *   pedantic mode): its guide moves in units of 1. A positive latent moves in its logarithm
 * - `degenerate-scale` any scale outside [1e-6, 1e6]: float32 has seven digits
 *
 * @since 0.2.0
 */
import { factsOf, family } from '../../distributions/index.ts'
import { isNonNegative } from '../../expr/index.ts'
import type { Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { isLatent, literalsOf } from '../Literals.ts'
import type { LintRule } from '../Warning.ts'

const isOrdinary = (x: number): boolean => Math.abs(x) >= 0.1 && Math.abs(x) <= 10
const isDegenerate = (x: number): boolean => Math.abs(x) < 1e-6 || Math.abs(x) > 1e6

const movesAlongTheLine = (s: Site): boolean =>
  isLatent(s) && !isNonNegative(factsOf(family(s.dist).support._tag).values)

const scales =
  (isWrong: (s: Site, scale: number) => boolean, say: (s: Site, scale: number) => Problem) =>
  (sites: ReadonlyArray<Site>): ReadonlyArray<Problem> =>
    sites.flatMap((s) =>
      literalsOf(s)
        .filter(({ name, value }) => name === 'scale' && isWrong(s, value))
        .map(({ value }) => say(s, value))
    )

const farFromOne = scales(
  (s, scale) => movesAlongTheLine(s) && !isOrdinary(scale) && !isDegenerate(scale),
  (s, scale) =>
    problem(
      s.name,
      `the scale ${scale} is far from 1`,
      'a guide of real values starts and moves in units of 1: what spans thousands or thousandths ' +
        'takes long to find',
      'measure in units in which it is about 1, or draw it at scale 1 and multiply'
    )
)

const degenerate = scales(
  (_, scale) => isDegenerate(scale),
  (s, scale) =>
    problem(
      s.name,
      `the scale ${scale} is degenerate`,
      'float32 has seven digits: beside values of about 1 it is a point, or no bound at all',
      'measure in other units, or leave the site out where it is meant to be fixed'
    )
)

export const scaleLiteral: LintRule = {
  says: 'a real latent whose scale is a number below 0.1 or above 10',
  find: ({ graph }) => farFromOne(graph.sites)
}

export const degenerateScale: LintRule = {
  says: 'a scale that is a number below 1e-6 or above 1e6',
  find: ({ graph }) => degenerate(graph.sites)
}
