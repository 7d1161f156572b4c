/**
 * Sums, maxima and minima as a loop goes on, four at a time.
 *
 * @since 0.1.0
 */
import { emitZip } from '../elementwise/ElementwiseCode.ts'
import { type Code, type Emitter, f64, type Local, v128 } from './Emit.ts'
import { onlyLanes, rotated } from './Lanes.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export type ReduceOp = 'sum' | 'max' | 'min'

/** The running result of one reduction. */
export interface Accumulator {
  readonly start: () => ReadonlyArray<Code>
  readonly add: (value: Local, lanes: number) => ReadonlyArray<Code>
  /** Called between chunks. */
  readonly flush: () => ReadonlyArray<Code>
  /** The result of every lane. */
  readonly lanes: () => Code
  /** The result of all lanes together, in each lane. */
  readonly together: () => Code
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const neutral = { sum: 0, max: -Infinity, min: Infinity } as const

/** `long` sums are flushed into float64 between chunks. */
export const accumulator = (e: Emitter, op: ReduceOp, long: boolean): Accumulator => {
  const { m } = e
  const lo = e.local(v128)
  const folded = (combine: (x: Local, y: Local) => Code, from: Code): Code => {
    const x = e.local(v128),
      y = e.local(v128)
    return e.m.block(
      null,
      [
        x.set(from),
        y.set(rotated(e, x, 8)),
        x.set(combine(x, y)),
        y.set(rotated(e, x, 4)),
        x.set(combine(x, y)),
        x.get()
      ],
      v128
    )
  }
  if (op !== 'sum') {
    const combine = (x: Local, y: Local): Code => emitZip(op)(e, x, y)
    return {
      start: () => [lo.set(e.splat(neutral[op]))],
      add: (value, lanes) => {
        const part = e.local(v128)
        return [part.set(onlyLanes(e, lanes, neutral[op], value.get())), lo.set(combine(lo, part))]
      },
      flush: () => [],
      lanes: () => lo.get(),
      together: () => folded(combine, lo.get())
    }
  }
  const add = (x: Local, y: Local): Code => m.f32x4.add(x.get(), y.get())
  const plus = (value: Local, lanes: number): ReadonlyArray<Code> => [
    lo.set(m.f32x4.add(lo.get(), onlyLanes(e, lanes, neutral.sum, value.get())))
  ]
  if (!long)
    return {
      start: () => [lo.set(e.splat(0))],
      add: plus,
      flush: () => [],
      lanes: () => lo.get(),
      together: () => folded(add, lo.get())
    }
  const low = e.local(v128),
    high = e.local(v128)
  const total = e.local(f64)
  const lane = (x: Local, k: number): Code => m.f64x2.extract_lane(x.get(), k)
  return {
    start: () => [lo.set(e.splat(0)), low.set(e.splat(0)), high.set(e.splat(0))],
    add: plus,
    flush: () => [
      low.set(m.f64x2.add(low.get(), m.f64x2.promote_low_f32x4(lo.get()))),
      high.set(m.f64x2.add(high.get(), m.f64x2.promote_low_f32x4(rotated(e, lo, 8)))),
      lo.set(e.splat(0))
    ],
    lanes: () =>
      m.i8x16.shuffle(
        m.f32x4.demote_f64x2_zero(low.get()),
        m.f32x4.demote_f64x2_zero(high.get()),
        [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
      ),
    together: () =>
      m.block(
        null,
        [
          total.set(
            m.f64.add(
              m.f64.add(lane(low, 0), lane(low, 1)),
              m.f64.add(lane(high, 0), lane(high, 1))
            )
          ),
          m.f32x4.splat(m.f32.demote(total.get()))
        ],
        v128
      )
  }
}
