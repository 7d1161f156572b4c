/**
 * The integers of a stream in WebAssembly: `mix` of Noise.ts, in one lane or in four.
 *
 * @since 0.1.0
 */
import type { Code, Emitter, Local } from '../emit/Emit.ts'

/** 32-bit arithmetic. */
export interface Lanes {
  readonly xor: (a: Code, b: Code) => Code
  readonly add: (a: Code, b: Code) => Code
  readonly times: (a: Code, factor: number) => Code
  /** Towards the lowest bit, zeros behind. */
  readonly shift: (a: Code, bits: number) => Code
}

export const oneLane = ({ m }: Emitter): Lanes => ({
  xor: (a, b) => m.i32.xor(a, b),
  add: (a, b) => m.i32.add(a, b),
  times: (a, factor) => m.i32.mul(a, m.i32.const(factor | 0)),
  shift: (a, bits) => m.i32.shr_u(a, m.i32.const(bits))
})

export const fourLanes = (e: Emitter): Lanes => ({
  xor: (a, b) => e.m.v128.xor(a, b),
  add: (a, b) => e.m.i32x4.add(a, b),
  times: (a, factor) => e.m.i32x4.mul(a, e.splatInteger(factor)),
  shift: (a, bits) => e.m.i32x4.shr_u(a, e.i32(bits))
})

/** h ← the integer at the counter that h holds, in the stream of k0 and k1. */
export const mix = (
  { xor, add, times, shift }: Lanes,
  h: Local,
  k0: Local,
  k1: Local
): ReadonlyArray<Code> => {
  const folded = (bits: number): Code => xor(h.get(), shift(h.get(), bits))
  return [
    h.set(xor(h.get(), k0.get())),
    h.set(times(folded(17), 0xed5ad4bb)),
    h.set(times(add(folded(11), k1.get()), 0xac4c1b51)),
    h.set(times(folded(15), 0x31848bab)),
    h.set(folded(14))
  ]
}
