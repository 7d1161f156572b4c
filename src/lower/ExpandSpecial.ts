/**
 * Rewrites the operations that executors lack into those of the plan, accurately in float32.
 *
 * Each row states its error where it is defined. Branches are chosen by `where`, so that what
 * happens in the others, NaN included, never reaches the result. Derivatives are taken before:
 * these expressions are evaluated, not differentiated.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Axes,
  constant,
  type Expr,
  iota,
  type MapOp,
  type NodeOf,
  reduce,
  type ReduceOp,
  where,
  type ZipOp
} from '../expr/Expr.ts'
import { fold, rebuild } from '../expr/Fold.ts'
import { abs, add, equal, exp, log, sub, sumOver } from '../expr/Words.ts'
import {
  devianceExpr,
  excessExpr,
  logCauchyExpr,
  logProductExpr,
  logRatioExpr
} from './special/DevianceFunctions.ts'
import { cosExpr, log1pExpr, signExpr, sinExpr } from './special/Elementary.ts'
import {
  digammaExpr,
  lgammaExpr,
  polygammaExpr,
  stirlingExpr,
  trigammaExpr
} from './special/GammaFunctions.ts'
import { dawsonExpr, expint1Expr, jeffreysKlExpr, scaledExpint1Expr } from './special/Integrals.ts'
import { erfExpr, logNdtrExpr, ndtriExpr } from './special/NormalDistribution.ts'

/** What replaces an operation; `kept` where it stays. */
type Expansion<Build> = 'kept' | Build

const maps: { readonly [O in MapOp]: Expansion<(x: Expr) => Expr> } = {
  neg: 'kept',
  abs: 'kept',
  exp: 'kept',
  expm1: 'kept',
  log: 'kept',
  sqrt: 'kept',
  square: 'kept',
  reciprocal: 'kept',
  floor: 'kept',
  round: 'kept',
  tanh: 'kept',
  sigmoid: 'kept',
  softplus: 'kept',
  relu: 'kept',
  // Executors have these too, but good to about 1e-7 absolute only.
  sign: signExpr,
  log1p: log1pExpr,
  sin: sinExpr,
  cos: cosExpr,
  erf: erfExpr,
  logNdtr: logNdtrExpr,
  ndtri: ndtriExpr,
  lgamma: lgammaExpr,
  digamma: digammaExpr,
  trigamma: trigammaExpr,
  stirling: stirlingExpr,
  excess: excessExpr,
  dawson: dawsonExpr,
  expint1: expint1Expr,
  scaledExpint1: scaledExpint1Expr,
  jeffreysKl: jeffreysKlExpr,
  stopGradient: (x) => x
}

const polygamma = (order: Expr, x: Expr): Expr => {
  if (order._tag !== 'Constant')
    throw new Error('internal: the order of polygamma is not a constant')
  return polygammaExpr(order.value)(x)
}

const zips: { readonly [O in ZipOp]: Expansion<(x: Expr, y: Expr) => Expr> } = {
  add: 'kept',
  sub: 'kept',
  mul: 'kept',
  div: 'kept',
  pow: 'kept',
  max: 'kept',
  min: 'kept',
  equal: 'kept',
  less: 'kept',
  lessEqual: 'kept',
  polygamma,
  logProduct: logProductExpr,
  logRatio: logRatioExpr,
  deviance: devianceExpr,
  logCauchy: logCauchyExpr
}

/**
 * max + ln Σ exp(x − max); an infinite maximum is not subtracted, so that nothing but −∞ gives −∞,
 * and anything ∞ gives ∞.
 */
const logSumExp =
  (over: Axes) =>
  (x: Expr): Expr => {
    const top = reduce('max', over)(x)
    const shift = where(pipe(abs(top), equal(Infinity)), constant(0), top)
    return pipe(log(sumOver(over)(exp(pipe(x, sub(shift))))), add(shift))
  }

const reductions: { readonly [O in ReduceOp]: Expansion<(over: Axes) => (x: Expr) => Expr> } = {
  sum: 'kept',
  max: 'kept',
  min: 'kept',
  logSumExp: (over) => (x) => (over.length === 0 ? x : logSumExp(over)(x))
}

/**
 * x − ln Σ exp is (x − max) − ln Σ exp(… − max): the difference of two large numbers is taken
 * exactly, before their sum is rounded. So log-probabilities and softmax keep 1e-6 at logits of
 * 1e6.
 */
const difference = (e: NodeOf<'Zip'>, x: Expr, y: Expr): Expr => {
  const partsOf = (original: Expr, expanded: Expr): NodeOf<'Zip'> | undefined =>
    original._tag === 'Reduce' && original.op === 'logSumExp' && expanded._tag === 'Zip'
      ? expanded
      : undefined
  const left = partsOf(e.x, x),
    right = partsOf(e.y, y)
  return right !== undefined
    ? pipe(x, sub(right.y), sub(right.x))
    : left !== undefined
      ? pipe(left.y, sub(y), add(left.x))
      : rebuild.Zip({ ...e, x, y }, e)
}

/** Σ over the axis of x where the position is the index: exact, and 0 where no position is. */
const gather = (axis: string, x: Expr, index: Expr): Expr =>
  sumOver([axis])(where(pipe(iota(axis), equal(index)), x, constant(0)))

/**
 * The same value in operations of the plan: `KernelMap`, `KernelZip`, sums and extrema. Roots given
 * to the same one keep what they share.
 */
export const specialExpander = (): ((root: Expr) => Expr) =>
  fold<Expr>({
    ...rebuild,
    Map: (folded, e) => {
      const f = maps[e.op]
      return f === 'kept' ? rebuild.Map(folded, e) : f(folded.x)
    },
    Zip: (folded, e) => {
      const f = zips[e.op]
      if (e.op === 'sub') return difference(e, folded.x, folded.y)
      return f === 'kept' ? rebuild.Zip(folded, e) : f(folded.x, folded.y)
    },
    Reduce: (folded, e) => {
      const f = reductions[e.op]
      return f === 'kept' ? rebuild.Reduce(folded, e) : f(e.over)(folded.x)
    },
    Gather: ({ axis, x, index }) => gather(axis, x, index)
  })

/** One expression, expanded alone. */
export const expandSpecial = (root: Expr): Expr => specialExpander()(root)
