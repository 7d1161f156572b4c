/**
 * Intervals of the real line that know whether 0 is among their values.
 *
 * Bounds are closed and may be wider than the truth, never narrower. That an end is open matters at
 * 0 only, and `zero` says so: positive values have low 0 and zero impossible.
 *
 * @since 0.1.0
 */
// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface Interval {
  readonly low: number
  readonly high: number
  /** May a value be 0? */ readonly zero: boolean
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** From ends and whether 0 may be met; an end that is no number stands for infinity. */
export const interval = (low: number, high: number, zero: boolean = true): Interval => ({
  low: Number.isNaN(low) ? -Infinity : low,
  high: Number.isNaN(high) ? Infinity : high,
  zero: zero && !(low > 0) && !(high < 0)
})
export const point = (value: number): Interval => interval(value, value)
export const real: Interval = interval(-Infinity, Infinity)
export const nonzero: Interval = interval(-Infinity, Infinity, false)
export const positive: Interval = interval(0, Infinity, false)
export const nonNegative: Interval = interval(0, Infinity)

/** The smallest interval around both. */
export const hull = (a: Interval, b: Interval): Interval =>
  interval(Math.min(a.low, b.low), Math.max(a.high, b.high), a.zero || b.zero)

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

export const isPositive = (i: Interval): boolean => i.low > 0 || (i.low === 0 && !i.zero)
export const isNegative = (i: Interval): boolean => i.high < 0 || (i.high === 0 && !i.zero)
export const isNonNegative = (i: Interval): boolean => i.low >= 0
export const isNonPositive = (i: Interval): boolean => i.high <= 0
export const isNonzero = (i: Interval): boolean => !i.zero
/** Does every value of `inner` lie in `outer`? */
export const isInside =
  (outer: Interval) =>
  (inner: Interval): boolean =>
    inner.low >= outer.low && inner.high <= outer.high && (outer.zero || !inner.zero)
