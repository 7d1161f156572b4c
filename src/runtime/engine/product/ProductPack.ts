/**
 * Packing: y is rewritten as panels, each a contiguous [k, 4·vectors], so that tiles read one line
 * after another.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local, Team } from '../emit/Emit.ts'
import { i32, v128 } from '../emit/Emit.ts'
import type { Repeated } from './ProductTile.ts'
import type { Product, ProductShape } from './ProductShape.ts'
import { rowsContiguous } from './ProductShape.ts'
import type { Range } from './ProductShare.ts'
import { address, share, smaller, whole } from './ProductShare.ts'
import { type Panel, panelColumns, type Tiling } from './ProductTiling.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * What reads four terms of some columns, or one: rows of y as vectors. Columns that do not exist
 * repeat the last one.
 */
interface Reader {
  /** Terms that are read together. */
  readonly terms: number
  /**
   * Code that makes vector `v` of each of the terms, given where the first term's first column
   * lies, and how many columns there are.
   */
  readonly read: (
    e: Emitter,
    t: ReadonlyArray<Local>,
    p: Product,
    from: Local,
    v: number,
    columns: number
  ) => ReadonlyArray<Code>
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const lowHalves = [0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23]
const highHalves = [8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31]
const lowPairs = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const highPairs = [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31]

/** Rows lie in memory as panels have them. */
const rowReader: Reader = {
  terms: 1,
  read: ({ m }, [t], _, from, v) =>
    t === undefined ? [] : [t.set(m.v128.load(16 * v, 4, from.get()))]
}

/**
 * Columns are contiguous: four terms of four columns are transposed in registers. `t` has eight
 * locals.
 */
const columnReader: Reader = {
  terms: 4,
  read: ({ m }, t, p, from, v, columns) => {
    const get = (i: number): Code => t[i]?.get() ?? m.unreachable()
    const set = (i: number, value: Code): ReadonlyArray<Code> => {
      const local = t[i]
      return local === undefined ? [] : [local.set(value)]
    }
    const shuffle = (
      to: number,
      a: number,
      b: number,
      mask: ReadonlyArray<number>
    ): ReadonlyArray<Code> => set(to, m.i8x16.shuffle(get(a), get(b), mask))
    return [
      ...[0, 1, 2, 3].flatMap((j) =>
        set(j, m.v128.load(4 * p.y.columnStride * Math.min(4 * v + j, columns - 1), 4, from.get()))
      ),
      ...shuffle(4, 0, 1, lowHalves),
      ...shuffle(5, 2, 3, lowHalves),
      ...shuffle(6, 0, 1, highHalves),
      ...shuffle(7, 2, 3, highHalves),
      ...shuffle(0, 4, 5, lowPairs),
      ...shuffle(1, 4, 5, highPairs),
      ...shuffle(2, 6, 7, lowPairs),
      ...shuffle(3, 6, 7, highPairs)
    ]
  }
}

/** Any strides: element by element. */
const elementReader: Reader = {
  terms: 1,
  read: ({ m }, [t], p, from, v, columns) => {
    if (t === undefined) return []
    const at = (j: number): number => 4 * p.y.columnStride * Math.min(4 * v + j, columns - 1)
    return [
      t.set(m.v128.load32_zero(at(0), 4, from.get())),
      ...[1, 2, 3].map((j) => t.set(m.v128.load32_lane(at(j), 4, j, from.get(), t.get())))
    ]
  }
}

const readerOf = (p: Product): Reader =>
  rowsContiguous(p) ? rowReader : p.y.rowStride === 1 ? columnReader : elementReader

/** Matrices y that differ. */
const matrices = ({ batch, y }: ProductShape): number => (y.batchStride === 0 ? 1 : batch)

/** Elements of a packed y. */
const packedElements = ({ k, n }: ProductShape): number => k * panelColumns(n)

/** Where a panel of batch b begins: `first` its first column. */
export const packedPanel = (
  e: Emitter,
  p: ProductShape,
  scratch: Code,
  b: Code,
  first: Code
): Code => address(e, scratch, [b, matrices(p) === 1 ? 0 : 4 * packedElements(p)], [first, 4 * p.k])

/** The panel's terms of a range of groups; the last group may have fewer. */
const panelCode = (
  e: Emitter,
  p: Product,
  reader: Reader,
  t: ReadonlyArray<Local>,
  groups: Range,
  panel: { readonly first: Repeated; readonly vectors: number; readonly columns: number },
  y: Repeated,
  to: Repeated
): ReadonlyArray<Code> => {
  const { m } = e
  const width = 16 * panel.vectors,
    fromStep = 4 * reader.terms * p.y.rowStride,
    outStep = reader.terms * width
  const from = e.local(i32),
    out = e.local(i32),
    g = e.local(i32)
  const copy = (terms: number): ReadonlyArray<Code> =>
    Array.from({ length: panel.vectors }, (_, v) => v).flatMap((v) => [
      ...reader.read(e, t, p, from, v, panel.columns),
      ...t
        .slice(0, terms)
        .map((local, i) => m.v128.store(16 * v + i * width, 4, out.get(), local.get()))
    ])
  const complete = Math.floor(p.k / reader.terms),
    left = p.k % reader.terms
  return [
    from.set(address(e, y(), [groups.from(), fromStep], [panel.first(), 4 * p.y.columnStride])),
    out.set(address(e, to(), [groups.from(), outStep])),
    e.loop(g, groups.from(), () => smaller(e, groups.to, () => e.i32(complete)), 1, [
      ...copy(reader.terms),
      from.set(m.i32.add(from.get(), e.i32(fromStep))),
      out.set(m.i32.add(out.get(), e.i32(outStep)))
    ]),
    ...(left === 0
      ? []
      : [m.if(m.i32.gt_s(groups.to(), e.i32(complete)), m.block(null, [...copy(left)]))])
  ]
}

/** Packs y: threads share the terms of the sum. */
export const packCode = (
  e: Emitter,
  team: Team | undefined,
  p: Product,
  tiling: Tiling,
  scratch: Code
): Code => {
  const { m } = e
  const reader = readerOf(p)
  const groupCount = Math.ceil(p.k / reader.terms)
  const groups = team === undefined ? whole(e, groupCount) : share(e, team, groupCount)
  const t = Array.from({ length: reader.terms === 1 ? 1 : 8 }, () => e.local(v128))
  const b = e.local(i32),
    c = e.local(i32),
    base = e.local(i32),
    y = e.local(i32),
    target = e.local(i32),
    panelStart = e.local(i32)
  const width = 4 * tiling.vectors,
    { edge } = tiling
  const packPanel = (
    first: Repeated,
    { vectors, columns }: Pick<Panel, 'vectors' | 'columns'>
  ): ReadonlyArray<Code> => [
    panelStart.set(packedPanel(e, p, target.get(), b.get(), first())),
    ...panelCode(e, p, reader, t, groups, { first, vectors, columns }, y.get, panelStart.get)
  ]
  return e.block([
    base.set(p.y.base(e)),
    target.set(scratch),
    ...groups.set,
    e.loop(b, e.i32(0), () => e.i32(matrices(p)), 1, [
      y.set(address(e, base.get(), [b.get(), 4 * p.y.batchStride])),
      ...(tiling.full === 0
        ? []
        : [
            e.loop(c, e.i32(0), () => e.i32(tiling.full), 1, [
              ...packPanel(() => m.i32.mul(c.get(), e.i32(width)), {
                vectors: tiling.vectors,
                columns: width
              })
            ])
          ]),
      ...(edge === undefined ? [] : packPanel(() => e.i32(edge.first), edge))
    ])
  ])
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** Bytes of the packed panels. */
export const packedBytes = (p: ProductShape): number => 4 * matrices(p) * packedElements(p)
