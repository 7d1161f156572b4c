/**
 * What is asked of a posterior: which quantiles, from how many draws, under which seed.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { aNumber, anything, type FieldsOf, listOf, perhaps } from '../ir/Fields.ts'
import { problem, type Problem, type Problems } from '../ir/Problem.ts'
import type { DrawQuestion } from '../inference/index.ts'
import type { ExecutorName } from '../runtime/index.ts'

/**
 * - `quantiles` their probabilities, each between 0 and 1; 0.05, 0.5 and 0.95 unless said
 * - `draws` 1,000 unless said
 * - `seed` that of the fit unless said
 * - `backend` wasm unless said; `threads` of it, as many as there are processors unless said
 */
export interface PosteriorOptions {
  readonly quantiles?: ReadonlyArray<number> | undefined
  readonly draws?: number | undefined
  readonly seed?: number | undefined
  readonly backend?: ExecutorName
  readonly threads?: number | 'auto'
}

export const standardQuantiles: ReadonlyArray<number> = [0.05, 0.5, 0.95]
export const standardDraws = 1000

/** Names of options; what numbers may be is said below. */
export const posteriorFields: FieldsOf<PosteriorOptions> = {
  quantiles: perhaps(listOf(aNumber)),
  draws: perhaps(aNumber),
  seed: perhaps(aNumber),
  backend: anything,
  threads: anything
}

const quantileProblem = (p: number): ReadonlyArray<Problem> =>
  p > 0 && p < 1
    ? []
    : [
        problem(
          'quantiles',
          `expected probabilities between 0 and 1, found ${p}`,
          'the quantile of p has the share p of the probability below it',
          p >= 1 && p < 100 ? `${p / 100}, if ${p} % is meant` : '0.05, 0.5, 0.95'
        )
      ]

/** From 2 on there is a spread; 10⁶ tell a probability to 0.0005, and are kept all at once. */
const fewestDraws = 2
const mostDraws = 1_000_000

const drawsProblem = (draws: number): ReadonlyArray<Problem> =>
  Number.isSafeInteger(draws) && draws >= fewestDraws && draws <= mostDraws
    ? []
    : [
        problem(
          'draws',
          `expected a whole number from ${fewestDraws} to ${mostDraws}, found ${draws}`,
          'sd and quantiles are those of so many draws, which are kept in memory',
          `${standardDraws}, for quantiles to a percent or so`
        )
      ]

const seedProblem = (seed: number): ReadonlyArray<Problem> =>
  Number.isSafeInteger(seed)
    ? []
    : [
        problem(
          'seed',
          `expected a whole number, found ${seed}`,
          'it is mixed into every draw',
          'seed: 1'
        )
      ]

/** The question with what is standard filled in, or everything that is wrong with it. */
export const posteriorQuestion = (
  { quantiles = standardQuantiles, draws = standardDraws, seed }: PosteriorOptions,
  seedOfFit: number
): E.Either<Problems, DrawQuestion> => {
  const question = { probabilities: quantiles, draws, seed: seed ?? seedOfFit }
  const wrong = [
    ...quantiles.flatMap(quantileProblem),
    ...drawsProblem(draws),
    ...seedProblem(question.seed)
  ]
  return isNonEmpty(wrong) ? E.left(wrong) : E.right(question)
}
