/**
 * What the elementwise functions are written with: named steps, polynomials, bounds.
 *
 * @since 0.1.0
 */
import { type Code, type Emitter, type Local, v128 } from '../emit/Emit.ts'

/** Four lanes of 32 bits or two of 64, set once, used as often as needed. */
export type Keep = (code: Code) => Local

/** A value computed in steps, each kept in a local of its own. */
export const steps = (e: Emitter, body: (keep: Keep) => Code): Code => {
  const codes: Array<Code> = []
  const result = body((code) => {
    const local = e.local(v128)
    codes.push(local.set(code))
    return local
  })
  return e.m.block(null, [...codes, result], v128)
}

/** Σ cᵢ xⁱ by Horner's rule. */
export const polynomial = (e: Emitter, coefficients: ReadonlyArray<number>, x: Local): Code => {
  const [highest, ...others] = coefficients.toReversed()
  return others.reduce((sum, c) => e.madd(sum, x.get(), e.splat(c)), e.splat(highest ?? 0))
}

/** low where x < low, otherwise x: a NaN stays. */
export const atLeast = (e: Emitter, x: Code, low: number): Code => e.m.f32x4.pmax(x, e.splat(low))
/** high where x > high, otherwise x: a NaN stays. */
export const atMost = (e: Emitter, x: Code, high: number): Code => e.m.f32x4.pmin(x, e.splat(high))

/** The bit that is a float32's sign. */
export const signBit = (e: Emitter): Code => e.splatInteger(-(2 ** 31))
/** −|x|. */
export const minusAbs = (e: Emitter, x: Local): Code => e.m.v128.or(x.get(), signBit(e))

/**
 * Adding it rounds a float32 below 2²² to an integer, ties to even, and leaves that integer in the
 * sum's lowest bits.
 */
export const roundingTrick = 1.5 * 2 ** 23
