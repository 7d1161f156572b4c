/**
 * How far numbers of draws may be from those of the distribution: standard errors that know how the
 * draws hang together (Vehtari et al. 2021).
 *
 * - mean       sd/√ESS, ESS that of the mean
 * - sd         with c = (x − x̄)² and ESS that of c: √((E c² − (E c)²)/ESS / E c)/2
 * - quantile   half the distance between the draws at the 15.9 % and 84.1 % quantiles of
 *              beta(p·ESS + 1, (1 − p)·ESS + 1), which is what ESS draws say of P(X ≤ q)
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { betaQuantile } from '../../expr/numbers/IncompleteBeta.ts'
import { centred, type Chains, type Diagnosis, mapDraws, meanOf, varianceOf } from './Chains.ts'
import { meanSize, quantileSize } from './EffectiveSize.ts'

/**
 * Of the mean. Left where the effective size is.
 *
 * @example
 *   import { meanError } from 'farrier'
 *
 *   const values = Float64Array.from({ length: 400 }, (_, d) => Math.sin(d * d))
 *   const error = meanError({ chains: 4, draws: 100, values })
 *   assert(error._tag === 'Right' && error.right < 0.1)
 */
export const meanError = (c: Chains): Diagnosis =>
  pipe(
    meanSize(c),
    E.chain((size) =>
      pipe(
        centred(c),
        E.map(({ chains, scale }) => scale * Math.sqrt(varianceOf(chains.values) / size))
      )
    )
  )

/** Of the standard deviation. Left where the effective size of (x − x̄)² is. */
export const sdError = (c: Chains): Diagnosis =>
  pipe(
    // too short, or NaN
    meanSize(c),
    E.chain(() => centred(c)),
    E.chain(({ chains, scale }) => {
      const squares = mapDraws((x) => x * x)(chains)
      return pipe(
        meanSize(squares),
        E.map((size) => {
          const mean = meanOf(squares.values)
          const spread = meanOf(squares.values.map((v) => v * v)) - mean * mean
          return (scale * Math.sqrt(spread / size / mean)) / 2
        })
      )
    })
  )

/** Φ(−1) and Φ(1): an interval of one deviation either way. */
const oneSd = [0.1586553, 0.8413447] as const

/** Of the p-quantile. Left where the effective size of the quantile is. */
export const quantileErrorOf =
  (p: number) =>
  (c: Chains): Diagnosis =>
    pipe(
      quantileSize(p)(c),
      E.map((size) => {
        const sorted = Float64Array.from(c.values).sort()
        const [low, high] = oneSd.map(
          (q) => betaQuantile(q, size * p + 1, size * (1 - p) + 1) * sorted.length - 1
        )
        const from = sorted[Math.floor(Math.max(low ?? NaN, 0))] ?? NaN
        const to = sorted[Math.ceil(Math.min(high ?? NaN, sorted.length - 1))] ?? NaN
        return from === to ? 0 : (to - from) / 2
      })
    )
