/**
 * What a model says of an observation that it has not seen, from draws of a posterior that has:
 * PSIS-LOO (Vehtari, Gelman & Gabry 2017).
 *
 * Without observation i the posterior is the full one times 1/p(yᵢ | θ): these are the weights, and
 * smoothed they give ln p(yᵢ | y₋ᵢ) = ln Σ w p(yᵢ | θ). Their k̂ says of each observation whether it
 * moves the posterior so much that draws of the full one cannot stand for it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { traverseWithIndex } from 'fp-ts/lib/ReadonlyArray.js'
import { type Undiagnosed, varianceOf } from './Chains.ts'
import { logSum, mostShape, type SmoothedWeights, smoothWeights } from './ParetoSmoothing.ts'

/** One observation, predicted by all others. */
export interface LeftOut {
  /** ln p(yᵢ | y₋ᵢ) in nats. */
  readonly elpd: number
  /** ln p(yᵢ | y) − ln p(yᵢ | y₋ᵢ). */
  readonly parameters: number
  readonly k: number
}

/** Sums over observations, in nats. */
export interface LeaveOneOut {
  /** Σ ln p(yᵢ | y₋ᵢ), and its standard error over observations. */
  readonly elpd: number
  readonly error: number
  /** The effective number of parameters: Σ ln p(yᵢ | y) − elpd. */
  readonly parameters: number
  readonly pointwise: ReadonlyArray<LeftOut>
  /** The largest k̂ that can be trusted, and the observations above it. */
  readonly mostShape: number
  readonly untrusted: ReadonlyArray<number>
}

/** Why nothing can be said, and of which observation. */
export interface UndiagnosedAt {
  readonly observation: number
  readonly why: Undiagnosed
}

/** √(n · variance) over observations; NaN of one. */
export const errorOfSum = (terms: ReadonlyArray<number>): number =>
  Math.sqrt(terms.length * varianceOf(terms))

export const sumOf = (terms: ReadonlyArray<number>): number => terms.reduce((a, b) => a + b, 0)

const leftOut = (
  logLikelihood: Float64Array,
  efficiency: number,
  raw: Float64Array | undefined,
  weights: SmoothedWeights | undefined
): E.Either<Undiagnosed, LeftOut> =>
  pipe(
    smoothWeights(
      logLikelihood.map((l, i) => (raw?.[i] ?? 0) - l),
      efficiency
    ),
    E.map(({ logWeights, k }) => {
      const elpd = logSum(logLikelihood.map((l, i) => l + (logWeights[i] ?? NaN)))
      const even = -Math.log(logLikelihood.length)
      const seen = logSum(logLikelihood.map((l, i) => l + (weights?.logWeights[i] ?? even)))
      return { elpd, parameters: seen - elpd, k }
    })
  )

/**
 * Of ln p(yᵢ | θₛ) in nats: an array of draws for each observation. `efficiency` is the share of
 * effective draws among them (`meanSize` of chains over their draws), of all observations or one by one;
 * 1 of independent ones.
 * `logWeights` are those of the draws, ln p − ln q, where they are not of the posterior itself but of q.
 * Left where an observation has none, too few or infinite numbers.
 *
 * @example
 *   import { leaveOneOut } from 'farrier'
 *
 *   // the same density of each observation under every draw: nothing is learnt from it
 *   const known = leaveOneOut([new Float64Array(100).fill(-1), new Float64Array(100).fill(-2)])
 *   assert(known._tag === 'Right' && Math.abs(known.right.elpd + 3) < 1e-12)
 */
export const leaveOneOut = (
  logLikelihood: ReadonlyArray<Float64Array>,
  efficiency: number | ReadonlyArray<number> = 1,
  logWeights?: Float64Array
): E.Either<UndiagnosedAt, LeaveOneOut> =>
  pipe(
    logWeights === undefined ? E.right(undefined) : smoothWeights(logWeights),
    E.mapLeft((why): UndiagnosedAt => ({ observation: 0, why })),
    E.chain((weights) =>
      pipe(
        logLikelihood,
        traverseWithIndex(E.Applicative)((observation, draws) =>
          pipe(
            leftOut(
              draws,
              typeof efficiency === 'number' ? efficiency : (efficiency[observation] ?? 1),
              logWeights,
              weights
            ),
            E.mapLeft((why): UndiagnosedAt => ({ observation, why }))
          )
        )
      )
    ),
    E.map((pointwise) => {
      const most = mostShape(logLikelihood[0]?.length ?? 0)
      const elpds = pointwise.map((p) => p.elpd)
      return {
        elpd: sumOf(elpds),
        error: errorOfSum(elpds),
        parameters: sumOf(pointwise.map((p) => p.parameters)),
        pointwise,
        mostShape: most,
        untrusted: pointwise.flatMap(({ k }, i) => (k > most ? [i] : []))
      }
    })
  )
