/**
 * A transposed x whose columns lie far apart: each block of it is copied, tile by tile, before the
 * panels go over it.
 *
 * @since 0.1.0
 */
import type { Emitter } from '../emit/Emit.ts'
import { i32, v128 } from '../emit/Emit.ts'
import type { RowSource } from './ProductPanels.ts'
import type { Product, ProductShape } from './ProductShape.ts'
import { address } from './ProductShare.ts'
import { storeLanes } from './ProductTile.ts'
import type { Tiling } from './ProductTiling.ts'
import { blockLength } from './ProductTiling.ts'

/**
 * Bytes between columns from which most of a tile's terms begin on a page of their own: more pages
 * than the processor remembers.
 */
const farBytes = 1024

/** Terms, rows and columns of the result from which a copy is read often enough. */
const manyTerms = 64,
  manyRows = 24,
  manyColumns = 24

/** Rows of x in a block at most. */
const tallest = 512

/** Whether blocks of x are copied. */
export const blocksX = ({ m, k, n, x }: ProductShape): boolean =>
  x.rowStride === 1 &&
  4 * x.columnStride >= farBytes &&
  k >= manyTerms &&
  m >= manyRows &&
  n >= manyColumns

/** Rows with room for a last tile as tall as the others, which have six rows at most. */
const allRows = ({ m }: ProductShape): number => m + 5

/**
 * Blocks as tall as the second-level cache allows (384 KiB), so that x is read as it lies, from end
 * to end.
 */
export const tall = (tiling: Tiling): Tiling => ({
  ...tiling,
  rowsPerBlock: tiling.rows * Math.floor(tallest / tiling.rows)
})

/** Bytes of one block of every row. Each tile has its own place, so threads do not meet. */
export const packedRowsBytes = (p: ProductShape): number =>
  4 * p.batch * allRows(p) * blockLength(p.k)

/** x by copies of its blocks: tile i is a contiguous [block, rows]. */
export const packedRows = (
  e: Emitter,
  p: Product,
  { rows, block }: Tiling,
  scratch: () => number
): RowSource => {
  const { m } = e
  const tileBytes = 4 * rows * block
  const k = e.local(i32),
    i = e.local(i32),
    from = e.local(i32),
    to = e.local(i32),
    four = e.local(v128)
  const tile: RowSource['tile'] = (_, b, at) =>
    address(e, scratch(), [b(), p.batch === 1 ? 0 : 4 * allRows(p) * block], [at(), tileBytes])
  const copy = Array.from({ length: Math.ceil(rows / 4) }, (_, v) => v).flatMap((v) => [
    four.set(m.v128.load(16 * v, 4, from.get())),
    ...storeLanes(e, Math.min(4, rows - 4 * v), 16 * v, to.get, four.get)
  ])
  return {
    tile,
    row: 4,
    step: 4 * rows,
    copies: true,
    ready: (at, b, i0, i1, terms) => [
      e.loop(k, e.i32(0), terms, 1, [
        from.set(address(e, at(), [k.get(), 4 * p.x.columnStride], [i0(), 4 * rows])),
        to.set(address(e, tile(at, b, i0), [k.get(), 4 * rows])),
        e.loop(i, i0(), i1, 1, [
          ...copy,
          from.set(m.i32.add(from.get(), e.i32(4 * rows))),
          to.set(m.i32.add(to.get(), e.i32(tileBytes)))
        ])
      ])
    ]
  }
}
