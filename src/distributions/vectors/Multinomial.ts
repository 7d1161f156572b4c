/**
 * The multinomial distribution: how many of several independent trials came to each outcome of an axis.
 *
 * - mass       ln P(x) = ln N! − Σ ln x_k! + Σ x_k ln p_k where Σ x = N, else −∞; of all outcomes
 *              together. Written as Σ (m(x_k) − D(N p_k, x_k)) − m(N), m(x) = −½ ln 2πx − δ(x), δ the error of
 *              Stirling's formula, D(x, y) = x − y − y ln(x/y)
 * - arguments  total N, a whole number; logits l along the axis, p = e^l/Σ e^l: those of shares p are ln p
 * - axes       a draw carries `along` and the axes of the arguments
 * - moments    E x_k = N p_k, E x_k² = N p_k (1 − p_k) + (N p_k)²
 * - draws      none that is smooth in the arguments; on the host trial by trial
 * - source     Gelman et al. (2013), Bayesian Data Analysis, A.2
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  add,
  equal,
  exp,
  type ExprLike,
  lift,
  logSumExp,
  max,
  mul,
  neg,
  square,
  sub,
  sumOver
} from '../../expr/Words.ts'
import { categoricalDraw } from '../discrete/Categorical.ts'
import type { Family } from '../Family.ts'
import { lessDeviance, minusLogFactorial, partOf } from '../SaddlePoint.ts'
import type { VectorDraw } from '../StandardDraws.ts'
import { counts } from '../supports/CountsSupport.ts'
import { together } from './Together.ts'

/** @category model */
export interface Multinomial {
  readonly _tag: 'Multinomial'
  readonly total: Expr
  readonly logits: Expr
  readonly along: string
  readonly size: number
}

/** @category constructors */
export const multinomial = (a: {
  readonly total: ExprLike
  readonly logits: Expr
  readonly along: string
  readonly size: number
}): Multinomial => {
  if (!a.logits.axes.includes(a.along))
    throw new Error(
      `internal: multinomial along ${a.along} of logits over [${a.logits.axes.join(', ')}]`
    )
  return { _tag: 'Multinomial', ...a, total: lift(a.total) }
}

const draw: VectorDraw = ([total = [], logits = []], uniform, n) => {
  const found = Array.from({ length: n }, () => 0)
  for (let trial = 0; trial < (total[0] ?? 0); trial++) {
    const k = categoricalDraw([logits], uniform)
    found[k] = (found[k] ?? 0) + 1
  }
  return found
}

/** @category instances */
export const family = (d: Multinomial): Family<Multinomial> => {
  const { total, logits, along, size } = d
  const logShares = pipe(logits, sub(logSumExp([along])(logits)))
  const moment = (k: number): Option<Expr> => {
    const share = exp(logShares)
    const mean = pipe(share, mul(total))
    switch (k) {
      case 0:
        return some(constant(1))
      case 1:
        return some(mean)
      case 2:
        return some(pipe(mean, mul(pipe(neg(share), add(1))), add(square(mean))))
      default:
        return none
    }
  }
  return {
    tag: d._tag,
    support: counts,
    arguments: [
      { name: 'total', value: total, support: 'Counts' },
      { name: 'logits', value: logits, support: 'Real' }
    ],
    consumes: [],
    jointly: [along],
    vectorAxes: [{ name: along, size }],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      const shares = { value: exp(logShares), log: logShares }
      const each = pipe(
        minusLogFactorial(x),
        lessDeviance(x, partOf(total, shares, pipe(total, max(1))))
      )
      return where(
        pipe(x, sumOver([along]), equal(total)),
        pipe(each, sumOver([along]), sub(minusLogFactorial(total))),
        constant(-Infinity)
      )
    },
    mapArguments: (f) => multinomial({ ...d, total: f(total), logits: f(logits) }),
    ...together,
    sampleVector: draw,
    peak: none,
    moment,
    median: none,
    entropy: none,
    show: ([shownTotal = '', shownLogits = '']) =>
      `multinomial({ total: ${shownTotal}, logits: ${shownLogits}, along: ${along} })`
  }
}
