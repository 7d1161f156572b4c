/**
 * What the coder of an integer matrix knows before it reads an entry: contexts made of the
 * magnitudes before it in row-major order.
 *
 * Weights of a pruned Bayesian layer have rows and columns of very different scale, wᵢⱼ ~ N(0, sᵢ²
 * tⱼ²), so the best simple predictor of |wᵢⱼ| is (mean of the row so far) · (mean of the column so
 * far) / (mean so far). Contexts are cells of its logarithm, half an octave wide. Measured against
 * others in docs/decisions/entropy-code.md.
 */

/** Contexts of one matrix as it is scanned, entry by entry in row-major order. */
export interface Scan {
  /** Writes the context of every level for the entry (row, column) into `contexts`. */
  readonly look: (row: number, column: number, contexts: Int32Array) => void
  /** Takes note of the magnitude of that entry. */
  readonly learn: (row: number, column: number, magnitude: number) => void
}

/**
 * - `contextCounts` number of contexts of each level, coarsest first, as `BackOffBits` wants them.
 */
export interface ContextModel {
  readonly name: string
  readonly contextCounts: ReadonlyArray<number>
  readonly scan: (columns: number) => Scan
}

/** Number of cells of `cellOf`. */
export const CELLS = 32

/** 2^(k/2)/32, k = 0 … 30: the lower ends of the cells 1 … 31. */
const thresholds: Float64Array = Float64Array.from(
  { length: CELLS - 1 },
  (_, k) => (2 ** Math.floor(k / 2) * (k % 2 === 0 ? 1 : Math.SQRT2)) / 32
)

/**
 * The cell of a magnitude x ≥ 0: 0 below 1/32, then half an octave each, the last one open above.
 */
export const cellOf = (x: number): number => {
  let from = 0
  let to = thresholds.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (x < (thresholds[middle] ?? 0)) to = middle
    else from = middle + 1
  }
  return from
}

/** Entries with which the mean so far counts in the mean of a row or a column. */
const SHRINKAGE = 4
/** Weight of the newest entry in the recent mean of a column. */
const RECENT_RATE = 1 / 6

/**
 * Levels: everything; the predicted scale in octaves; in half octaves; and with the recent mean of
 * the column, which sees what a product of scales does not (a unit that looks at one region of an
 * image).
 */
export const scaleContexts: ContextModel = {
  name: 'row scale · column scale, recent column',
  contextCounts: [1, CELLS / 2, CELLS, CELLS * CELLS],
  scan: (columns) => {
    const columnSums = new Float64Array(columns)
    const recent = new Float64Array(columns)
    let rowSum = 0
    let sum = 0
    let count = 0
    return {
      look: (row, column, contexts) => {
        if (column === 0) rowSum = 0
        const mean = (sum + 0.5) / (count + 1)
        const rowMean = (rowSum + SHRINKAGE * mean) / (column + SHRINKAGE)
        const columnMean = ((columnSums[column] ?? 0) + SHRINKAGE * mean) / (row + SHRINKAGE)
        const scale = cellOf((rowMean * columnMean) / mean)
        contexts[1] = scale >>> 1
        contexts[2] = scale
        contexts[3] = scale * CELLS + cellOf(recent[column] ?? 0)
      },
      learn: (_, column, magnitude) => {
        rowSum += magnitude
        sum += magnitude
        count += 1
        columnSums[column] = (columnSums[column] ?? 0) + magnitude
        recent[column] = (recent[column] ?? 0) + (magnitude - (recent[column] ?? 0)) * RECENT_RATE
      }
    }
  }
}
