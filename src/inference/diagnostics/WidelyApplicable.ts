/**
 * WAIC, the widely applicable information criterion, on the scale of a log density (Watanabe 2010;
 * Vehtari, Gelman & Gabry 2017): elpd = Σ ln mean p(yᵢ | θ) − Σ Var ln p(yᵢ | θ).
 *
 * The variance, with divisor S − 1, stands for what leaving the observation out would cost. That is
 * a first term of an expansion: above 0.4 of an observation it is not near, and nothing in the
 * number shows it. Leave-one-out says more.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { traverseWithIndex } from 'fp-ts/lib/ReadonlyArray.js'
import { type Undiagnosed, varianceOf } from './Chains.ts'
import { errorOfSum, sumOf, type UndiagnosedAt } from './LeaveOneOut.ts'
import { logSum } from './ParetoSmoothing.ts'

/** Sums over observations, in nats. */
export interface WidelyApplicable {
  readonly elpd: number
  readonly error: number
  readonly parameters: number
  readonly pointwise: ReadonlyArray<{ readonly elpd: number; readonly parameters: number }>
  /** Observations whose variance is above 0.4. */
  readonly untrusted: ReadonlyArray<number>
}

const mostVariance = 0.4

const whyNot = (draws: Float64Array): Undiagnosed | undefined =>
  draws.some(Number.isNaN)
    ? 'NaN'
    : draws.length < 2
      ? 'few draws'
      : draws.every(Number.isFinite)
        ? undefined
        : 'infinite'

/** Of ln p(yᵢ | θₛ) in nats: an array of draws for each observation. */
export const widelyApplicable = (
  logLikelihood: ReadonlyArray<Float64Array>
): E.Either<UndiagnosedAt, WidelyApplicable> =>
  pipe(
    logLikelihood,
    traverseWithIndex(E.Applicative)((observation, draws) => {
      const why = whyNot(draws)
      if (why !== undefined) return E.left<UndiagnosedAt>({ observation, why })
      const parameters = varianceOf(draws)
      return E.right({ elpd: logSum(draws) - Math.log(draws.length) - parameters, parameters })
    }),
    E.map((pointwise) => {
      const elpds = pointwise.map((p) => p.elpd)
      return {
        elpd: sumOf(elpds),
        error: errorOfSum(elpds),
        parameters: sumOf(pointwise.map((p) => p.parameters)),
        pointwise,
        untrusted: pointwise.flatMap(({ parameters }, i) => (parameters > mostVariance ? [i] : []))
      }
    })
  )
