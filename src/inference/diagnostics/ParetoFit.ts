/**
 * The generalised Pareto distribution of exceedances: fit and quantiles.
 *
 * Density (1 + kx/σ)^(−1/k − 1)/σ on x ≥ 0; with k ≥ 1 it has no mean, with k ≥ ½ no variance. The
 * fit is that of Zhang & Stephens 2009: over a grid of θ = −k/σ with weights of the profile
 * likelihood, the mean of θ; then k(θ) = mean ln(1 − θx), drawn towards ½ as by ten observations
 * (Vehtari, Simpson, Gelman, Yao & Gabry 2024).
 *
 * @since 0.2.0
 */
import { meanOf } from './Chains.ts'

export interface ParetoFit {
  readonly k: number
  readonly scale: number
}

/** Ten observations' worth of k = ½. */
const priorCount = 10
const priorK = 0.5

/** k(θ) of exceedances. */
const shapeAt = (theta: number, x: Float64Array): number =>
  meanOf(x.map((v) => Math.log1p(-theta * v)))

/**
 * Of exceedances in ascending order; undefined where the first quartile is no larger than the
 * least: then they are tied, and no such distribution. k is ∞ where they span too many powers of 10.
 */
export const fitPareto = (x: Float64Array): ParetoFit | undefined => {
  const n = x.length
  const quartile = x[Math.floor(n / 4 - 0.5)] ?? NaN
  if (!(quartile > (x[0] ?? NaN))) return undefined
  const count = 30 + Math.floor(Math.sqrt(n))
  const grid = Float64Array.from(
    { length: count },
    (_, i) => (1 - Math.sqrt(count / (i + 0.5))) / (3 * quartile) + 1 / (x[n - 1] ?? NaN)
  )
  const profile = grid.map((theta) => {
    const k = shapeAt(theta, x)
    // of an exponential distribution, the limit of θ = 0
    const rate = theta === 0 ? 1 / meanOf(x) : -theta / k
    return n * (Math.log(rate) - k - 1)
  })
  const most = profile.reduce((a, b) => Math.max(a, b), -Infinity)
  const weights = profile.map((l) => Math.exp(l - most))
  const sum = weights.reduce((a, b) => a + b, 0)
  let [of, theta] = [0, 0]
  for (const [i, w] of weights.entries())
    if (w / sum >= 10 * Number.EPSILON) {
      of += w
      theta += w * (grid[i] ?? NaN)
    }
  theta /= of
  const k = shapeAt(theta, x)
  return Number.isFinite(k)
    ? { k: (n * k + priorCount * priorK) / (n + priorCount), scale: -k / theta }
    : { k: Infinity, scale: NaN }
}

/** x with P(X ≤ x) = p. */
export const paretoQuantile = ({ k, scale }: ParetoFit, p: number): number =>
  k === 0 ? -scale * Math.log1p(-p) : (scale * Math.expm1(-k * Math.log1p(-p))) / k
