/**
 * The vocabulary formulas are written in: operations data-last, so that
 * `pipe(x, sub(loc), div(scale), square)` reads in order.
 *
 * @since 0.1.0
 */
import { constant, type Axes, type Expr, map, reduce, size, zip, type ZipOp } from './Expr.ts'

/** A number stands for a constant. */
export type ExprLike = Expr | number
export const lift = (x: ExprLike): Expr => (typeof x === 'number' ? constant(x) : x)

export const neg = map('neg'),
  abs = map('abs'),
  sign = map('sign'),
  exp = map('exp'),
  expm1 = map('expm1'),
  log = map('log')
export const log1p = map('log1p'),
  sqrt = map('sqrt'),
  square = map('square'),
  reciprocal = map('reciprocal')
export const floor = map('floor'),
  round = map('round'),
  sin = map('sin'),
  cos = map('cos'),
  tanh = map('tanh')
export const sigmoid = map('sigmoid'),
  softplus = map('softplus'),
  relu = map('relu'),
  erf = map('erf')
export const logNdtr = map('logNdtr'),
  ndtri = map('ndtri'),
  lgamma = map('lgamma'),
  digamma = map('digamma'),
  trigamma = map('trigamma'),
  stirling = map('stirling'),
  excess = map('excess')
export const dawson = map('dawson'),
  expint1 = map('expint1'),
  scaledExpint1 = map('scaledExpint1'),
  jeffreysKl = map('jeffreysKl'),
  stopGradient = map('stopGradient')

const last =
  (op: ZipOp) =>
  (y: ExprLike) =>
  (x: Expr): Expr =>
    zip(op)(x, lift(y))
export const add = last('add'),
  sub = last('sub'),
  mul = last('mul'),
  div = last('div'),
  pow = last('pow')
export const max = last('max'),
  min = last('min'),
  equal = last('equal'),
  less = last('less'),
  lessEqual = last('lessEqual')
/** ln(x·y) and ln(x/y), data last in x. */
export const logProduct = last('logProduct'),
  logRatio = last('logRatio'),
  /** x − y − y ln(x/y), data last in x. */
  deviance = last('deviance'),
  /** ln(y/(x² + y²)), data last in x. */
  logCauchy = last('logCauchy')
/** ψ⁽ⁿ⁾(x), data last in x. */
export const polygamma =
  (n: number) =>
  (x: Expr): Expr =>
    zip('polygamma')(constant(n), x)

/** Over every axis of x. */
export const sumAll = (x: Expr): Expr => reduce('sum', x.axes)(x)
export const sumOver = (over: Axes): ((x: Expr) => Expr) => reduce('sum', over)
export const logSumExp = (over: Axes): ((x: Expr) => Expr) => reduce('logSumExp', over)
/** Σ of a list; the empty sum is 0. */
export const total = (xs: ReadonlyArray<Expr>): Expr =>
  xs.reduce<Expr | undefined>((a, x) => (a === undefined ? x : zip('add')(a, x)), undefined) ??
  constant(0)
/** Π of a list; the empty product is 1. */
export const product = (xs: ReadonlyArray<Expr>): Expr =>
  xs.reduce<Expr | undefined>((a, x) => (a === undefined ? x : zip('mul')(a, x)), undefined) ??
  constant(1)
/** The number of elements that `axes` index. */
export const count = (axes: Axes): Expr => product(axes.map(size))
/** Σ over `axes`, those that x lacks counted by their sizes: the sum of x spread over them. */
export const sumSpread =
  (axes: Axes) =>
  (x: Expr): Expr => {
    const absent = axes.filter((a) => !x.axes.includes(a))
    const inside = sumOver(axes.filter((a) => x.axes.includes(a)))(x)
    return absent.length === 0 ? inside : zip('mul')(inside, count(absent))
  }
