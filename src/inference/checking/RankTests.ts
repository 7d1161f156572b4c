/**
 * Whether the ranks of parameters among draws of their posteriors are those of an inference that is
 * right: parameters drawn from the priors, data from them, a posterior from the data, W times over.
 *
 * The rank r of a parameter among L independent draws of its posterior is then even over 0 … L, of
 * every model and every element (Talts, Betancourt, Simpson, Vehtari & Gelman 2018). With
 * p = (r + ½)/(L + 1), three questions of W ranks:
 *
 * - bias    do values lie above the posterior as often and as far as below? Of a posterior without bias
 *           p and 1 − p have one law, be it too narrow or not (Yao, Vehtari, Simpson & Gelman 2018):
 *           Wilcoxon's signed ranks of p − ½, W⁺ − W⁻ = Σ ±Rᵢ, of variance Σ Rᵢ²
 * - width   is |2p − 1| ½ on average? More: values lie far out, and posteriors are too narrow
 * - shape   are the counts of ten bins alike (χ², by the cube root of Wilson & Hilferty 1931)?
 *
 * Under a normal posterior of mean μ + bσ and deviation cσ, where μ and σ are right, z = Φ⁻¹(p) is
 * N(−b/c, 1/c²): the mean of −z says by how many of its deviations a posterior lies too high, the
 * deviation of z how many times too narrow it is.
 *
 * All elements and questions are asked at once: each p-value is Holm's, so that of an inference that is
 * right something is told in one calibration of a hundred.
 *
 * @since 0.2.0
 */
import { logNdtr, ndtri } from '../../expr/numbers/SpecialFunctions.ts'
import { midRanks } from '../diagnostics/MidRanks.ts'
import { elements } from '../host/Tensors.ts'
import { meanAndDeviation } from '../predictive/Quantile.ts'

// model

/** A site, and the rank of each element in each world, from 0 to `draws`, world after world. */
export interface RankedSite {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly ranks: ReadonlyArray<number>
}

/** What ranks say of one element; p-values are those of all questions asked together. */
export interface RankedElement {
  /** Its number in row-major order. */
  readonly at: number
  /** By how many of its own deviations the posterior lies too high on average. */
  readonly offSds: number
  /** How many times too narrow it is; below 1 too wide. */
  readonly narrowness: number
  readonly bias: number
  readonly width: number
  readonly shape: number
  /** How often the rank lay in each tenth. */
  readonly counts: ReadonlyArray<number>
}

/** The elements of a site, by what their ranks say. */
export interface TestedSite extends Omit<RankedSite, 'ranks'> {
  readonly elements: ReadonlyArray<RankedElement>
}

export const rankBins = 10
/** p-values below it are told. */
export const leastP = 0.01

// combinators

/** P(|Z| > |z|) of a standard normal. */
const twoSided = (z: number): number => 2 * Math.exp(logNdtr(-Math.abs(z)))

/** Wilcoxon's z of numbers that should lie evenly about 0; 0 where all of them are. */
export const signedRanks = (xs: ReadonlyArray<number>): number => {
  const kept = xs.filter((x) => x !== 0)
  const ranks = midRanks(Float64Array.from(kept, Math.abs))
  const squares = ranks.reduce((sum, r) => sum + r * r, 0)
  return squares === 0
    ? 0
    : kept.reduce((sum, x, i) => sum + Math.sign(x) * (ranks[i] ?? 0), 0) / Math.sqrt(squares)
}

/** z of the mean of |2p − 1|, whose mean and variance of even ranks are sums. */
const widthScore = (ranks: ReadonlyArray<number>, draws: number): number => {
  const far = (r: number): number => Math.abs(2 * r - draws) / (draws + 1)
  let [mean, square] = [0, 0]
  for (let r = 0; r <= draws; r++) {
    mean += far(r) / (draws + 1)
    square += far(r) ** 2 / (draws + 1)
  }
  const found = ranks.reduce((sum, r) => sum + far(r), 0) / ranks.length
  return (found - mean) / Math.sqrt((square - mean * mean) / ranks.length)
}

const binOf = (rank: number, draws: number): number => Math.floor((rank * rankBins) / (draws + 1))

const countsOf = (ranks: ReadonlyArray<number>, draws: number): ReadonlyArray<number> => {
  const counts = Array.from({ length: rankBins }, () => 0)
  for (const r of ranks) counts[binOf(r, draws)] = (counts[binOf(r, draws)] ?? 0) + 1
  return counts
}

/** P(χ² > x) at so many degrees of freedom, by a normal cube root: to a tenth of itself down to 0.001 from 5 on. */
export const chiSquareTail = (x: number, degrees: number): number => {
  const spread = 2 / (9 * degrees)
  return Math.exp(logNdtr((1 - spread - Math.cbrt(x / degrees)) / Math.sqrt(spread)))
}

/** χ² of so many counts; a bin has as many ranks as fall into it. */
const unevenness = (counts: ReadonlyArray<number>, worlds: number, draws: number): number => {
  const all = countsOf(
    Array.from({ length: draws + 1 }, (_, r) => r),
    draws
  )
  const asked = all.flatMap((size, i) =>
    size === 0 ? [] : [{ found: counts[i] ?? 0, expected: (worlds * size) / (draws + 1) }]
  )
  return chiSquareTail(
    asked.reduce((sum, { found, expected }) => sum + (found - expected) ** 2 / expected, 0),
    asked.length - 1
  )
}

const ofElement = (at: number, ranks: ReadonlyArray<number>, draws: number): RankedElement => {
  const scores = ranks.map((r) => ndtri((r + 0.5) / (draws + 1)))
  const { mean, sd } = meanAndDeviation(Float64Array.from(scores))
  const counts = countsOf(ranks, draws)
  return {
    at,
    offSds: -mean,
    narrowness: sd,
    bias: twoSided(signedRanks(ranks.map((r) => 2 * r - draws))),
    width: twoSided(widthScore(ranks, draws)),
    shape: unevenness(counts, ranks.length, draws),
    counts
  }
}

/** Holm's p-values: of n tests the k-th smallest times n − k + 1, none below one before it. */
export const holm = (ps: ReadonlyArray<number>): ReadonlyArray<number> => {
  const order = ps.map((_, i) => i).sort((a, b) => (ps[a] ?? 0) - (ps[b] ?? 0))
  const adjusted = ps.map(() => 1)
  let least = 0
  order.forEach((i, k) => {
    least = Math.max(least, Math.min(1, (ps[i] ?? 1) * (ps.length - k)))
    adjusted[i] = least
  })
  return adjusted
}

// destructors

/** What the ranks of all sites say, all questions together. Each has been asked in as many worlds. */
export const testRanks = (
  sites: ReadonlyArray<RankedSite>,
  worlds: number,
  draws: number
): ReadonlyArray<TestedSite> => {
  const alone = sites.map(({ ranks, ...site }) => {
    const n = elements(site.sizes)
    return {
      ...site,
      elements: Array.from({ length: n }, (_, at) =>
        ofElement(
          at,
          Array.from({ length: worlds }, (__, w) => ranks[w * n + at] ?? NaN),
          draws
        )
      )
    }
  })
  const adjusted = holm(
    alone.flatMap((s) => s.elements.flatMap(({ bias, width, shape }) => [bias, width, shape]))
  )
  let next = 0
  const take = (): number => adjusted[next++] ?? 1
  return alone.map((s) => ({
    ...s,
    elements: s.elements.map((e) => ({ ...e, bias: take(), width: take(), shape: take() }))
  }))
}
