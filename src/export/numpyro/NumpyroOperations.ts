/**
 * Operations of expressions as JAX writes them. A row for each: a new operation does not compile
 * until it has one. None where JAX has no such function: `undefined`.
 *
 * @since 0.2.0
 */
import type { Expr, MapOp, ReduceOp, ZipOp } from '../../expr/Expr.ts'
import { at, level, type Level, type Piece, piece } from '../../expr/print/Notation.ts'

type Unary = (x: Piece) => Piece
type Binary = (x: Piece, y: Piece) => Piece

/** The text of x where at least `least` is needed. */
export const inside = (least: Level): ((x: Piece) => string) => at(least, '(', ')')
const sum = inside(level.sum),
  big = inside(level.big),
  product = inside(level.product),
  power = inside(level.power)

const call =
  (name: string): Unary =>
  (x) =>
    piece(`${name}(${x.text})`)
const call2 =
  (name: string): Binary =>
  (x, y) =>
    piece(`${name}(${x.text}, ${y.text})`)
const truth =
  (sign: string): Binary =>
  (x, y) =>
    piece(`jnp.where(${sum(x)} ${sign} ${sum(y)}, 1.0, 0.0)`)

export const mapText: { readonly [O in MapOp]: Unary | undefined } = {
  neg: (x) => piece(`-${power(x)}`, level.product),
  abs: call('jnp.abs'),
  sign: call('jnp.sign'),
  exp: call('jnp.exp'),
  expm1: call('jnp.expm1'),
  log: call('jnp.log'),
  log1p: call('jnp.log1p'),
  sqrt: call('jnp.sqrt'),
  square: call('jnp.square'),
  reciprocal: (x) => piece(`1.0 / ${power(x)}`, level.product),
  floor: call('jnp.floor'),
  round: call('jnp.round'),
  sin: call('jnp.sin'),
  cos: call('jnp.cos'),
  tanh: call('jnp.tanh'),
  sigmoid: call('jax.nn.sigmoid'),
  softplus: call('jax.nn.softplus'),
  relu: call('jax.nn.relu'),
  erf: call('special.erf'),
  logNdtr: call('special.log_ndtr'),
  ndtri: call('special.ndtri'),
  lgamma: call('special.gammaln'),
  digamma: call('special.digamma'),
  trigamma: (x) => piece(`special.polygamma(1, ${x.text})`),
  stirling: call('stirling'),
  excess: (x) => piece(`jnp.expm1(${x.text}) - ${big(x)}`, level.sum),
  dawson: call('special.dawsn'),
  expint1: call('special.exp1'),
  scaledExpint1: call('scaled_expint1'),
  jeffreysKl: undefined,
  stopGradient: call('jax.lax.stop_gradient')
}

export const zipText: { readonly [O in ZipOp]: Binary | undefined } = {
  add: (x, y) => piece(`${sum(x)} + ${sum(y)}`, level.sum),
  sub: (x, y) => piece(`${sum(x)} - ${big(y)}`, level.sum),
  mul: (x, y) => piece(`${product(x)} * ${power(y)}`, level.product),
  div: (x, y) => piece(`${product(x)} / ${power(y)}`, level.product),
  pow: call2('jnp.power'),
  max: call2('jnp.maximum'),
  min: call2('jnp.minimum'),
  equal: truth('=='),
  less: truth('<'),
  lessEqual: truth('<='),
  polygamma: (order, x) => piece(`special.polygamma(int(${order.text}), ${x.text})`),
  logProduct: (x, y) => piece(`jnp.log(${product(x)} * ${power(y)})`),
  logRatio: (x, y) => piece(`jnp.log(${product(x)} / ${power(y)})`),
  deviance: call2('deviance'),
  logCauchy: call2('log_cauchy')
}

export const reduceText: { readonly [O in ReduceOp]: string } = {
  sum: 'jnp.sum',
  max: 'jnp.max',
  min: 'jnp.min',
  logSumExp: 'special.logsumexp'
}

/** The operation of a node that JAX lacks. */
export const lackedByJax = (e: Expr): string | undefined =>
  (e._tag === 'Map' && mapText[e.op] === undefined) ||
  (e._tag === 'Zip' && zipText[e.op] === undefined)
    ? e.op
    : undefined
