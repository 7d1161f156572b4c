/**
 * A split of scores into two classes, and whether there are two.
 *
 * The threshold is Otsu's (1979): it maximises the variance between the classes n₁n₂(μ₁ − μ₂)²/n².
 * Whether the scores have two modes is a comparison by BIC of one normal density (2 parameters)
 * with a mixture of two (5, fitted by EM from the split). Two normals fit any flat or skewed
 * density better than one, so the mixture must also have a valley between its means, at most half
 * as high as the lower of its densities there.
 */

/**
 * - `threshold` between the classes; - `bicDifference` BIC(one) − BIC(two), positive where two
 *   classes explain the scores better
 * - `valley` the least density between the means over the lesser of those at them
 */
export interface TwoClass {
  readonly threshold: number
  readonly bicDifference: number
  readonly valley: number
  readonly unimodal: boolean
}

interface Normal {
  readonly weight: number
  readonly mean: number
  readonly variance: number
}

const LEAST_SCORES = 8
const EM_STEPS = 60
const HIGHEST_VALLEY = 0.5
const STEPS_BETWEEN = 100

// Loops over typed arrays, here and below: this runs for every gate after every epoch, and arrays of
// numbers would be the larger part of what a training leaves to the garbage collector.

const sumOf = (xs: Float64Array): number => {
  let total = 0
  for (let i = 0; i < xs.length; i++) total += xs[i] ?? 0
  return total
}

/**
 * Weighted moments as a normal density; `least` keeps a class of equal scores from an infinite
 * density.
 */
const normalOf = (xs: Float64Array, weights: Float64Array, least: number): Normal => {
  const total = sumOf(weights)
  let first = 0
  for (let i = 0; i < xs.length; i++) first += (xs[i] ?? 0) * (weights[i] ?? 0)
  const mean = first / total
  let second = 0
  for (let i = 0; i < xs.length; i++) second += ((xs[i] ?? 0) - mean) ** 2 * (weights[i] ?? 0)
  return { weight: total / xs.length, mean, variance: Math.max(least, second / total) }
}

const logDensity =
  ({ weight, mean, variance }: Normal) =>
  (x: number): number =>
    Math.log(weight) - 0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / variance)

const logSum = (a: number, b: number): number =>
  Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))

/** Otsu's threshold of sorted scores: halfway across the gap that separates the classes best. */
const otsu = (sorted: Float64Array): number => {
  const total = sumOf(sorted)
  const best = { between: -1, at: 0 }
  let below = 0
  for (let n = 1; n < sorted.length; n++) {
    below += sorted[n - 1] ?? 0
    const gap = below / n - (total - below) / (sorted.length - n)
    const between = n * (sorted.length - n) * gap * gap
    if (between > best.between) Object.assign(best, { between, at: n })
  }
  return ((sorted[best.at - 1] ?? 0) + (sorted[best.at] ?? 0)) / 2
}

const fitTwo = (xs: Float64Array, threshold: number, least: number): readonly [Normal, Normal] => {
  const [lower, upper] = [new Float64Array(xs.length), new Float64Array(xs.length)]
  const split = (toUpper: (x: number) => number): void => {
    for (let i = 0; i < xs.length; i++) {
      const u = toUpper(xs[i] ?? 0)
      upper[i] = u
      lower[i] = 1 - u
    }
  }
  const classes = (): readonly [Normal, Normal] => [
    normalOf(xs, lower, least),
    normalOf(xs, upper, least)
  ]
  split((x) => (x > threshold ? 1 : 0))
  let pair = classes()
  for (let step = 0; step < EM_STEPS; step++) {
    const [low, high] = [logDensity(pair[0]), logDensity(pair[1])]
    split((x) => 1 / (1 + Math.exp(low(x) - high(x))))
    const share = sumOf(upper) / xs.length
    if (share < 1e-9 || share > 1 - 1e-9) return pair
    pair = classes()
  }
  return pair
}

/**
 * Infinite scores belong to no class: they are beyond every threshold. Fewer than eight scores, or
 * equal ones, count as one class.
 */
export const twoClass = (scores: ArrayLike<number>): TwoClass => {
  const xs = Float64Array.from(scores).filter(Number.isFinite).sort()
  const one = normalOf(
    xs,
    xs.map(() => 1),
    0
  )
  if (xs.length < LEAST_SCORES || !(one.variance > 1e-12 * (1 + one.mean ** 2)))
    return { threshold: Infinity, bicDifference: -Infinity, valley: 1, unimodal: true }
  const threshold = otsu(xs)
  const [low, high] = fitTwo(xs, threshold, 1e-4 * one.variance)
  const mixture = (x: number): number => logSum(logDensity(low)(x), logDensity(high)(x))
  const logLikelihood = (f: (x: number) => number): number => sumOf(xs.map(f))
  const better = logLikelihood(mixture) - logLikelihood(logDensity(one))
  const bicDifference = 2 * better - 3 * Math.log(xs.length)
  const between = Array.from({ length: STEPS_BETWEEN + 1 }, (_, k) =>
    mixture(low.mean + ((high.mean - low.mean) * k) / STEPS_BETWEEN)
  )
  const valley = Math.exp(Math.min(...between) - Math.min(mixture(low.mean), mixture(high.mean)))
  return {
    threshold,
    bicDifference,
    valley,
    unimodal: bicDifference <= 0 || valley > HIGHEST_VALLEY
  }
}
