/**
 * Products of matrices: out[b, i, j] = Σₖ x[b, i, k] · y[b, k, j], as they lie in memory.
 *
 * @since 0.1.0
 */
import type { Address } from '../emit/Emit.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Steps between neighbours in memory, in float32 elements, not negative; 0 repeats. */
export interface Strides {
  readonly rowStride: number
  readonly columnStride: number
  readonly batchStride: number
}

/**
 * A matrix in memory: element (batch b, row i, column j) is at base + 4·(b·batchStride +
 * i·rowStride + j·columnStride) bytes.
 */
export interface Matrix extends Strides {
  readonly base: Address
}

/** x is [batch, m, k], y is [batch, k, n]; all extents at least 1. */
export interface ProductOf<S extends Strides> {
  readonly batch: number
  readonly m: number
  readonly k: number
  readonly n: number
  readonly x: S
  readonly y: S
}

/** What is known of a product before memory is laid out. */
export type ProductShape = ProductOf<Strides>

/** `out` is contiguous: [batch, m, n], the last position fastest. */
export interface Product extends ProductOf<Matrix> {
  readonly out: Address
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

const transposed = <S extends Strides>(s: S): S => ({
  ...s,
  rowStride: s.columnStride,
  columnStride: s.rowStride
})

/** One y for all of the batch, and x's rows at equal steps: a taller x. */
const mergedBatch = <S extends Strides>(p: ProductOf<S>): ProductOf<S> => {
  const even = p.m === 1 || p.x.batchStride === p.m * p.x.rowStride
  return p.batch > 1 && p.y.batchStride === 0 && even
    ? {
        ...p,
        batch: 1,
        m: p.batch * p.m,
        x: { ...p.x, rowStride: p.m === 1 ? p.x.batchStride : p.x.rowStride }
      }
    : p
}

/** One column: (x·y)ᵀ = yᵀ·xᵀ lies in memory as x·y does, and its row is long. */
const turned = <S extends Strides>(p: ProductOf<S>): ProductOf<S> =>
  p.n === 1 && p.m > 1 ? { ...p, m: 1, n: p.m, x: transposed(p.y), y: transposed(p.x) } : p

/** The same product of the same memory in the form that the strategies look at. */
export const normalised = <S extends Strides>(p: ProductOf<S>): ProductOf<S> =>
  turned(mergedBatch(p))

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** Neighbours in a row of y are neighbours in memory. */
export const rowsContiguous = ({ n, y }: ProductShape): boolean => n === 1 || y.columnStride === 1

/** Neighbours along the summed position are neighbours in memory, in both operands. */
export const sumsContiguous = ({ k, x, y }: ProductShape): boolean =>
  k === 1 || (x.columnStride === 1 && y.rowStride === 1)
