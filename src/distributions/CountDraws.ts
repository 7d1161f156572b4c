/**
 * Draws of counts and shares on the host, exact at every size: what is large is made of gammas.
 *
 * - beta      g/(g + h), g and h gammas
 * - binomial  of n above 16, the beta of the middle one of n uniforms says how many lie below p, and
 *             which half of them is left to look at. Devroye (1986), Non-Uniform Random Variate
 *             Generation, X.4.3
 * - poisson   the time of event ⌊7λ/8⌋ is a gamma: before λ the rest is a Poisson, after it those
 *             before it are a binomial. Ahrens and Dieter (1974), Computing 12(3)
 *
 * @since 0.2.0
 */
import { logStandardGamma, positiveExp, type Uniform01 } from './StandardDraws.ts'

const least = Number.MIN_VALUE,
  most = 1 - 2 ** -53

/** Strictly between 0 and 1, of two positive shapes. */
export const betaDraw = (a: number, b: number, uniform: Uniform01): number => {
  const difference = logStandardGamma(b, uniform) - logStandardGamma(a, uniform)
  return Math.min(Math.max(1 / (1 + Math.exp(difference)), least), most)
}

const few = 16

const binomialBelowHalf = (total: number, probability: number, uniform: Uniform01): number => {
  let [found, n, p] = [0, total, probability]
  while (n > few) {
    const middle = Math.floor((n + 1) / 2),
      others = n + 1 - middle
    const y = betaDraw(middle, others, uniform)
    if (y <= p) {
      found += middle
      n -= middle
      p = (p - y) / (1 - y)
    } else {
      n = middle - 1
      p /= y
    }
  }
  for (let i = 0; i < n; i += 1) found += uniform() < p ? 1 : 0
  return found
}

/** How many of n, each with probability p = 1 − q: both are given, the smaller one exactly. */
export const binomialDraw = (
  n: number,
  { p, q }: { readonly p: number; readonly q: number },
  uniform: Uniform01
): number =>
  !(n < Infinity) || Number.isNaN(p)
    ? NaN
    : p <= q
      ? binomialBelowHalf(n, p, uniform)
      : n - binomialBelowHalf(n, q, uniform)

export const poissonDraw = (rate: number, uniform: Uniform01): number => {
  if (!(rate < Infinity)) return rate
  let [found, left] = [0, rate]
  while (left > few) {
    const event = Math.floor((7 * left) / 8)
    const time = positiveExp(logStandardGamma(event, uniform))
    if (time > left)
      return found + binomialDraw(event - 1, { p: left / time, q: 1 - left / time }, uniform)
    found += event
    left -= time
  }
  for (let product = uniform(), end = Math.exp(-left); product > end; product *= uniform())
    found += 1
  return found
}
