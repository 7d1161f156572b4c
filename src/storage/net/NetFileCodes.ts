/**
 * The numbers of operations in `net.farrier`. They are part of the format: a new operation gets the
 * next number, and no number ever changes its meaning. Without a number it does not compile.
 *
 * @since 0.2.0
 */
import { toEntries } from 'fp-ts/lib/ReadonlyRecord.js'
import type { MapOp, ReduceOp, Tag, ZipOp } from '../../expr/index.ts'

/** A code for each operation: one without does not compile. */
export type CodesOf<Op extends string> = { readonly [O in Op]: number }

export const tagCodes: CodesOf<Tag> = {
  Constant: 0,
  Constants: 1,
  Ref: 2,
  Size: 3,
  Iota: 4,
  Map: 5,
  Zip: 6,
  Where: 7,
  Reduce: 8,
  Contract: 9,
  Rename: 10,
  Merge: 11,
  Split: 12,
  Gather: 13,
  Unfold: 14,
  Fold: 15
}

export const mapCodes: CodesOf<MapOp> = {
  neg: 0,
  abs: 1,
  sign: 2,
  exp: 3,
  expm1: 4,
  log: 5,
  log1p: 6,
  sqrt: 7,
  square: 8,
  reciprocal: 9,
  floor: 10,
  round: 11,
  sin: 12,
  cos: 13,
  tanh: 14,
  sigmoid: 15,
  softplus: 16,
  relu: 17,
  erf: 18,
  logNdtr: 19,
  ndtri: 20,
  lgamma: 21,
  digamma: 22,
  trigamma: 23,
  dawson: 24,
  expint1: 25,
  jeffreysKl: 26,
  stopGradient: 27,
  stirling: 28,
  excess: 29,
  scaledExpint1: 30
}

export const zipCodes: CodesOf<ZipOp> = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  pow: 4,
  max: 5,
  min: 6,
  equal: 7,
  less: 8,
  lessEqual: 9,
  polygamma: 10,
  logRatio: 11,
  deviance: 12,
  logCauchy: 13,
  logProduct: 14
}

export const reductionCodes: CodesOf<ReduceOp> = {
  sum: 0,
  max: 1,
  min: 2,
  logSumExp: 3
}

/** The operation of a number; none of a number that is not known. */
export const operationOf = <Op extends string>(
  codes: CodesOf<Op>
): ((code: number) => Op | undefined) => {
  const byCode = new Map(toEntries(codes).map(([op, code]) => [code, op]))
  return (code) => byCode.get(code)
}
