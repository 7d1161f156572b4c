/**
 * A product by tiles: blocks of rows of x, blocks of the sum, panels of y, tiles of the result,
 * from the outside in.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Team } from '../emit/Emit.ts'
import { i32 } from '../emit/Emit.ts'
import type { Product } from './ProductShape.ts'
import type { Range } from './ProductShare.ts'
import { address, share, smaller, whole } from './ProductShare.ts'
import type { Repeated } from './ProductTile.ts'
import { registers, spillBytes, tileCode } from './ProductTile.ts'
import type { Tiling } from './ProductTiling.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * Where panels are read: the address of a panel of batch b, `first` its first column, and the bytes
 * from term to term.
 */
export interface PanelSource {
  readonly panel: (b: Repeated, first: Repeated) => Code
  readonly step: (vectors: number) => number
}

/**
 * Where tiles read x: `ready` before the tiles i0 ≤ i < i1 of a block of the sum, whose first term
 * is at `at` in row 0 of x; `tile` the address of tile i's first row; steps in bytes. `copies`:
 * what is ready is read by the thread that made it alone.
 */
export interface RowSource {
  readonly ready: (
    at: Repeated,
    b: Repeated,
    i0: Repeated,
    i1: Repeated,
    terms: Repeated
  ) => ReadonlyArray<Code>
  readonly tile: (at: Repeated, b: Repeated, i: Repeated) => Code
  readonly row: number
  readonly step: number
  readonly copies: boolean
}

/** A panel that tiles go down: `first` its first column, as code. */
interface Column {
  readonly first: Repeated
  readonly vectors: number
  readonly columns: number
}

type Split = 'batch' | 'rows' | 'panels'

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/**
 * Threads share rows where there are many, otherwise the longest of the positions of the result
 * that they may share.
 */
const splitOf = ({ batch }: Product, rows: number, panels: number, copies: boolean): Split =>
  rows >= 16 || rows >= Math.max(batch, copies ? 0 : panels)
    ? 'rows'
    : copies || batch >= panels
      ? 'batch'
      : 'panels'

/** x as it lies in memory. */
export const rowsInPlace = (e: Emitter, { x }: Product, { rows }: Tiling): RowSource => ({
  ready: () => [],
  tile: (at, _, i) => address(e, at(), [i(), 4 * rows * x.rowStride]),
  row: 4 * x.rowStride,
  step: 4 * x.columnStride,
  copies: false
})

export const panelsCode = (
  e: Emitter,
  team: Team | undefined,
  p: Product,
  tiling: Tiling,
  source: PanelSource,
  xSource: RowSource,
  spills: () => Code
): Code => {
  const { m } = e
  const { rows, vectors, full, edge, block } = tiling
  const fullRows = Math.floor(p.m / rows),
    rowTiles = Math.ceil(p.m / rows),
    panels = full + (edge === undefined ? 0 : 1)
  const split = splitOf(p, rowTiles, panels, xSource.copies)
  const range = (which: Split, count: number): Range =>
    team !== undefined && split === which ? share(e, team, count) : whole(e, count)
  const batches = range('batch', p.batch),
    tiles = range('rows', rowTiles),
    columns = range('panels', panels)
  const b = e.local(i32),
    c = e.local(i32),
    i = e.local(i32),
    i0 = e.local(i32),
    i1 = e.local(i32),
    k0 = e.local(i32),
    terms = e.local(i32)
  const xBase = e.local(i32),
    outBase = e.local(i32),
    x = e.local(i32),
    y = e.local(i32),
    out = e.local(i32),
    spill = e.local(i32)
  const r = registers(e, rows, vectors)
  const blocks = Math.ceil(p.k / block)
  const count = blocks === 1 ? () => e.i32(p.k) : terms.get

  const tile = (height: number, { first, vectors: width, columns: existing }: Column): Code =>
    tileCode(e, r, {
      rows: height,
      vectors: width,
      columns: existing,
      xRow: xSource.row,
      xStep: xSource.step,
      yStep: source.step(width),
      outRow: 4 * p.n,
      x: xSource.tile(x.get, b.get, i.get),
      y: y.get(),
      out: address(e, out.get(), [i.get(), 4 * rows * p.n], [first(), 4]),
      terms: count,
      adds: blocks === 1 ? undefined : k0.get,
      spill: e.features.wide === true && existing < 4 * width ? spill.get : undefined
    })
  const down = (column: Column): ReadonlyArray<Code> => [
    y.set(
      address(e, source.panel(b.get, column.first), [
        k0.get(),
        blocks === 1 ? 0 : source.step(column.vectors)
      ])
    ),
    ...(fullRows === 0
      ? []
      : [
          e.loop(i, i0.get(), () => smaller(e, i1.get, () => e.i32(fullRows)), 1, [
            tile(rows, column)
          ])
        ]),
    ...(rowTiles === fullRows
      ? []
      : [
          m.if(
            m.i32.gt_s(i1.get(), e.i32(fullRows)),
            m.block(null, [i.set(e.i32(fullRows)), tile(p.m % rows, column)])
          )
        ])
  ]
  const across: ReadonlyArray<Code> = [
    ...xSource.ready(x.get, b.get, i0.get, i1.get, count),
    ...(full === 0
      ? []
      : [
          e.loop(c, columns.from(), () => smaller(e, columns.to, () => e.i32(full)), 1, [
            ...down({
              first: () => m.i32.mul(c.get(), e.i32(4 * vectors)),
              vectors,
              columns: 4 * vectors
            })
          ])
        ]),
    ...(edge === undefined
      ? []
      : [
          m.if(
            m.i32.gt_s(columns.to(), e.i32(full)),
            m.block(null, [...down({ ...edge, first: () => e.i32(edge.first) })])
          )
        ])
  ]
  const summed: ReadonlyArray<Code> =
    blocks === 1
      ? [x.set(address(e, xBase.get(), [b.get(), 4 * p.x.batchStride])), ...across]
      : [
          e.loop(k0, e.i32(0), () => e.i32(p.k), block, [
            x.set(
              address(
                e,
                xBase.get(),
                [b.get(), 4 * p.x.batchStride],
                [k0.get(), 4 * p.x.columnStride]
              )
            ),
            terms.set(
              smaller(
                e,
                () => e.i32(block),
                () => m.i32.sub(e.i32(p.k), k0.get())
              )
            ),
            ...across
          ])
        ]
  return e.block([
    xBase.set(p.x.base(e)),
    outBase.set(p.out(e)),
    spill.set(address(e, spills(), [team?.index() ?? e.i32(0), spillBytes])),
    ...batches.set,
    ...tiles.set,
    ...columns.set,
    e.loop(b, batches.from(), batches.to, 1, [
      out.set(address(e, outBase.get(), [b.get(), 4 * p.m * p.n])),
      e.loop(i0, tiles.from(), tiles.to, tiling.rowsPerBlock / rows, [
        i1.set(smaller(e, () => m.i32.add(i0.get(), e.i32(tiling.rowsPerBlock / rows)), tiles.to)),
        ...summed
      ])
    ])
  ])
}
