/**
 * The hard concrete distribution: a relaxed switch that is stretched beyond 0 and 1 and cut off there, so
 * that it is 0 with some probability, 1 with some, and anything between otherwise.
 *
 * - law        x = min(1, max(0, (ζ − γ)s + γ)), s ~ relaxedBernoulli(logits l, temperature t), γ = −below,
 *              ζ = 1 + above
 * - density    with respect to length and a unit of mass at 0 and at 1: at 0 ln P(0) = −ln(1 + e^(−v(0))),
 *              at 1 ln P(1) = −ln(1 + e^(v(1))), between them ln p(x) = ln t − |v| − 2 ln(1 + e^(−|v|)) +
 *              ln(ζ − γ) − ln(x − γ) − ln(ζ − x), where v(x) = t ln((x − γ)/(ζ − x)) − l
 * - arguments  logits l, real; temperature t, and how far it is stretched `below` 0 and `above` 1, positive
 * - data       0 and 1 themselves are values
 * - latents    inference is of s, which has a density: a draw of x that others read lies next to 0 and 1
 *              where it is cut off, at 2⁻¹²⁶ and 1 − 2⁻²². What would have to see x whole is refused: a guide of
 *              its own, a site that stays centred, a parameter of another language, a component beside
 *              one that has no mass at 0 and 1
 * - function   P(draw ≤ x) = 1/(1 + e^(−v(x))), 1 at x = 1; a quantile is the least x that reaches p
 * - median     (ζ − γ)/(1 + e^(−l/t)) + γ, cut off
 * - moments    E xᵏ = ∫ P(draw > x) dxᵏ by 32 Gauss–Legendre nodes in ln((x − γ)/(ζ − x)), k whole, where t,
 *              below and above are numbers and t ln((1 − γ)ζ/(−γ(ζ − 1))) is at most 14: to 10⁻¹⁰
 * - peak       none: what has mass and what has a density are not compared
 * - source     Louizos, Welling and Kingma (2018), ICLR
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, constants, contract, type Expr, where } from '../../expr/Expr.ts'
import { gaussLegendre } from '../../expr/numbers/GaussLegendre.ts'
import { scalarMap } from '../../expr/numbers/Scalar.ts'
import {
  add,
  div,
  type ExprLike,
  less,
  lessEqual,
  lift,
  log,
  max,
  min,
  mul,
  neg,
  sigmoid,
  softplus,
  sub
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { logit } from '../supports/Bijector.ts'
import { inside } from '../supports/Inside.ts'
import { unit } from '../supports/UnitSupport.ts'
import { type RelaxedBernoulli, relaxedBernoulli } from './RelaxedBernoulli.ts'

/** @category model */
export interface HardConcrete {
  readonly _tag: 'HardConcrete'
  readonly logits: Expr
  readonly temperature: Expr
  readonly below: Expr
  readonly above: Expr
}

/** @category constructors */
export const hardConcrete = (a: {
  readonly logits: ExprLike
  readonly temperature: ExprLike
  readonly below: ExprLike
  readonly above: ExprLike
}): HardConcrete => ({
  _tag: 'HardConcrete',
  logits: lift(a.logits),
  temperature: lift(a.temperature),
  below: lift(a.below),
  above: lift(a.above)
})

/** No axis of a model is spelled so: axes are identifiers. */
const nodesAxis = '(gate)'
const { nodes, weights } = gaussLegendre(32)
/** The longest way of v that these nodes are enough for. */
const longest = 14

const alongNodes = (values: ReadonlyArray<number>): Expr =>
  constants([nodesAxis], [values.length], values)

/** ∫ P(draw > x) dxᵏ, x = (ζ − γ)sigmoid(u) + γ. */
const moment =
  ({ logits, temperature: t, below: b, above: a }: HardConcrete) =>
  (k: number): Option<Expr> => {
    if (k === 0) return some(constant(1))
    if (
      !Number.isInteger(k) ||
      k < 0 ||
      t._tag !== 'Constant' ||
      b._tag !== 'Constant' ||
      a._tag !== 'Constant'
    )
      return none
    const span = 1 + b.value + a.value
    const from = Math.log(b.value / (1 + a.value)),
      length = Math.log((1 + b.value) / a.value) - from
    if (!(t.value * length <= longest)) return none
    const us = nodes.map((node) => from + length * node)
    const sizes = us.map((u, i) => {
      const s = scalarMap.sigmoid(u),
        slope = span * s * scalarMap.sigmoid(-u)
      return (weights[i] ?? 0) * length * slope * k * (span * s - b.value) ** (k - 1)
    })
    const isAbove = sigmoid(pipe(logits, sub(alongNodes(us.map((u) => t.value * u)))))
    return some(contract([nodesAxis])(isAbove, alongNodes(sizes)))
  }

/** (ζ − γ)s + γ */
const stretched =
  ({ below, above }: HardConcrete) =>
  (s: Expr): Expr =>
    pipe(s, mul(pipe(below, add(above), add(1))), sub(below))

/** Before it is cut off, of the logit of a uniform number. */
export const uncut =
  (d: HardConcrete) =>
  (logistic: Expr): Expr =>
    pipe(logistic, add(d.logits), div(d.temperature), sigmoid, stretched(d))

/** @category instances */
export const family = (d: HardConcrete): Family<HardConcrete | RelaxedBernoulli> => {
  const { logits, temperature, below, above } = d
  const span = pipe(below, add(above), add(1))
  /** x − γ and ζ − x */
  const up = (x: Expr): Expr => pipe(x, add(below))
  const down = (x: Expr): Expr => pipe(constant(1), sub(x), add(above))
  const standard = (x: Expr): Expr =>
    pipe(log(up(x)), sub(log(down(x))), mul(temperature), sub(logits))
  const cut = (x: Expr): Expr => pipe(x, max(0), min(1))
  const atUniform = (u: Expr): Expr => uncut(d)(logit(u))
  const logZero = neg(softplus(neg(standard(constant(0))))),
    logOne = neg(softplus(standard(constant(1))))
  return {
    tag: d._tag,
    support: unit,
    arguments: [
      { name: 'logits', value: logits, support: 'Real' },
      { name: 'temperature', value: temperature, support: 'Positive' },
      { name: 'below', value: below, support: 'Positive' },
      { name: 'above', value: above, support: 'Positive' }
    ],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: true,
    atoms: [
      { at: 0, logMass: logZero },
      { at: 1, logMass: logOne }
    ],
    logDensity: (x) => {
      const v = standard(x)
      const between = pipe(
        log(temperature),
        sub(softplus(v)),
        sub(softplus(neg(v))),
        add(log(span)),
        sub(log(up(x))),
        sub(log(down(x)))
      )
      return where(
        pipe(x, lessEqual(0)),
        logZero,
        where(pipe(constant(1), lessEqual(x)), logOne, between)
      )
    },
    mapArguments: (f) =>
      hardConcrete({
        logits: f(logits),
        temperature: f(temperature),
        below: f(below),
        above: f(above)
      }),
    locationScale: none,
    expansion: none,
    whitened: {
      base: relaxedBernoulli({ logits, temperature }),
      value: (s) => inside(unit)(stretched(d)(s))
    },
    pathwise: some({ noise: 'uniform', push: (u) => inside(unit)(atUniform(u)) }),
    sample: right(
      scalarDraw(([l = NaN, t = NaN, b = NaN, a = NaN], uniform) => {
        const u = uniform()
        const s = scalarMap.sigmoid((l + Math.log(u) - Math.log1p(-u)) / t)
        return Math.min(1, Math.max(0, (1 + b + a) * s - b))
      })
    ),
    peak: none,
    moment: moment(d),
    median: some(cut(uncut(d)(constant(0)))),
    cdf: some((x) => where(pipe(x, less(1)), sigmoid(standard(x)), constant(1))),
    quantile: some((p) => cut(atUniform(p))),
    standard: none,
    entropy: none,
    show: ([l = '', t = '', b = '', a = '']) =>
      `hardConcrete({ logits: ${l}, temperature: ${t}, below: ${b}, above: ${a} })`
  }
}
