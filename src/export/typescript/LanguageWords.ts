/**
 * Operations of expressions as words of the language. A row for each: a new operation does not compile
 * until it has one. None where the language has no such word, `undefined`: what derivations make.
 *
 * @since 0.2.0
 */
import type { MapOp, ReduceOp, ZipOp } from '../../expr/index.ts'

export const mapWords: { readonly [O in MapOp]: string | undefined } = {
  neg: 'neg',
  abs: 'abs',
  sign: undefined,
  exp: 'exp',
  expm1: 'expm1',
  log: 'log',
  log1p: 'log1p',
  sqrt: 'sqrt',
  square: 'square',
  reciprocal: 'reciprocal',
  floor: undefined,
  round: undefined,
  sin: 'sin',
  cos: 'cos',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  softplus: 'softplus',
  relu: 'relu',
  erf: 'erf',
  logNdtr: 'logNdtr',
  ndtri: undefined,
  lgamma: undefined,
  digamma: undefined,
  trigamma: undefined,
  stirling: undefined,
  excess: undefined,
  dawson: undefined,
  expint1: undefined,
  scaledExpint1: undefined,
  jeffreysKl: undefined,
  stopGradient: 'stopGradient'
}

export const zipWords: { readonly [O in ZipOp]: string | undefined } = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  div: 'div',
  pow: 'pow',
  max: 'max',
  min: 'min',
  equal: 'equal',
  less: 'less',
  lessEqual: 'lessEqual',
  polygamma: undefined,
  logProduct: undefined,
  logRatio: undefined,
  deviance: undefined,
  logCauchy: undefined
}

export const reduceWords: { readonly [O in ReduceOp]: string | undefined } = {
  sum: 'sumOver',
  max: 'maxOver',
  min: undefined,
  logSumExp: 'logSumExp'
}

/** What constants of a module may not be called. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum ' +
    'eval export extends false finally for function if implements import in instanceof ' +
    'interface let new null package private protected public return static super switch this ' +
    'throw true try typeof undefined var void while with yield NaN Infinity ' +
    'pipe axis plate data draw observe include yields model over constant positive positives ' +
    'counts reals indicesOf where contract convolve maxPool meanPool meanOver gather merge ' +
    'rename split slide'
  ).split(' ')
)
