/**
 * General powers, four float32 at a time: |x|^y = 2^(y · log₂|x|), the exponent in float64, since
 * up to 150 of its units are seen.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local } from '../emit/Emit.ts'
import { timesSquare } from './ElementwiseExp.ts'
import { fit } from './ElementwiseFit.ts'
import { split } from './ElementwiseLog.ts'
import { type Keep, roundingTrick, signBit, steps } from './ElementwiseParts.ts'

// ---------------------------------------------------------------------------
// float64, two at a time
// ---------------------------------------------------------------------------

const splatDouble = (e: Emitter, value: number): Code => {
  const bytes = new Uint8Array(Float64Array.of(value, value).buffer)
  return e.constant([...bytes])
}

const lowHalf = [0, 1, 2, 3, 4, 5, 6, 7]
const highHalf = [8, 9, 10, 11, 12, 13, 14, 15]

/** The first or last two lanes as float64. */
const promote = (e: Emitter, x: Local, half: 'low' | 'high'): Code =>
  e.m.f64x2.promote_low_f32x4(
    half === 'low' ? x.get() : e.m.i8x16.shuffle(x.get(), x.get(), [...highHalf, ...highHalf])
  )

const demote = (e: Emitter, low: Local, high: Local): Code =>
  e.m.i8x16.shuffle(
    e.m.f32x4.demote_f64x2_zero(low.get()),
    e.m.f32x4.demote_f64x2_zero(high.get()),
    [...lowHalf, ...lowHalf.map((i) => 16 + i)]
  )

/**
 * log₂(1 + f)/s in powers of s², s = f/(2 + f), |s| ≤ 0.172: relative error below 1e-11 (degree 5).
 */
const arcTangent = fit(
  (square) => (2 * Math.atanh(Math.sqrt(square))) / Math.sqrt(square) / Math.LN2,
  0,
  0.0295,
  5
)

/**
 * Powers of 2 beyond ±bound are 0 or ∞ in float32, and half of them is an exponent that float32
 * has.
 */
const bound = 200

/** y·log₂(2ᵏ(1 + f)) = 2h + g: h whole, |g| ≤ 1. */
const exponent = (
  e: Emitter,
  keep: Keep,
  k: Code,
  f: Local,
  y: Code
): { readonly h: Local; readonly g: Local } => {
  const { f64x2 } = e.m
  const s = keep(f64x2.div(f.get(), f64x2.add(f.get(), splatDouble(e, 2))))
  const square = keep(f64x2.mul(s.get(), s.get()))
  const [highest = 0, ...others] = arcTangent.toReversed()
  const ratio = others.reduce(
    (sum, c) => f64x2.add(f64x2.mul(sum, square.get()), splatDouble(e, c)),
    splatDouble(e, highest)
  )
  const all = f64x2.mul(y, f64x2.add(k, f64x2.mul(s.get(), ratio)))
  const total = keep(f64x2.pmin(f64x2.pmax(all, splatDouble(e, -bound)), splatDouble(e, bound)))
  const h = keep(f64x2.nearest(f64x2.mul(total.get(), splatDouble(e, 0.5))))
  return { h, g: keep(f64x2.sub(total.get(), f64x2.add(h.get(), h.get()))) }
}

// ---------------------------------------------------------------------------
// powers
// ---------------------------------------------------------------------------

/** |x|^y with 0, ∞ and NaN in the logarithm. */
const magnitude = (e: Emitter, keep: Keep, x: Local, y: Local): Code => {
  const { f32x4, i32x4, v128: bits } = e.m
  const size = keep(f32x4.abs(x.get()))
  const { k, f } = split(e, keep, size)
  const ordinary = keep(
    bits.and(f32x4.gt(size.get(), e.splat(0)), f32x4.lt(size.get(), e.splat(Infinity)))
  )
  const limit = bits.bitselect(e.splat(-Infinity), size.get(), f32x4.eq(size.get(), e.splat(0)))
  const orLimit = keep(bits.bitselect(k.get(), limit, ordinary.get()))
  const of = (half: 'low' | 'high') =>
    exponent(e, keep, promote(e, orLimit, half), keep(promote(e, f, half)), promote(e, y, half))
  const low = of('low'),
    high = of('high')
  const rest = keep(f32x4.mul(demote(e, low.g, high.g), e.splat(Math.LN2)))
  const power = keep(
    i32x4.shl(f32x4.add(demote(e, low.h, high.h), e.splat(roundingTrick + 127)), e.i32(23))
  )
  return timesSquare(e, { rest, power })
}

/**
 * x^y as JavaScript's, relative error below 4e-7: x^0 = 1; a negative x to an odd y is negative, to
 * a y with a fraction NaN.
 */
export const pow = (e: Emitter, x: Local, y: Local): Code =>
  steps(e, (keep) => {
    const { f32x4, v128: bits } = e.m
    const size = magnitude(e, keep, x, y)
    const half = keep(f32x4.mul(y.get(), e.splat(0.5)))
    const fraction = keep(f32x4.ne(f32x4.floor(y.get()), y.get()))
    const odd = bits.andnot(f32x4.ne(f32x4.floor(half.get()), half.get()), fraction.get())
    const signed = bits.xor(size, bits.and(bits.and(x.get(), signBit(e)), odd))
    const finiteNegative = bits.and(
      f32x4.lt(x.get(), e.splat(0)),
      f32x4.gt(x.get(), e.splat(-Infinity))
    )
    const orNaN = bits.or(signed, bits.and(finiteNegative, fraction.get()))
    return bits.bitselect(e.splat(1), orNaN, f32x4.eq(y.get(), e.splat(0)))
  })
