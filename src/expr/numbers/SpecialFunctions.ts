/**
 * Float64 special functions: those of @stdlib with their edge points settled, and the ones it
 * lacks. Relative error about 1e-14 (near a zero: that much absolute), checked against quadrature
 * in `test/expr/SpecialFunctions.test.ts`.
 *
 * @since 0.1.0
 */
import stdDigamma from '@stdlib/math-base-special-digamma'
import stdErfcinv from '@stdlib/math-base-special-erfcinv'
import stdErfcx from '@stdlib/math-base-special-erfcx'
import stdGammaln from '@stdlib/math-base-special-gammaln'
import stdPolygamma from '@stdlib/math-base-special-polygamma'
import stdTrigamma from '@stdlib/math-base-special-trigamma'

/** γ = −ψ(1). */
export const eulerGamma = 0.5772156649015329

/** Σ terms(k), k = 0, 1, …, until they no longer change the sum. */
const series = (term: (k: number, previous: number) => number): number => {
  let sum = 0
  for (let k = 0, t = term(0, 1); sum + t !== sum; k += 1, t = term(k, t)) sum += t
  return sum
}

/** ln |Γ(x)|; ∞ at 0, −1, −2, … and at ±∞. */
export const lgamma = (x: number): number => (x === -Infinity ? Infinity : stdGammaln(x))
/** ψ(x) = d ln Γ/dx; −∞ at 0 (the limit from the right), NaN at −1, −2, … and −∞. */
export const digamma = (x: number): number => (x === 0 ? -Infinity : stdDigamma(x))
/** ψ′(x); ∞ at 0, −1, −2, …, NaN at −∞. */
export const trigamma = (x: number): number =>
  Number.isInteger(x) && x <= 0 ? Infinity : stdTrigamma(x)
/** ψ⁽ⁿ⁾(x) for integers n ≥ 0; for n ≥ 2 of x ≥ 0 only: (−1)ⁿ⁺¹∞ at 0, NaN below. */
export const polygamma = (n: number, x: number): number => {
  if (!Number.isInteger(n) || n < 0) return NaN
  if (n < 2) return n === 0 ? digamma(x) : trigamma(x)
  if (Number.isNaN(x) || x < 0) return NaN
  if (x === 0) return n % 2 === 0 ? -Infinity : Infinity
  return x === Infinity ? 0 : stdPolygamma(n, x)
}

/** ln Φ(x), Φ the standard normal distribution function. */
export const logNdtr = (x: number): number => {
  const q = Math.exp(-0.5 * x * x) * 0.5 * stdErfcx(Math.abs(x) * Math.SQRT1_2)
  if (x > 0) return Math.log1p(-q)
  return x < -1 ? Math.log(0.5 * stdErfcx(-x * Math.SQRT1_2)) - 0.5 * x * x : Math.log(q)
}
/** Φ⁻¹(p); −∞ at 0, ∞ at 1, NaN outside [0, 1]. */
export const ndtri = (p: number): number => (p === 0.5 ? 0 : -Math.SQRT2 * stdErfcinv(2 * p))

/**
 * Dawson's F(x) = e^{−x²} ∫₀ˣ e^{t²} dt: its power series, Rybicki's exponentially accurate sum,
 * its asymptotic series.
 */
export const dawson = (x: number): number => {
  const a = Math.abs(x)
  if (Number.isNaN(x)) return NaN
  if (a < 1) return x * series((k, t) => (k === 0 ? 1 : (-2 * x * x * t) / (2 * k + 1)))
  if (a > 8)
    return (
      (0.5 / x) * series((k, t) => (k === 0 ? 1 : k > 40 ? 0 : (t * (2 * k - 1)) / (2 * x * x)))
    )
  const h = 0.2
  let sum = 0
  for (let n = 75; n >= 1; n -= 2)
    sum += (Math.exp(-((a - n * h) ** 2)) - Math.exp(-((a + n * h) ** 2))) / n
  return (Math.sign(x) * sum) / Math.sqrt(Math.PI)
}

/** E₁ of 0 < x ≤ 1 by its power series. */
const expint1Near = (x: number): number =>
  series((k, t) => (k === 0 ? x : (-t * x * k) / ((k + 1) * (k + 1)))) - eulerGamma - Math.log(x)

/** eˣ E₁(x) from 1 on, by its continued fraction from the far end. */
const expint1Far = (x: number): number => {
  let f = 0
  for (let k = 120; k >= 1; k -= 1) f = (k * k) / (x + 2 * k + 1 - f)
  return 1 / (x + 1 - f)
}

/** E₁(x) = ∫ₓ^∞ e^{−t}/t dt; ∞ at 0, NaN below. */
export const expint1 = (x: number): number => {
  if (Number.isNaN(x) || x < 0) return NaN
  if (x === 0) return Infinity
  return x <= 1 ? expint1Near(x) : Math.exp(-x) * expint1Far(x)
}

/** eˣ E₁(x), which falls as 1/x; ∞ at 0, NaN below. */
export const scaledExpint1 = (x: number): number => {
  if (Number.isNaN(x) || x < 0) return NaN
  if (x === 0) return Infinity
  return x <= 1 ? Math.exp(x) * expint1Near(x) : expint1Far(x)
}

/**
 * KL(N(μ, σ²) ‖ p(z) ∝ 1/|z|) in nats as a function of ln α = ln σ²/μ², normalised to 0 at α → ∞;
 * at α → 0 it tends to −½ ln α + (γ + ln 2)/2. With u = 1/(2α) it is ∫₀¹ (1 − e^{−u(1−s²)})/(1 −
 * s²) ds = ½(E ψ(½ + J) − ψ(½)), J ~ Poisson(u): a sum of positive terms; for large u its
 * asymptotic series.
 */
export const jeffreysKl = (logAlpha: number): number => {
  if (Number.isNaN(logAlpha)) return NaN
  const u = 0.5 * Math.exp(-logAlpha)
  if (u > 50) {
    const rest = series((k, t) =>
      k === 0 ? 0.25 / u : k > 45 ? 0 : (t * (2 * k + 1) * k) / (2 * u * (k + 1))
    )
    return 0.5 * (eulerGamma + Math.LN2 - logAlpha) - rest
  }
  // Pois(k; u) · Σ_{j<k} 1/(2j+1), from k = 1; beyond k = u + 20√u + 60 nothing is left.
  let sum = 0,
    probability = Math.exp(-u),
    harmonic = 0
  for (let k = 1; k < u + 20 * Math.sqrt(u) + 60; k += 1) {
    probability *= u / k
    harmonic += 1 / (2 * k - 1)
    sum += probability * harmonic
  }
  return sum
}
