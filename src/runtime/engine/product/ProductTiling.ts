/**
 * How a product is cut: tiles of the result that stay in registers, panels of y as wide as a tile,
 * blocks of the sum.
 *
 * @since 0.1.0
 */
import type { Features } from '../emit/Emit.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * Some columns of y: `vectors` vectors of four from `first` on, of which the first `columns`
 * columns exist. The others are computed, and not written.
 */
export interface Panel {
  readonly first: number
  readonly vectors: number
  readonly columns: number
}

/**
 * - `rows`, `vectors` of a tile; - `full` the number of panels as wide as a tile, `edge` what is
 *   left after them;
 * - `block` the terms that are summed in registers before the sum is added to the result; -
 *   `rowsPerBlock` rows of x that are multiplied by one panel after another.
 */
export interface Tiling {
  readonly rows: number
  readonly vectors: number
  readonly full: number
  readonly edge: Panel | undefined
  readonly block: number
  readonly rowsPerBlock: number
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/**
 * Terms in a block at most: a panel of it (16 columns: 12 KiB) stays in the first-level cache, and
 * rounding errors do not grow with k.
 */
const longestBlock = 192

/** Rows that go through a panel at most: a block of x (72 KiB) stays in the second-level cache. */
const tallestBlock = 96

/**
 * Time of a step of k on a tile, in multiplications of full registers: fewer than four rows wait
 * for their sums; loops cost a quarter.
 */
const rowCost = (rows: number): number => (rows === 0 ? 0 : Math.max(4, rows) + 0.25)

const tileCost = (m: number, rows: number): number =>
  Math.floor(m / rows) * rowCost(rows) + rowCost(m % rows)

/**
 * The rows of a tile that waste least on m rows; the tallest of equals. A product apart from its
 * sum needs a register more: five rows.
 */
const tallTile = (m: number, { relaxedMadd }: Features): number =>
  [5, 4].reduce(
    (best, rows) => (tileCost(m, rows) < tileCost(m, best) ? rows : best),
    relaxedMadd ? 6 : 5
  )

/** Of few rows, wide tiles: there must be enough sums to hide the latency of one. */
const tile = (m: number, features: Features): readonly [rows: number, vectors: number] => {
  const vectors = features.wide === true ? 4 : 2
  return m === 1
    ? [1, 8]
    : m === 2
      ? [2, 4]
      : m === 3
        ? [3, vectors]
        : [tallTile(m, features), vectors]
}

/** Columns that a panel's width is a multiple of, at most: pairs of vectors. */
const evenColumns = 8

/**
 * One panel more for what is left of n, as wide as it needs to be: several narrow ones would wait
 * for their sums.
 */
const edgeFrom = (first: number, n: number, { wide }: Features): Panel | undefined => {
  const columns = n - first
  return columns === 0
    ? undefined
    : {
        first,
        columns,
        vectors: wide === true ? 2 * Math.ceil(columns / evenColumns) : Math.ceil(columns / 4)
      }
}

/** Columns of all panels at most, with those that do not exist. */
export const panelColumns = (n: number): number => evenColumns * Math.ceil(n / evenColumns)

/** k in blocks of nearly equal length: multiples of four. */
export const blockOf = (k: number, longest: number): number =>
  4 * Math.ceil(k / Math.ceil(k / longest) / 4)

/** Terms in a block of tiles. */
export const blockLength = (k: number): number => blockOf(k, longestBlock)

export const tilingOf = (
  { m, k, n }: { readonly m: number; readonly k: number; readonly n: number },
  features: Features
): Tiling => {
  const [rows, vectors] = tile(m, features)
  const full = Math.floor(n / (4 * vectors))
  return {
    rows,
    vectors,
    full,
    edge: edgeFrom(4 * vectors * full, n, features),
    block: blockLength(k),
    rowsPerBlock: rows * Math.max(1, Math.floor(tallestBlock / rows))
  }
}
