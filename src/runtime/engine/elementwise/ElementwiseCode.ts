/**
 * What the elementwise operations are in WebAssembly, four float32 at a time: the meaning of
 * `scalarMap` and `scalarZip`, rounded. log is within 1 ulp, exp and expm1 within 2, tanh within 3,
 * softplus and sigmoid within 3.1 with relaxed products and 3.5 without, pow within 4e-7 of the
 * result; the others are exactly rounded.
 *
 * @since 0.1.0
 */
import type { KernelMap, KernelZip } from '../../../ir/Plan.ts'
import type { Code, Emitter, Local } from '../emit/Emit.ts'
import { exp, expm1, sigmoid, softplus, tanh } from './ElementwiseExp.ts'
import { log } from './ElementwiseLog.ts'
import { atLeast } from './ElementwiseParts.ts'
import { pow } from './ElementwisePow.ts'

/** Code for a function of what a local holds. Used once: it has locals of its own. */
export type EmitMap = (e: Emitter, x: Local) => Code
export type EmitZip = (e: Emitter, x: Local, y: Local) => Code

const maps: { readonly [O in KernelMap]: EmitMap } = {
  neg: ({ m }, x) => m.f32x4.neg(x.get()),
  abs: ({ m }, x) => m.f32x4.abs(x.get()),
  exp,
  expm1,
  log,
  sqrt: ({ m }, x) => m.f32x4.sqrt(x.get()),
  square: ({ m }, x) => m.f32x4.mul(x.get(), x.get()),
  reciprocal: (e, x) => e.m.f32x4.div(e.splat(1), x.get()),
  floor: ({ m }, x) => m.f32x4.floor(x.get()),
  round: ({ m }, x) => m.f32x4.nearest(x.get()),
  tanh,
  sigmoid,
  softplus,
  relu: (e, x) => atLeast(e, x.get(), 0)
}

/** 1 where all bits of a lane are set, 0 where none is. */
const truth = (e: Emitter, mask: Code): Code => e.m.v128.and(mask, e.splat(1))
/**
 * A NaN where the lane is NaN. pmax and pmin take the first operand when in doubt, so they keep its
 * NaN but lose the second's.
 */
const withNaNOf = ({ m }: Emitter, y: Local, result: Code): Code =>
  m.v128.or(result, m.f32x4.ne(y.get(), y.get()))

const zips: { readonly [O in KernelZip]: EmitZip } = {
  add: ({ m }, x, y) => m.f32x4.add(x.get(), y.get()),
  sub: ({ m }, x, y) => m.f32x4.sub(x.get(), y.get()),
  mul: ({ m }, x, y) => m.f32x4.mul(x.get(), y.get()),
  div: ({ m }, x, y) => m.f32x4.div(x.get(), y.get()),
  pow,
  max: (e, x, y) => withNaNOf(e, y, e.m.f32x4.pmax(x.get(), y.get())),
  min: (e, x, y) => withNaNOf(e, y, e.m.f32x4.pmin(x.get(), y.get())),
  equal: (e, x, y) => truth(e, e.m.f32x4.eq(x.get(), y.get())),
  less: (e, x, y) => truth(e, e.m.f32x4.lt(x.get(), y.get())),
  lessEqual: (e, x, y) => truth(e, e.m.f32x4.le(x.get(), y.get()))
}

export const emitMap = (op: KernelMap): EmitMap => maps[op]
export const emitZip = (op: KernelZip): EmitZip => zips[op]

/** y where the condition is 0, otherwise x, also where the condition is NaN. */
export const emitWhere = (e: Emitter, condition: Local, x: Local, y: Local): Code =>
  e.m.v128.bitselect(y.get(), x.get(), e.m.f32x4.eq(condition.get(), e.splat(0)))
