/**
 * Operations of expressions as Stan writes them. A row for each: a new operation does not compile
 * until it has one. None where Stan has no such function: `undefined`.
 *
 * @since 0.2.0
 */
import type { Expr, MapOp, ReduceOp, ZipOp } from '../../expr/Expr.ts'
import { at, level, type Level, type Piece, piece } from '../../expr/print/Notation.ts'

type Unary = (x: Piece) => Piece
type Binary = (x: Piece, y: Piece) => Piece

/** Of numbers; `vectorised` where the same text is right of vectors and matrices too. */
interface StanMap {
  readonly write: Unary
  readonly vectorised: boolean
}

/** Of numbers, and of containers of one shape or a container and a number, where there is such. */
interface StanZip {
  readonly write: Binary
  /** `left`, `right`: is this operand a container? */
  readonly containers?: (left: boolean, right: boolean) => Binary
}

/** The text of x where at least `least` is needed. */
export const inside = (least: Level): ((x: Piece) => string) => at(least, '(', ')')
const sum = inside(level.sum),
  big = inside(level.big),
  product = inside(level.product),
  power = inside(level.power)

const call = (name: string): StanMap => ({
  write: (x) => piece(`${name}(${x.text})`),
  vectorised: true
})
const scalar = (write: Unary): StanMap => ({ write, vectorised: false })
const call2 = (name: string): StanZip => ({
  write: (x, y) => piece(`${name}(${x.text}, ${y.text})`)
})
const both = (write: Binary): StanZip => ({ write, containers: () => write })
const infix =
  (sign: string): Binary =>
  (x, y) =>
    piece(`${product(x)} ${sign} ${power(y)}`, level.product)
const truth = (sign: string): StanZip => ({
  write: (x, y) => piece(`${sum(x)} ${sign} ${sum(y)}`, level.compare)
})

export const stanMap: { readonly [O in MapOp]: StanMap | undefined } = {
  neg: { write: (x) => piece(`-${power(x)}`, level.product), vectorised: true },
  abs: call('abs'),
  sign: scalar((x) => piece(`(${sum(x)} > 0) - (${sum(x)} < 0)`, level.sum)),
  exp: call('exp'),
  expm1: call('expm1'),
  log: call('log'),
  log1p: call('log1p'),
  sqrt: call('sqrt'),
  square: call('square'),
  reciprocal: call('inv'),
  floor: call('floor'),
  round: scalar((x) => piece(`round_to_even(${x.text})`)),
  sin: call('sin'),
  cos: call('cos'),
  tanh: call('tanh'),
  sigmoid: call('inv_logit'),
  softplus: call('log1p_exp'),
  relu: { write: (x) => piece(`fmax(${x.text}, 0.0)`), vectorised: true },
  erf: call('erf'),
  logNdtr: scalar((x) => piece(`log_ndtr(${x.text})`)),
  ndtri: call('inv_Phi'),
  lgamma: call('lgamma'),
  digamma: call('digamma'),
  trigamma: scalar((x) => piece(`trigamma_precise(${x.text})`)),
  stirling: scalar((x) => piece(`stirling(${x.text})`)),
  excess: scalar((x) => piece(`expm1(${x.text}) - ${big(x)}`, level.sum)),
  dawson: undefined,
  expint1: undefined,
  scaledExpint1: scalar((x) => piece(`scaled_expint1(${x.text})`)),
  jeffreysKl: undefined,
  stopGradient: undefined
}

const polygammas = ['digamma', 'trigamma_precise']

export const stanZip: { readonly [O in ZipOp]: StanZip } = {
  add: both((x, y) => piece(`${sum(x)} + ${sum(y)}`, level.sum)),
  sub: both((x, y) => piece(`${sum(x)} - ${big(y)}`, level.sum)),
  mul: { write: infix('*'), containers: (left, right) => infix(left && right ? '.*' : '*') },
  div: { write: infix('/'), containers: (_, right) => infix(right ? './' : '/') },
  pow: both((x, y) => piece(`pow(${x.text}, ${y.text})`)),
  max: both((x, y) => piece(`fmax(${x.text}, ${y.text})`)),
  min: both((x, y) => piece(`fmin(${x.text}, ${y.text})`)),
  equal: truth('=='),
  less: truth('<'),
  lessEqual: truth('<='),
  polygamma: { write: (order, x) => piece(`${polygammas[Number(order.text)]}(${x.text})`) },
  logProduct: { write: (x, y) => piece(`log(${product(x)} * ${power(y)})`) },
  logRatio: { write: (x, y) => piece(`log(${product(x)} / ${power(y)})`) },
  deviance: call2('deviance'),
  logCauchy: call2('log_cauchy')
}

/** Of all of a vector or matrix; one element after the other, from where it begins. */
export const stanReduce: {
  readonly [O in ReduceOp]: {
    readonly name: string
    readonly start: string
    /** The statement that takes in one more. */
    readonly next: (sofar: string, x: Piece) => string
  }
} = {
  sum: { name: 'sum', start: '0.0', next: (sofar, x) => `${sofar} += ${sum(x)};` },
  max: {
    name: 'max',
    start: 'negative_infinity()',
    next: (sofar, x) => `${sofar} = fmax(${sofar}, ${x.text});`
  },
  min: {
    name: 'min',
    start: 'positive_infinity()',
    next: (sofar, x) => `${sofar} = fmin(${sofar}, ${x.text});`
  },
  logSumExp: {
    name: 'log_sum_exp',
    start: 'negative_infinity()',
    next: (sofar, x) => `${sofar} = log_sum_exp(${sofar}, ${x.text});`
  }
}

/** The operation of a node that Stan lacks. */
export const lackedByStan = (e: Expr): string | undefined =>
  e._tag === 'Map' && stanMap[e.op] === undefined
    ? e.op
    : e._tag === 'Zip' &&
        e.op === 'polygamma' &&
        !(e.x._tag === 'Constant' && polygammas[e.x.value] !== undefined)
      ? e.op
      : undefined

const functions: Readonly<Record<string, string>> = {
  stirling: `  // the error of Stirling's formula
  real stirling(real x) {
    return lgamma(x) - (x - 0.5) * log(x) + x - 0.5 * log(2 * pi());
  }`,
  scaled_expint1: `  // e^x E1(x): its power series, and its continued fraction from the far end
  real scaled_expint1(real x) {
    if (x <= 1) {
      real sum = x;
      real term = x;
      for (k in 1:20) {
        term = -term * x * k / square(k + 1.0);
        sum += term;
      }
      return exp(x) * (sum - 0.57721566490153286 - log(x));
    }
    real rest = 0;
    for (i in 1:60) {
      real k = 61 - i;
      rest = square(k) / (x + 2 * k + 1 - rest);
    }
    return inv(x + 1 - rest);
  }`,
  deviance: `  real deviance(real x, real y) {
    return y == 0 ? x : x - y - y * log(x / y);
  }`,
  log_cauchy: `  real log_cauchy(real x, real y) {
    return log(y / (square(x) + square(y)));
  }`,
  log_ndtr: `  // ln of the standard normal distribution function; the slope of Stan's own is right to six digits
  real log_ndtr(real x) {
    if (x > 0) return log1m(0.5 * erfc(x / sqrt2()));
    if (x > -37) return log(0.5 * erfc(-x / sqrt2()));
    real r = inv_square(x);
    real tail = log1p(-r * (1 - r * (3 - r * (15 - 105 * r))));
    return tail - 0.5 * square(x) - log(-x) - 0.5 * log(2 * pi());
  }`,
  trigamma_precise: `  // Stan's own is right to ten digits
  real trigamma_precise(real x) {
    if (x <= 0) return trigamma(x);
    real y = x;
    real below = 0;
    while (y < 12) {
      below += inv_square(y);
      y += 1;
    }
    real r = inv_square(y);
    real series = 1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66 - r * 691.0 / 2730))));
    return below + inv(y) + r / 2 + inv(y) * r * series;
  }`,
  round_to_even: `  real round_to_even(real x) {
    real down = floor(x);
    return x - down == 0.5 ? 2 * round(down / 2) : floor(x + 0.5);
  }`
}

export const functionNames: ReadonlyArray<string> = Object.keys(functions)

/** The functions of ours that a text calls. */
export const functionsIn = (text: string): ReadonlyArray<string> =>
  Object.entries(functions).flatMap(([name, source]) =>
    new RegExp(`\\b${name}\\(`).test(text) ? [source] : []
  )
