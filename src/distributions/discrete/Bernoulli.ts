/**
 * The Bernoulli distribution, by logits.
 *
 * - mass       ln P(x) = x l − ln(1 + eˡ) = −ln(1 + e^((1 − 2x) l)), x ∈ {0, 1}
 * - arguments  logits l = ln(p/(1 − p)), real: finite for every p strictly between 0 and 1, exact
 *              near both ends
 * - moments    E xᵏ = 1/(1 + e⁻ˡ) for k > 0
 * - draws      1 where u < 1/(1 + e⁻ˡ), u uniform: a step
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { scalarMap } from '../../expr/numbers/Scalar.ts'
import {
  abs,
  add,
  type ExprLike,
  less,
  lift,
  mul,
  neg,
  sigmoid,
  softplus,
  sub
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { binary } from '../supports/BinarySupport.ts'

/** @category model */
export interface Bernoulli {
  readonly _tag: 'Bernoulli'
  readonly logits: Expr
}

/** @category constructors */
export const bernoulli = (a: { readonly logits: ExprLike }): Bernoulli => ({
  _tag: 'Bernoulli',
  logits: lift(a.logits)
})

const moment =
  (logits: Expr) =>
  (k: number): Option<Expr> =>
    k > 0 ? some(sigmoid(logits)) : k === 0 ? some(constant(1)) : none

/** ln(1 + e⁻ˡ) + l/(1 + eˡ), l ≥ 0: that of −l is the same. */
const entropy = (size: Expr): Expr =>
  pipe(softplus(neg(size)), add(pipe(size, mul(sigmoid(neg(size))))))

/** @category instances */
export const family = (d: Bernoulli): Family<Bernoulli> => ({
  tag: d._tag,
  support: binary,
  arguments: [{ name: 'logits', value: d.logits, support: 'Real' }],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: (x) => neg(softplus(pipe(d.logits, mul(pipe(constant(1), sub(pipe(x, mul(2)))))))),
  mapArguments: (f) => bernoulli({ logits: f(d.logits) }),
  locationScale: none,
  expansion: none,
  pathwise: none,
  steps: (u) => where(pipe(u, less(sigmoid(d.logits))), constant(1), constant(0)),
  sample: right(
    scalarDraw(([logits = NaN], uniform) => (uniform() < scalarMap.sigmoid(logits) ? 1 : 0))
  ),
  peak: some(neg(softplus(neg(abs(d.logits))))),
  moment: moment(d.logits),
  median: none,
  cdf: some((x) => where(pipe(x, less(1)), sigmoid(neg(d.logits)), constant(1))),
  quantile: none,
  standard: none,
  entropy: some(entropy(abs(d.logits))),
  show: ([logits = '']) => `bernoulli({ logits: ${logits} })`
})
