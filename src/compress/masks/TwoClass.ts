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

const sumOf = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)

/**
 * Weighted moments as a normal density; `least` keeps a class of equal scores from an infinite
 * density.
 */
const normalOf = (
  xs: ReadonlyArray<number>,
  weights: ReadonlyArray<number>,
  least: number
): Normal => {
  const total = sumOf(weights)
  const mean = sumOf(xs.map((x, i) => x * (weights[i] ?? 0))) / total
  return {
    weight: total / xs.length,
    mean,
    variance: Math.max(least, sumOf(xs.map((x, i) => (x - mean) ** 2 * (weights[i] ?? 0))) / total)
  }
}

const logDensity =
  ({ weight, mean, variance }: Normal) =>
  (x: number): number =>
    Math.log(weight) - 0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / variance)

const logSum = (a: number, b: number): number =>
  Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))

/** Otsu's threshold of sorted scores: halfway across the gap that separates the classes best. */
const otsu = (sorted: ReadonlyArray<number>): number => {
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

const fitTwo = (
  xs: ReadonlyArray<number>,
  threshold: number,
  least: number
): readonly [Normal, Normal] => {
  let upper = xs.map((x): number => (x > threshold ? 1 : 0))
  let pair: readonly [Normal, Normal] = [
    normalOf(
      xs,
      upper.map((u) => 1 - u),
      least
    ),
    normalOf(xs, upper, least)
  ]
  for (let step = 0; step < EM_STEPS; step++) {
    const [low, high] = [logDensity(pair[0]), logDensity(pair[1])]
    upper = xs.map((x) => 1 / (1 + Math.exp(low(x) - high(x))))
    const share = sumOf(upper) / xs.length
    if (share < 1e-9 || share > 1 - 1e-9) return pair
    pair = [
      normalOf(
        xs,
        upper.map((u) => 1 - u),
        least
      ),
      normalOf(xs, upper, least)
    ]
  }
  return pair
}

/**
 * Infinite scores belong to no class: they are beyond every threshold. Fewer than eight scores, or
 * equal ones, count as one class.
 */
export const twoClass = (scores: ArrayLike<number>): TwoClass => {
  const xs = Array.from(scores)
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
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
