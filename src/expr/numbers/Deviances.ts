/**
 * What log densities are made of instead of differences of large terms, in float64.
 *
 * - stirling   δ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π, the error of Stirling's formula: falls
 *              from ∞ at 0 as 1/(12x)
 * - excess     eˣ − 1 − x ≥ 0, what eˣ has above its tangent at 0
 * - logProduct ln(x·y), and logRatio ln(x/y): no product or quotient out of range
 * - deviance   x − y − y ln(x/y) ≥ 0, 0 where x = y: half the Poisson deviance of y from x
 * - logCauchy  ln(y/(x² + y²)), neither square out of range
 *
 * Relative error about 1e-14 (of the logarithms near their zeros: 1e-16 absolute).
 *
 * Source: Loader (2000), Fast and accurate computation of binomial probabilities.
 *
 * @since 0.2.0
 */

/** B₂ₖ/(2k(2k − 1)): δ(x) = Σ of them over x²ᵏ⁻¹, to 1e-16 from x = 10 on. */
const stirlingSeries = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]
const far = 10

/** By δ(x) = δ(x + 1) + (x + ½) ln(1 + 1/x) − 1 to where the series is exact; NaN below 0. */
export const stirling = (x: number): number => {
  if (Number.isNaN(x) || x < 0) return NaN
  let sum = 0,
    at = x + 0
  for (; at < far; at += 1) sum += (at + 0.5) * Math.log1p(1 / at) - 1
  const w = 1 / at
  return sum + w * stirlingSeries.reduceRight((s, c) => s * w * w + c, 0)
}

/** By its power series for |x| < 1. */
export const excess = (x: number): number => {
  if (!(Math.abs(x) < 1)) return x === Infinity ? x : Math.expm1(x) - x
  let sum = 0
  for (let k = 2, term = (x * x) / 2; sum + term !== sum; k += 1, term *= x / k) sum += term
  return sum
}

const isInRange = (x: number): boolean => x >= 2 ** -1022 && x < Infinity

/** NaN where one is negative. */
export const logProduct = (x: number, y: number): number => {
  if (x < 0 || y < 0) return NaN
  const product = x * y
  return isInRange(product) ? Math.log(product) : Math.log(x) + Math.log(y)
}

/** −∞ at x = 0, ∞ at y = 0; NaN where both are 0 or one is negative. */
export const logRatio = (x: number, y: number): number => {
  if (x < 0 || y < 0) return NaN
  const ratio = x / y
  return isInRange(ratio) ? Math.log(ratio) : Math.log(x) - Math.log(y)
}

/** By the series of atanh where x and y are near each other; x where y = 0; NaN of negative ones. */
export const deviance = (x: number, y: number): number => {
  if (y === 0) return x < 0 ? NaN : x
  const v = (x - y) / (x + y)
  if (!(Math.abs(v) < 0.1)) return x === Infinity ? x - y : x - y - y * logRatio(x, y)
  let sum = 0
  for (let k = 3, power = v ** 3; sum + power / k !== sum; k += 2, power *= v * v) sum += power / k
  return v * (x - y) - 2 * y * sum
}

/** −ln y at x = 0; NaN where one is negative. */
export const logCauchy = (x: number, y: number): number => {
  if (!(x >= 0 && y >= 0)) return NaN
  return x <= y
    ? -Math.log(y) - Math.log1p((x / y) ** 2)
    : logRatio(y, x) - Math.log(x) - Math.log1p((y / x) ** 2)
}
