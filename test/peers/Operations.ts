/**
 * Operations of expressions as JAX writes them. A row for each: a new operation does not compile
 * until it has one. None where JAX has no such function: `undefined`, of operations that no word of
 * the language makes. Operands are names or literals, so that no parentheses are needed.
 */
import type { Expr, MapOp, ReduceOp, ZipOp } from '../../src/expr/Expr.ts'

type Unary = (x: string) => string
type Binary = (x: string, y: string) => string

const call =
  (name: string): Unary =>
  (x) =>
    `${name}(${x})`
const call2 =
  (name: string): Binary =>
  (x, y) =>
    `${name}(${x}, ${y})`
const infix =
  (sign: string): Binary =>
  (x, y) =>
    `${x} ${sign} ${y}`
const truth =
  (sign: string): Binary =>
  (x, y) =>
    `jnp.where(${x} ${sign} ${y}, 1.0, 0.0)`

export const mapText: { readonly [O in MapOp]: Unary | undefined } = {
  neg: (x) => `-${x}`,
  abs: call('jnp.abs'),
  sign: call('jnp.sign'),
  exp: call('jnp.exp'),
  expm1: call('jnp.expm1'),
  log: call('jnp.log'),
  log1p: call('jnp.log1p'),
  sqrt: call('jnp.sqrt'),
  square: call('jnp.square'),
  reciprocal: call('jnp.reciprocal'),
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
  trigamma: (x) => `special.polygamma(1, ${x})`,
  stirling: (x) =>
    `special.gammaln(${x}) - (${x} - 0.5) * jnp.log(${x}) + ${x} - 0.5 * jnp.log(2 * jnp.pi)`,
  excess: (x) => `jnp.expm1(${x}) - ${x}`,
  dawson: call('special.dawsn'),
  expint1: call('special.exp1'),
  jeffreysKl: undefined,
  stopGradient: call('jax.lax.stop_gradient')
}

export const zipText: { readonly [O in ZipOp]: Binary | undefined } = {
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: infix('/'),
  pow: call2('jnp.power'),
  max: call2('jnp.maximum'),
  min: call2('jnp.minimum'),
  equal: truth('=='),
  less: truth('<'),
  lessEqual: truth('<='),
  polygamma: (order, x) => `special.polygamma(int(${order}), ${x})`,
  logProduct: (x, y) => `jnp.log(${x} * ${y})`,
  logRatio: (x, y) => `jnp.log(${x} / ${y})`,
  deviance: (x, y) => `${x} - ${y} - ${y} * jnp.log(${x} / ${y})`,
  logCauchy: (x, y) => `jnp.log(${y} / (jnp.square(${x}) + jnp.square(${y})))`
}

export const reduceText: { readonly [O in ReduceOp]: string } = {
  sum: 'jnp.sum',
  max: 'jnp.max',
  min: 'jnp.min',
  logSumExp: 'special.logsumexp'
}

/** The operation of a node that JAX lacks. */
export const lackedBy = (e: Expr): string | undefined =>
  (e._tag === 'Map' && mapText[e.op] === undefined) ||
  (e._tag === 'Zip' && zipText[e.op] === undefined)
    ? e.op
    : undefined
