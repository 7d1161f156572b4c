/**
 * A product of few rows whose sums run along memory in both operands: vectors along k, added up at
 * the end.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local, Team } from '../emit/Emit.ts'
import { i32, v128 } from '../emit/Emit.ts'
import type { Product } from './ProductShape.ts'
import { address, share, smaller, whole } from './ProductShare.ts'
import { storeLanes } from './ProductTile.ts'
import { blockOf } from './ProductTiling.ts'

/** Terms in a block at most: a lane sums a quarter of them. */
const longestBlock = 1024

const evens = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]
const odds = [4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31]

/** The sums of the lanes of four vectors, as one vector. */
const sumsOfLanes = (
  { m }: Emitter,
  v: ReadonlyArray<Local>,
  t: readonly [Local, Local]
): ReadonlyArray<Code> => {
  const [a, b, c, d] = v
  const [low, high] = t
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new Error('internal: four vectors')
  const pairs = (p: Local, q: Local): Code =>
    m.f32x4.add(m.i8x16.shuffle(p.get(), q.get(), evens), m.i8x16.shuffle(p.get(), q.get(), odds))
  return [low.set(pairs(a, b)), high.set(pairs(c, d)), low.set(pairs(low, high))]
}

/** All ones in the first `count` lanes. */
const firstLanes = ({ m }: Emitter, count: number): Code =>
  m.v128.const(Array.from({ length: 16 }, (_, byte) => (byte < 4 * count ? 255 : 0)))

/** Threads share the columns, four at a time. */
export const dotCode = (e: Emitter, team: Team | undefined, p: Product): Code => {
  const { m } = e
  const groups = Math.ceil(p.n / 4),
    complete = Math.floor(p.n / 4)
  const columns = team === undefined ? whole(e, groups) : share(e, team, groups)
  const block = blockOf(p.k, longestBlock),
    left = p.k % 4,
    ends = p.k - left
  const several = p.k > block
  const xBase = e.local(i32),
    yBase = e.local(i32),
    outBase = e.local(i32),
    b = e.local(i32),
    i = e.local(i32),
    c = e.local(i32)
  const x = e.local(i32),
    y = e.local(i32),
    out = e.local(i32),
    k0 = e.local(i32),
    kEnd = e.local(i32),
    step = e.local(i32),
    row = e.local(v128)
  const low = e.local(v128),
    high = e.local(v128)
  const sums = Array.from({ length: 4 }, () => e.local(v128)),
    totals = Array.from({ length: 4 }, () => e.local(v128))

  /** x and y stand at the term. What lies beyond the last term must not count, not even as 0·∞. */
  const term = (count: number, lanes: number): ReadonlyArray<Code> => {
    const masked = (v: Code): Code => (lanes === 4 ? v : m.v128.and(v, firstLanes(e, lanes)))
    return [
      row.set(masked(m.v128.load(0, 4, x.get()))),
      ...sums
        .slice(0, count)
        .map((sum, j) =>
          sum.set(
            e.madd(row.get(), masked(m.v128.load(4 * j * p.y.columnStride, 4, y.get())), sum.get())
          )
        )
    ]
  }
  const clear = (v: ReadonlyArray<Local>): ReadonlyArray<Code> =>
    v.map((local) => local.set(e.splat(0)))
  const steps = (from: Code, to: () => Code, count: number): Code =>
    e.loop(step, from, to, 4, [
      ...term(count, 4),
      x.set(m.i32.add(x.get(), e.i32(16))),
      y.set(m.i32.add(y.get(), e.i32(16)))
    ])
  const summed = (count: number): ReadonlyArray<Code> =>
    several
      ? [
          ...clear(totals.slice(0, count)),
          e.loop(k0, e.i32(0), () => e.i32(ends), block, [
            ...clear(sums.slice(0, count)),
            kEnd.set(
              smaller(
                e,
                () => m.i32.add(k0.get(), e.i32(block)),
                () => e.i32(ends)
              )
            ),
            steps(k0.get(), kEnd.get, count),
            ...totals
              .slice(0, count)
              .map((total, j) =>
                total.set(m.f32x4.add(total.get(), sums[j]?.get() ?? m.unreachable()))
              )
          ]),
          ...sums.slice(0, count).map((sum, j) => sum.set(totals[j]?.get() ?? m.unreachable()))
        ]
      : [
          ...clear(sums.slice(0, count)),
          ...(ends === 0 ? [] : [steps(e.i32(0), () => e.i32(ends), count)])
        ]
  /** Columns that do not exist repeat the first: their sums are not stored. */
  const group = (count: number): ReadonlyArray<Code> => [
    x.set(address(e, xBase.get(), [b.get(), 4 * p.x.batchStride], [i.get(), 4 * p.x.rowStride])),
    y.set(
      address(e, yBase.get(), [b.get(), 4 * p.y.batchStride], [c.get(), 16 * p.y.columnStride])
    ),
    out.set(address(e, outBase.get(), [b.get(), 4 * p.m * p.n], [i.get(), 4 * p.n], [c.get(), 16])),
    ...summed(count),
    ...(left === 0 ? [] : term(count, left)),
    ...sumsOfLanes(
      e,
      sums.map((sum, j) => (j < count ? sum : (sums[0] ?? sum))),
      [low, high]
    ),
    ...storeLanes(e, count, 0, out.get, low.get)
  ]
  return e.block([
    xBase.set(p.x.base(e)),
    yBase.set(p.y.base(e)),
    outBase.set(p.out(e)),
    ...columns.set,
    e.loop(b, e.i32(0), () => e.i32(p.batch), 1, [
      ...(complete === 0
        ? []
        : [
            e.loop(c, columns.from(), () => smaller(e, columns.to, () => e.i32(complete)), 1, [
              e.loop(i, e.i32(0), () => e.i32(p.m), 1, group(4))
            ])
          ]),
      ...(groups === complete
        ? []
        : [
            m.if(
              m.i32.gt_s(columns.to(), e.i32(complete)),
              m.block(null, [
                c.set(e.i32(complete)),
                e.loop(i, e.i32(0), () => e.i32(p.m), 1, group(p.n % 4))
              ])
            )
          ])
    ])
  ])
}
