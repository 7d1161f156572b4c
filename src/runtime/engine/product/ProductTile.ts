/**
 * The innermost part of a product: a tile of the result is summed over k in registers.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local } from '../emit/Emit.ts'
import { i32, v128 } from '../emit/Emit.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** An expression that may be written at several places. */
export type Repeated = () => Code

/** Locals that tiles take turns with. */
export interface Registers {
  readonly x: Local
  readonly y: Local
  readonly out: Local
  readonly step: Local
  readonly element: Local
  readonly columns: ReadonlyArray<Local>
  readonly sums: ReadonlyArray<ReadonlyArray<Local>>
}

/**
 * out[r, ·] (+)= Σₖ x[r, k] · y[k, ·] for r < rows. Steps in bytes: `xRow` from a row of x to the
 * next, `xStep`, `yStep` from a term of the sum to the next, `outRow` from a row of the result to
 * the next. A row of y is contiguous: 4·vectors float32.
 *
 * - The first `columns` columns exist; only they are written. - `terms` of the sum, at least 1. -
 *   `adds` is not 0 if the result holds the sum of earlier terms; undefined where it never does. -
 *   `spill`: memory of this thread (`spillBytes`) for pairs of vectors of which a part exists, before
 *   that part is copied.
 */
export interface Tile {
  readonly rows: number
  readonly vectors: number
  readonly columns: number
  readonly xRow: number
  readonly xStep: number
  readonly yStep: number
  readonly outRow: number
  readonly x: Code
  readonly y: Code
  readonly out: Code
  readonly terms: Repeated
  readonly adds: Repeated | undefined
  readonly spill: Repeated | undefined
}

/** Bytes of a pair of vectors. */
const pairBytes = 32

/** Bytes that a tile of six rows spills. */
export const spillBytes = 6 * pairBytes

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const times = <A>(count: number, f: (i: number) => A): ReadonlyArray<A> =>
  Array.from({ length: count }, (_, i) => f(i))

export const registers = (e: Emitter, rows: number, vectors: number): Registers => ({
  x: e.local(i32),
  y: e.local(i32),
  out: e.local(i32),
  step: e.local(i32),
  element: e.local(v128),
  columns: times(vectors, () => e.local(v128)),
  sums: times(rows, () => times(vectors, () => e.local(v128)))
})

/** Writes the first `lanes` elements of a vector. */
export const storeLanes = (
  { m }: Emitter,
  lanes: number,
  offset: number,
  at: Repeated,
  value: Repeated
): ReadonlyArray<Code> =>
  lanes === 4
    ? [m.v128.store(offset, 4, at(), value())]
    : [
        ...(lanes >= 2 ? [m.v128.store64_lane(offset, 4, 0, at(), value())] : []),
        ...(lanes % 2 === 1
          ? [m.v128.store32_lane(offset + 4 * (lanes - 1), 4, lanes - 1, at(), value())]
          : [])
      ]

/**
 * One term: a row of y is read once, each element of x's column is spread over a vector and
 * multiplied with it.
 */
const term = (
  e: Emitter,
  r: Registers,
  t: Tile,
  sums: ReadonlyArray<ReadonlyArray<Local>>
): ReadonlyArray<Code> => {
  const { m } = e
  const row = (v: number): Code => m.v128.load(16 * v, 4, r.y.get())
  const columns = r.columns.slice(0, t.vectors)
  return [
    ...(t.rows === 1 ? [] : columns.map((c, v) => c.set(row(v)))),
    ...sums.flatMap((row_, i) => [
      r.element.set(m.v128.load32_splat(i * t.xRow, 4, r.x.get())),
      ...row_.map((sum, v) =>
        sum.set(
          e.madd(
            r.element.get(),
            t.rows === 1 ? row(v) : (columns[v]?.get() ?? m.unreachable()),
            sum.get()
          )
        )
      )
    ]),
    r.x.set(m.i32.add(r.x.get(), e.i32(t.xStep))),
    r.y.set(m.i32.add(r.y.get(), e.i32(t.yStep)))
  ]
}

/** Copies numbers, never by a whole vector. */
const copyNumbers = (
  { m }: Emitter,
  count: number,
  from: Repeated,
  fromOffset: number,
  to: Repeated,
  toOffset: number
): ReadonlyArray<Code> => [
  ...times(Math.floor(count / 2), (pair) =>
    m.i64.store(toOffset + 8 * pair, 4, to(), m.i64.load(fromOffset + 8 * pair, 4, from()))
  ),
  ...(count % 2 === 0
    ? []
    : [
        m.f32.store(
          toOffset + 4 * (count - 1),
          4,
          to(),
          m.f32.load(fromOffset + 4 * (count - 1), 4, from())
        )
      ])
]

/**
 * Writes a tile. One store that is no half of a pair keeps an engine from joining the tile's vectors, and then
 * it takes 2.5 times as long (`findings/v8-joins-whole-vectors-only.sh`). So a pair that exists in part is stored
 * whole elsewhere, and its part copied from there; by vectors those copies would be pairs with what lies beside
 * them.
 */
const stores = (
  e: Emitter,
  r: Registers,
  t: Tile,
  value: (sum: Local, offset: number) => Code
): Code => {
  const { spill } = t
  const whole = spill === undefined ? t.vectors : 2 * Math.floor(t.columns / 8)
  const rows = r.sums.slice(0, t.rows)
  const written = rows.flatMap((row, i) =>
    row.slice(0, whole).flatMap((sum, v) => {
      const offset = i * t.outRow + 16 * v
      const lanes = Math.min(4, t.columns - 4 * v)
      return lanes <= 0 ? [] : storeLanes(e, lanes, offset, r.out.get, () => value(sum, offset))
    })
  )
  if (spill === undefined) return e.block(written)
  const spilt = rows.flatMap((row, i) =>
    row
      .slice(whole, t.vectors)
      .map((sum, v) =>
        e.m.v128.store(
          pairBytes * i + 16 * v,
          4,
          spill(),
          value(sum, i * t.outRow + 16 * (whole + v))
        )
      )
  )
  const copied = rows.flatMap((_, i) =>
    copyNumbers(
      e,
      t.columns - 4 * whole,
      spill,
      pairBytes * i,
      r.out.get,
      i * t.outRow + 16 * whole
    )
  )
  return e.block([...written, ...spilt, ...copied])
}

export const tileCode = (e: Emitter, r: Registers, t: Tile): Code => {
  const { m } = e
  const sums = r.sums.slice(0, t.rows).map((row) => row.slice(0, t.vectors))
  const plain = (): Code => stores(e, r, t, (sum) => sum.get())
  const added = (): Code =>
    stores(e, r, t, (sum, offset) => m.f32x4.add(m.v128.load(offset, 4, r.out.get()), sum.get()))
  return e.block([
    r.x.set(t.x),
    r.y.set(t.y),
    r.out.set(t.out),
    ...sums.flat().map((sum) => sum.set(e.splat(0))),
    e.loop(r.step, e.i32(0), t.terms, 1, term(e, r, t, sums)),
    t.adds === undefined ? plain() : m.if(t.adds(), added(), plain())
  ])
}
