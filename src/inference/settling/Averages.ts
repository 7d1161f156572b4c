/**
 * The mean of iterates, and how exactly it is known, from the means of blocks that follow each other.
 *
 * Iterates of neighbouring steps are alike, and those of passes over shuffled data are, pass by pass,
 * the less alike: what one pass has too much the next has too little. Both is in the *long-run
 * variance* σ² = lim n·Var(mean of n), which overlapping batch means estimate (Meketon & Schmeiser
 * 1984): with W_j the means of all windows of b neighbours among n blocks and m the mean of all,
 *
 *   σ² ≈ n·b / ((n − b)(n − b + 1)) · Σ_j (W_j − m)²,
 *
 * without bias where blocks are independent.
 *
 * @since 0.2.0
 */

/** Means of blocks of the same length, one number for each coordinate, the oldest in front. */
export type Blocks = ReadonlyArray<Float32Array>

/** Of each coordinate. */
export const meanOf = (blocks: Blocks): Float64Array => {
  const out = new Float64Array(blocks[0]?.length ?? 0)
  for (const block of blocks)
    for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + (block[i] ?? NaN) / blocks.length
  return out
}

/** How many neighbours make a window: a third of the blocks. */
const windowOf = (n: number): number => Math.max(1, Math.floor(n / 3))

/** σ² of each coordinate, per block; of fewer than two blocks nothing is known. */
export const longRunVariance = (blocks: Blocks, window = windowOf(blocks.length)): Float64Array => {
  const n = blocks.length
  const mean = meanOf(blocks)
  const factor = (n * window) / ((n - window) * (n - window + 1))
  const out = new Float64Array(mean.length)
  for (let j = 0; j + window <= n; j++) {
    const part = meanOf(blocks.slice(j, j + window))
    for (let i = 0; i < out.length; i++)
      out[i] = (out[i] ?? 0) + factor * ((part[i] ?? NaN) - (mean[i] ?? NaN)) ** 2
  }
  return n < 2 ? out.fill(Infinity) : out
}

/** The standard error of the mean of all blocks. */
export const errorOf = (blocks: Blocks): Float64Array =>
  longRunVariance(blocks).map((v) => Math.sqrt(v / blocks.length))

/** Every two neighbours as one; an odd one at the end is left out. */
export const merged = (blocks: Blocks): Blocks =>
  blocks
    .slice(0, 2 * Math.floor(blocks.length / 2))
    .flatMap((block, k) =>
      k % 2 === 0 ? [block.map((v, i) => (v + (blocks[k + 1]?.[i] ?? NaN)) / 2)] : []
    )
