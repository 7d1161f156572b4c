/**
 * Codebooks: weights of one tensor share a few levels.
 *
 * - k-means: levels that minimise Σ (w − c)², by Lloyd's rounds from levels spread evenly between the
 *   least and the largest weight (Han, Mao & Dally 2016)
 * - entropy-constrained: levels that minimise Σ (w − c)² + λ·bits of their own code, −log₂ of how often
 *   each is used, from the same levels (Chou, Lookabaugh & Gray 1989); λ is what a bit is worth on the
 *   even grid of that many levels, δ²·ln 2/6, so that levels few weights want are given up
 *
 * A weight that is 0 has been masked, and stays 0: 0 is a level of its own wherever there is one.
 */
import { exponentForBits, type Quantised } from './Quantise.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'

/** How levels are found. */
export type CodebookRule = 'kMeans' | 'entropy'

/** Levels lie on a grid of so many bits: their own error is as that of a weight without variance. */
const LEVEL_BITS = 16
/** Rounds at most; both rules fall in every round, and end when no weight changes its level. */
const MOST_ROUNDS = 200

/** The sums of values up to each, so that a run of sorted values has its mean at once. */
const runningSums = (sorted: Float64Array): Float64Array => {
  const sums = new Float64Array(sorted.length + 1)
  for (let i = 0; i < sorted.length; i++) sums[i + 1] = (sums[i] ?? 0) + (sorted[i] ?? 0)
  return sums
}

/** The first index whose value is not below `x`. */
const firstNotBelow = (sorted: Float64Array, x: number): number => {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((sorted[middle] ?? 0) < x) from = middle + 1
    else to = middle
  }
  return from
}

/**
 * Where one level ends and the next begins, of levels with the prices of their codes: c² − 2cw + price
 * is a line in w, and the lowest of them wins. Levels that never win are left out.
 */
const borders = (
  levels: ReadonlyArray<number>,
  prices: ReadonlyArray<number>
): { readonly winners: ReadonlyArray<number>; readonly from: ReadonlyArray<number> } => {
  const winners: Array<number> = []
  const from: Array<number> = []
  const cost = (k: number): number => (levels[k] ?? 0) ** 2 + (prices[k] ?? 0)
  for (const k of levels.keys()) {
    for (;;) {
      const last = winners.at(-1)
      if (last === undefined) {
        from.push(-Infinity)
        break
      }
      const meet = (cost(k) - cost(last)) / (2 * ((levels[k] ?? 0) - (levels[last] ?? 0)))
      if (meet > (from.at(-1) ?? -Infinity)) {
        from.push(meet)
        break
      }
      winners.pop()
      from.pop()
    }
    winners.push(k)
  }
  return { winners, from }
}

/**
 * Levels of `values`, rising, at most `count`; each is the mean of those that take it. Values are
 * finite, and there is at least one.
 */
export const levelsOf = (
  rule: CodebookRule,
  values: ReadonlyArray<number>,
  count: number
): ReadonlyArray<number> => {
  const sorted = Float64Array.from(values).sort()
  const sums = runningSums(sorted)
  const [least = 0, most = 0] = [sorted[0], sorted.at(-1)]
  if (least === most || count <= 1) return [(sums.at(-1) ?? 0) / sorted.length]
  const step = (most - least) / (count - 1)
  const worth = rule === 'entropy' ? (step ** 2 * Math.LN2) / 6 : 0
  let levels: ReadonlyArray<number> = Array.from({ length: count }, (_, k) => least + k * step)
  let prices: ReadonlyArray<number> = levels.map(() => 0)
  let before = ''
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { from } = borders(levels, prices)
    const starts = from.map((x) => firstNotBelow(sorted, x))
    const runs = starts.flatMap((start, k) => {
      const end = starts[k + 1] ?? sorted.length
      return end > start ? [[start, end] as const] : []
    })
    levels = runs.map(([start, end]) => ((sums[end] ?? 0) - (sums[start] ?? 0)) / (end - start))
    prices = runs.map(([start, end]) => -worth * Math.log2((end - start) / sorted.length))
    const now = runs.join()
    if (now === before) break
    before = now
  }
  return levels
}

/** The level that a value takes: the nearest, of two the lower. */
const nearest = (levels: Float64Array, x: number): number => {
  const at = firstNotBelow(levels, x)
  const [below, above] = [levels[at - 1], levels[at]]
  return below === undefined
    ? (above ?? x)
    : above === undefined || x - below <= above - x
      ? below
      : above
}

/** Every weight becomes one of at most 2^bits levels, 0 among them where something was masked. */
export const shareLevels =
  (rule: CodebookRule, bits: number) =>
  (t: NamedTensor): Quantised => {
    const alive = Array.from(t.values).filter((w) => w !== 0)
    const exponent = exponentForBits(LEVEL_BITS)(t.values)
    const delta = 2 ** exponent
    if (alive.length === 0)
      return { axes: t.axes, sizes: t.sizes, exponent, integers: new Int32Array(t.values.length) }
    const others = 2 ** bits - (alive.length < t.values.length ? 1 : 0)
    const levels = Float64Array.from(levelsOf(rule, alive, others))
    return {
      axes: t.axes,
      sizes: t.sizes,
      exponent,
      integers: Int32Array.from(t.values, (w) =>
        w === 0 ? 0 : Math.round(nearest(levels, w) / delta)
      )
    }
  }
