/**
 * The logarithm, four float32 at a time: x = 2ᵏ·(1 + f), √½ ≤ 1 + f < √2.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local } from '../emit/Emit.ts'
import { fit } from './ElementwiseFit.ts'
import { type Keep, polynomial, steps } from './ElementwiseParts.ts'

/**
 * k as a float32, and f, which is exact. Meant for positive finite x, subnormal or not; anything
 * for others.
 */
export interface Split {
  readonly k: Local
  readonly f: Local
}

export const split = (e: Emitter, keep: Keep, x: Local): Split => {
  const { f32x4, i32x4, v128: bits } = e.m
  const subnormal = keep(f32x4.lt(x.get(), e.splat(2 ** -126)))
  const scale = bits.bitselect(e.splat(2 ** 23), e.splat(1), subnormal.get())
  const normal = keep(f32x4.mul(x.get(), scale))
  // the bits of √½ make the exponent's field step at √½ and √2, not at 1
  const k = keep(i32x4.shr_s(i32x4.sub(normal.get(), e.splatInteger(0x3f3504f3)), e.i32(23)))
  return {
    k: keep(f32x4.sub(f32x4.convert_i32x4_s(k.get()), bits.and(subnormal.get(), e.splat(23)))),
    f: keep(f32x4.sub(i32x4.sub(normal.get(), i32x4.shl(k.get(), e.i32(23))), e.splat(1)))
  }
}

/** Nine bits of ln 2: k times it is exact. */
const ln2High = 0.693359375
/** (ln(1 + f) − f + f²/2)/f³: what it adds to ln(1 + f) is within 4e-9 of that (degree 8). */
const cubicRest = fit(
  (f) => (Math.log1p(f) - f + (f * f) / 2) / f ** 3,
  Math.SQRT1_2 - 1,
  Math.SQRT2 - 1,
  8
)

/** ln x within 1 ulp; ln 0 = −∞, ln(x < 0) = NaN. */
export const log = (e: Emitter, x: Local): Code =>
  steps(e, (keep) => {
    const { f32x4, v128: bits } = e.m
    const { k, f } = split(e, keep, x)
    const square = keep(f32x4.mul(f.get(), f.get()))
    const cubic = f32x4.mul(f32x4.mul(polynomial(e, cubicRest, f), f.get()), square.get())
    const small = e.madd(
      square.get(),
      e.splat(-0.5),
      e.madd(k.get(), e.splat(Math.LN2 - ln2High), cubic)
    )
    const finite = e.madd(k.get(), e.splat(ln2High), f32x4.add(f.get(), small))
    // added to what the steps above make of them, which is finite
    const infinite = bits.andnot(x.get(), f32x4.lt(x.get(), e.splat(Infinity)))
    const zero = bits.and(e.splat(-Infinity), f32x4.eq(x.get(), e.splat(0)))
    return bits.or(f32x4.add(finite, bits.or(infinite, zero)), f32x4.lt(x.get(), e.splat(0)))
  })
