/**
 * The relaxed Bernoulli distribution, or binary concrete: a switch between 0 and 1 with a smooth draw, the
 * Gumbel-softmax of two classes. Its logit is logistic.
 *
 * - density    ln p(x) = ln t − |s| − 2 ln(1 + e^(−|s|)) − ln x − ln(1 − x), s = t ln(x/(1 − x)) − l,
 *              0 < x < 1
 * - arguments  logits l = ln(p/(1 − p)), real; temperature t positive
 * - limits     x > ½ with probability p, at any temperature; as t → 0 it is a Bernoulli, at t = 1 and
 *              p = ½ uniform; below t = 1 the density has no end at 0 and 1
 * - mode       from t = 1 on, where tanh(u/2) = t tanh((t u − l)/2), u its logit; by halves, of numbers
 * - median     1/(1 + e^(−l/t))
 * - draws      x = 1/(1 + exp(−(l + ln(u/(1 − u)))/t)), u uniform
 * - ends       of low temperatures much mass lies nearer to 1 than floating point has numbers: draws are moved
 *              inside, by less than their rounding
 * - source     Maddison, Mnih and Teh (2017), ICLR; Jang, Gu and Poole (2017), ICLR
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { scalarMap } from '../../expr/numbers/Scalar.ts'
import {
  add,
  div,
  type ExprLike,
  lift,
  log,
  log1p,
  mul,
  neg,
  sigmoid,
  softplus,
  sub
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { unit } from '../supports/UnitSupport.ts'
import { logit } from '../supports/Bijector.ts'

/** @category model */
export interface RelaxedBernoulli {
  readonly _tag: 'RelaxedBernoulli'
  readonly logits: Expr
  readonly temperature: Expr
}

/** @category constructors */
export const relaxedBernoulli = (a: {
  readonly logits: ExprLike
  readonly temperature: ExprLike
}): RelaxedBernoulli => ({
  _tag: 'RelaxedBernoulli',
  logits: lift(a.logits),
  temperature: lift(a.temperature)
})

/** At its mode, which the halves of an interval of its logit close in on; unbounded below t = 1. */
const peak = ({ logits, temperature }: RelaxedBernoulli): Option<Expr> => {
  if (logits._tag !== 'Constant' || temperature._tag !== 'Constant') return none
  const [l, t] = [logits.value, temperature.value]
  if (!(t >= 1)) return none
  const logDensity = (u: number): number => {
    const s = t * u - l
    const { softplus: above } = scalarMap
    return Math.log(t) - above(s) - above(-s) + above(u) + above(-u)
  }
  const rises = (u: number): boolean => Math.tanh(u / 2) > t * Math.tanh((t * u - l) / 2)
  // of t near 1 it lies far out, where the density is what it is at the end
  let [low, high] = [-700, 700]
  for (let i = 0; i < 80; i += 1) {
    const middle = (low + high) / 2
    if (rises(middle)) low = middle
    else high = middle
  }
  return some(constant(Math.max(logDensity(low), logDensity(0))))
}

/** @category instances */
export const family = (d: RelaxedBernoulli): Family<RelaxedBernoulli> => {
  /** Standard logistic. */
  const standard = (x: Expr): Expr => pipe(logit(x), mul(d.temperature), sub(d.logits))
  const back = (s: Expr): Expr => sigmoid(pipe(s, add(d.logits), div(d.temperature)))
  return {
    tag: d._tag,
    support: unit,
    arguments: [
      { name: 'logits', value: d.logits, support: 'Real' },
      { name: 'temperature', value: d.temperature, support: 'Positive' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      const s = standard(x)
      return pipe(
        log(d.temperature),
        sub(softplus(s)),
        sub(softplus(neg(s))),
        sub(log(x)),
        sub(log1p(neg(x)))
      )
    },
    mapArguments: (f) => relaxedBernoulli({ logits: f(d.logits), temperature: f(d.temperature) }),
    locationScale: none,
    expansion: none,
    pathwise: some({ noise: 'uniform', push: (u) => back(logit(u)) }),
    sample: right(
      scalarDraw(([logits = NaN, temperature = NaN], uniform) => {
        const u = uniform()
        const x = scalarMap.sigmoid((logits + Math.log(u) - Math.log1p(-u)) / temperature)
        return Math.min(Math.max(x, Number.MIN_VALUE), 1 - 2 ** -53)
      })
    ),
    peak: peak(d),
    moment: (k) => (k === 0 ? some(lift(1)) : none),
    median: some(sigmoid(pipe(d.logits, div(d.temperature)))),
    cdf: some((x) => sigmoid(standard(x))),
    quantile: some((p) => back(logit(p))),
    standard: none,
    entropy: none,
    show: ([logits = '', temperature = '']) =>
      `relaxedBernoulli({ logits: ${logits}, temperature: ${temperature} })`
  }
}
