/**
 * The distribution function of beta(a, b) and its inverse, in float64.
 *
 * - I(x)   Iₓ(a, b), by its continued fraction on the side of the mean where it converges fast
 *          (Lentz's evaluation); error about 1e-12 up to a, b of 1000
 * - I⁻¹(p) by Newton's steps on I(x) − p, kept between bounds that close in
 *
 * @since 0.2.0
 */
import { lgamma } from './SpecialFunctions.ts'

/** Terms of the fraction, which needs about √max(a, b) of them. */
const mostTerms = 100_000
/** In the place of a denominator that is 0. */
const tiny = 1e-300
const settled = 1e-15

/** The fraction of Iₓ(a, b)·a·B(a, b)/(xᵃ(1 − x)ᵇ), for x below (a + 1)/(a + b + 2). */
const fraction = (x: number, a: number, b: number): number => {
  const away = (v: number): number => (Math.abs(v) < tiny ? tiny : v)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < mostTerms; m++) {
    const terms = [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    ]
    let change = 1
    for (const t of terms) {
      d = 1 / away(1 + t * d)
      c = away(1 + t / c)
      change = c * d
      value *= change
    }
    if (Math.abs(change - 1) < settled) break
  }
  return value
}

const logBeta = (a: number, b: number): number => lgamma(a) + lgamma(b) - lgamma(a + b)

/** P(X ≤ x) of X ~ beta(a, b), a and b positive. */
export const incompleteBeta = (x: number, a: number, b: number): number => {
  if (!(x > 0)) return Number.isNaN(x) ? NaN : 0
  if (x >= 1) return 1
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b))
  return x < (a + 1) / (a + b + 2)
    ? (front / a) * fraction(x, a, b)
    : 1 - (front / b) * fraction(1 - x, b, a)
}

/** The p-quantile of beta(a, b), a and b positive, 0 ≤ p ≤ 1. */
export const betaQuantile = (p: number, a: number, b: number): number => {
  if (!(p > 0)) return Number.isNaN(p) ? NaN : 0
  if (p >= 1) return 1
  let [low, high] = [0, 1]
  let x = a / (a + b)
  for (let i = 0; i < 200; i++) {
    const over = incompleteBeta(x, a, b) - p
    if (over > 0) high = x
    else low = x
    const logSlope = (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta(a, b)
    const step = x - over / Math.exp(logSlope)
    const next = step > low && step < high ? step : (low + high) / 2
    if (Math.abs(next - x) <= 1e-16 + 4e-16 * x) return next
    x = next
  }
  return x
}
