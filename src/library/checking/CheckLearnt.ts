/**
 * Whether a fit can be trusted: draws of its guide, weighed against the posterior on the data that it
 * was fitted to.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { deriveWeight } from '../../compile/index.ts'
import { checked, type FieldsOf, fields, field } from '../../ir/Fields.ts'
import type { Bindings } from '../../ir/Posterior.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import {
  type Bound,
  checkGuide,
  type GuideCheck,
  openWeigher,
  type Undiagnosed,
  type Verdict,
  verdictOf,
  whyUndiagnosed
} from '../../inference/index.ts'
import type { CompiledModel } from '../CompileModel.ts'

// model

/**
 * - `draws` 10,000 unless said, from 100 to 10⁶
 * - `seed` that of the fit unless said
 */
export interface CheckOptions {
  readonly draws?: number | undefined
  readonly seed?: number | undefined
}

/** What of a fit is weighed: its parameters, on all data that it was fitted to. */
export interface WeighedFit {
  readonly parameters: Bindings
  readonly train: Bound
}

/** A verdict and what it rests on. */
export interface Checked {
  readonly seed: number
  readonly check: GuideCheck
  readonly verdict: Verdict
}

export const standardCheckDraws = 10_000
const fewestDraws = 100
const mostDraws = 1_000_000

export const checkFields: FieldsOf<CheckOptions> = {
  draws: field(
    `a whole number from ${fewestDraws} to ${mostDraws}`,
    'so many draws of the guide are weighed',
    (x) =>
      x === undefined ||
      (typeof x === 'number' && Number.isSafeInteger(x) && x >= fewestDraws && x <= mostDraws)
  ),
  seed: field(
    'a whole number',
    'it is mixed into every draw',
    (x) => x === undefined || Number.isSafeInteger(x)
  )
}

export const unweighed = (why: Undiagnosed): Problem =>
  problem(
    'the guide',
    `its draws cannot be weighed: ${whyUndiagnosed[why]}`,
    'ln p − ln q of a draw is no number, or all of them are −∞',
    'look at the sites in farrier summary: a deviation that is 0 or very large comes of a fit that failed'
  )

// destructors

/** Of what was learnt on data that are all there; `seed` is that of the draws. */
export const checkLearnt = (
  { graph, options }: Pick<CompiledModel, 'graph' | 'options'>,
  { parameters, train }: WeighedFit,
  draws: number,
  seed: number,
  mostWork?: number
): E.Either<Problems, Checked> =>
  pipe(
    checked(fields<CheckOptions>(checkFields)('', { draws, seed })),
    E.chainW(() => deriveWeight(options)(graph)),
    E.chainW((weight) =>
      pipe(
        openWeigher(weight, train, parameters, draws, mostWork),
        E.chain((weigher) => pipe(checkGuide(weigher, draws, seed), E.mapLeft(unweighed))),
        E.mapLeft((p): Problems => of(p))
      )
    ),
    E.map((check) => ({ seed, check, verdict: verdictOf(check) }))
  )
