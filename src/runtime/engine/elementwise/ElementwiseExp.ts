/**
 * The exponential and what is made of it, four float32 at a time.
 *
 * eˣ = 2ⁿ·eʳ with n an integer near x/ln 2 and r the rest, n·ln 2 subtracted in two parts of which
 * the first is exact.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local } from '../emit/Emit.ts'
import { fit } from './ElementwiseFit.ts'
import {
  atLeast,
  atMost,
  type Keep,
  minusAbs,
  polynomial,
  roundingTrick,
  signBit,
  steps
} from './ElementwiseParts.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** x = n·period + rest, |rest| ≤ period/2, and 2^(n + shift) in the exponent of `power`. */
interface Reduced {
  readonly rest: Local
  readonly power: Local
}

/** Nine bits of ln 2: its products with integers below 2¹⁵ are exact. */
const ln2High = 0.693359375
/** Slightly more than half of the period, for roundings of x/period. */
const slack = 1.0005

/** eʳ for |r| ≤ ln 2, relative error 2e-8 (degree 7). The first two are 1 in float32. */
const exponential = fit(Math.exp, -slack * Math.LN2, slack * Math.LN2, 7)
/**
 * (eʳ − 1)/r for |r| ≤ ln 2/2, relative error 1.3e-8 (degree 5), without its first coefficient,
 * which is 1 in float32.
 */
const exponentialRest = fit(
  (r) => Math.expm1(r) / r,
  (-slack * Math.LN2) / 2,
  (slack * Math.LN2) / 2,
  5
).slice(1)
/** ln(1 + u)/u for 0 ≤ u ≤ 1 in powers of u − ½, relative error 6e-9 (degree 9). */
const logarithmOfOnePlus = fit((t) => Math.log1p(t + 0.5) / (t + 0.5), -0.5, 0.5, 9)

/** Below it eˣ is 0 in float32, above the other ∞. */
const lowest = -104
const highest = 89
/** Below it e^x − 1 is −1 in float32. */
const lowestMinusOne = -25

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** The period is `halves` · ln 2/2. */
const reduce = (e: Emitter, keep: Keep, x: Local, periods: 1 | 2, shift: number): Reduced => {
  const { m } = e
  const trick = roundingTrick + 127 + shift
  const rounded = keep(e.madd(x.get(), e.splat(1 / (periods * Math.LN2)), e.splat(trick)))
  const n = keep(m.f32x4.sub(rounded.get(), e.splat(trick)))
  const high = e.madd(n.get(), e.splat(-periods * ln2High), x.get())
  return {
    rest: keep(e.madd(n.get(), e.splat(-periods * (Math.LN2 - ln2High)), high)),
    power: keep(m.i32x4.shl(rounded.get(), e.i32(23)))
  }
}

/** eʳ · power², |r| ≤ ln 2: a subnormal or infinite result is rounded once, at the last product. */
export const timesSquare = (e: Emitter, { rest, power }: Reduced): Code =>
  e.m.f32x4.mul(e.m.f32x4.mul(polynomial(e, exponential, rest), power.get()), power.get())

const bounded = (e: Emitter, keep: Keep, x: Local): Code => timesSquare(e, reduce(e, keep, x, 2, 0))

/** e^r − 1 of the rest. */
const minusOne = (e: Emitter, keep: Keep, { rest }: Reduced): Code =>
  e.madd(
    keep(e.m.f32x4.mul(rest.get(), rest.get())).get(),
    polynomial(e, exponentialRest, rest),
    rest.get()
  )

// ---------------------------------------------------------------------------
// functions
// ---------------------------------------------------------------------------

/** eˣ within 2 ulp. */
export const exp = (e: Emitter, x: Local): Code =>
  steps(e, (keep) => bounded(e, keep, keep(atMost(e, atLeast(e, x.get(), lowest), highest))))

/**
 * eˣ − 1 = 2·(2ⁿ⁻¹·(eʳ − 1) + (2ⁿ⁻¹ − ½)): the doubling keeps 2ⁿ⁻¹ finite where the result still
 * is.
 */
export const expm1 = (e: Emitter, x: Local): Code =>
  steps(e, (keep) => {
    const { f32x4 } = e.m
    const reduced = reduce(
      e,
      keep,
      keep(atMost(e, atLeast(e, x.get(), lowestMinusOne), highest)),
      1,
      -1
    )
    const part = minusOne(e, keep, reduced)
    const half = keep(
      e.madd(reduced.power.get(), part, f32x4.sub(reduced.power.get(), e.splat(0.5)))
    )
    return f32x4.add(half.get(), half.get())
  })

/** With t = e^(−2|x|) − 1, which is small and exact enough near 0: tanh |x| = −t/(2 + t). */
export const tanh = (e: Emitter, x: Local): Code =>
  steps(e, (keep) => {
    const { f32x4, v128: bits } = e.m
    const half = keep(atLeast(e, minusAbs(e, x), lowestMinusOne / 2))
    const reduced = reduce(e, keep, keep(f32x4.add(half.get(), half.get())), 1, 0)
    const part = minusOne(e, keep, reduced)
    const t = keep(e.madd(reduced.power.get(), part, f32x4.sub(reduced.power.get(), e.splat(1))))
    const negative = f32x4.div(t.get(), f32x4.add(t.get(), e.splat(2)))
    return bits.xor(negative, bits.andnot(signBit(e), x.get()))
  })

/** 1/(1 + e⁻ˣ): 0 where it is below the normal float32. */
export const sigmoid = (e: Emitter, x: Local): Code =>
  steps(e, (keep) => {
    const { f32x4 } = e.m
    const exponent = keep(f32x4.neg(atMost(e, atLeast(e, x.get(), -highest), -lowest)))
    return f32x4.div(e.splat(1), f32x4.add(e.splat(1), bounded(e, keep, exponent)))
  })

/** max(x, 0) + ln(1 + u), u = e^(−|x|). */
export const softplus = (e: Emitter, x: Local): Code =>
  steps(e, (keep) => {
    const u = keep(bounded(e, keep, keep(atLeast(e, minusAbs(e, x), lowest))))
    const t = keep(e.m.f32x4.sub(u.get(), e.splat(0.5)))
    return e.madd(u.get(), polynomial(e, logarithmOfOnePlus, t), atLeast(e, x.get(), 0))
  })
