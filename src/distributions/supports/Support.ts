/**
 * Where a distribution's values lie, and the smooth bijection from the real line onto it.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import type { Expr } from '../../expr/Expr.ts'
import { add, exp, log, mul, neg, sigmoid, softplus, sub } from '../../expr/Words.ts'
import { constant } from '../../expr/Expr.ts'

/**
 * `Signed` is ℝ∖{0}: a scale through its square. `Categories` counts 0 … size − 1 along an axis.
 */
export type Support =
  | { readonly _tag: 'Real' }
  | { readonly _tag: 'Positive' }
  | { readonly _tag: 'Signed' }
  | { readonly _tag: 'Interval'; readonly low: Expr; readonly high: Expr }
  | { readonly _tag: 'Binary' }
  | { readonly _tag: 'Categories'; readonly axis: string }

export type SupportTag = Support['_tag']

export const real: Support = { _tag: 'Real' }
export const positive: Support = { _tag: 'Positive' }
export const signed: Support = { _tag: 'Signed' }
export const binary: Support = { _tag: 'Binary' }
export const interval = (low: Expr, high: Expr): Support => ({ _tag: 'Interval', low, high })
export const categories = (axis: string): Support => ({ _tag: 'Categories', axis })

/**
 * May a value of support `inner` stand where `outer` is asked? Positive and signed values are real.
 */
export const isWithin =
  (outer: SupportTag) =>
  (inner: SupportTag): boolean =>
    inner === outer ||
    (outer === 'Real' && inner !== 'Categories') ||
    (outer === 'Signed' && inner === 'Positive')

/** x = forward(u) for u ∈ ℝ, u = inverse(x), and ln |dx/du| as a function of u. */
export interface Bijector {
  readonly forward: (u: Expr) => Expr
  readonly inverse: (x: Expr) => Expr
  readonly logJacobian: (u: Expr) => Expr
}

const identity: Bijector = { forward: (u) => u, inverse: (x) => x, logJacobian: () => constant(0) }
const exponential: Bijector = { forward: exp, inverse: log, logJacobian: (u) => u }
const logistic = (low: Expr, high: Expr): Bijector => ({
  forward: (u) => pipe(sigmoid(u), mul(pipe(high, sub(low))), add(low)),
  inverse: (x) => pipe(log(pipe(x, sub(low))), sub(log(pipe(high, sub(x))))),
  logJacobian: (u) => pipe(log(pipe(high, sub(low))), sub(softplus(u)), sub(softplus(neg(u))))
})

/** None for discrete supports. */
export const bijector = (s: Support): Bijector | undefined => {
  switch (s._tag) {
    case 'Real':
    case 'Signed':
      return identity
    case 'Positive':
      return exponential
    case 'Interval':
      return logistic(s.low, s.high)
    case 'Binary':
    case 'Categories':
      return undefined
  }
}
