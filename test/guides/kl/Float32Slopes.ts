/** The terms of the slopes of divergences by their arguments, of normals, gammas and Weibull laws. */
import { digamma } from '../../../src/expr/numbers/SpecialFunctions.ts'

export type Numbers = ReadonlyArray<number>
export type Terms = Readonly<Record<string, Numbers>>

/** Of two normals, d = ln σ² − ln s². */
export const normalTerms = (m: number, v: number, l: number, s: number): Terms => {
  const ratio = Math.exp(v) / s / s,
    z = (m - l) / s
  return {
    location: [z / s],
    logVariance: [ratio / 2, -0.5],
    priorLocation: [-z / s],
    scale: [-ratio / s, 1 / s, -(z / s) * z]
  }
}

interface GammaTerms {
  readonly location: Numbers
  readonly logVariance: Numbers
  readonly shape: Numbers
  readonly byMean: (perMean: number) => Numbers
}
/**
 * From a gamma by the logarithm of its mean: a(e^r − 1), r = μ + v/2 − ln mean, and its product by
 * v/2; `perMean`: that of ln mean by one more argument.
 */
export const gammaTerms = (m: number, v: number, a: number, mean: number): GammaTerms => {
  const variance = Math.exp(v),
    r = m + variance / 2 - mean,
    top = a * Math.exp(r)
  return {
    location: [top, -a],
    logVariance: [(top * variance) / 2, (-a * variance) / 2, (a * variance) / 2, -0.5],
    shape: [
      Math.expm1(r) - r,
      -Math.exp(r),
      1,
      variance / 2,
      -0.5 / a,
      digamma(a),
      -Math.log(a),
      0.5 / a
    ],
    byMean: (perMean) => [-top * perMean, a * perMean]
  }
}

/** By k of Weibull(k, λ), d = μ − ln λ: eʳ − 1 − r, r = k d + ½k²v, and ½(k²v − ln k²v). */
export const weibullTerms = (m: number, v: number, k: number, s: number): Terms => {
  const variance = Math.exp(v),
    d = m - Math.log(s),
    half = (k * k * variance) / 2,
    top = Math.exp(k * d + half)
  return {
    location: [top * k, -k],
    logVariance: [top * half, -half, half, -0.5],
    shape: [top * d, -d, top * k * variance, -k * variance, k * variance, -1 / k],
    scale: [(-top * k) / s, k / s]
  }
}
