/**
 * The Gumbel-softmax distribution of shares along an axis, or concrete: a choice of one index that is nearly
 * made, with a smooth draw. Of two indices it is the relaxed Bernoulli.
 *
 * - density    ln p(x) = ln Γ(n) + (n − 1) ln t + Σ (s_k − ln x_k) − n ln Σ e^(s_k), s_k = l_k − t ln x_k, with
 *              respect to all but one of the n shares; of data it is not looked at whether they sum to 1
 * - arguments  logits l, real, along the axis; temperature t positive, one for all
 * - axes       a draw carries `along` and the axes of both
 * - limits     x_k is the largest with probability ∝ e^(l_k), at any temperature; as t → 0 all others are 0
 * - draws      softmax((l + g)/t), g standard Gumbel for each index; on the host
 * - source     Maddison, Mnih and Teh (2017), ICLR; Jang, Gu and Poole (2017), ICLR
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import {
  add,
  div,
  exp,
  type ExprLike,
  lift,
  log,
  logSumExp,
  mul,
  sub,
  sumSpread
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { positiveExp, type VectorDraw } from '../StandardDraws.ts'
import { simplex } from '../supports/SimplexSupport.ts'
import { freeAxis } from '../supports/VectorBijector.ts'
import { together } from './Together.ts'

/** @category model */
export interface GumbelSoftmax {
  readonly _tag: 'GumbelSoftmax'
  readonly logits: Expr
  readonly temperature: Expr
  readonly along: string
  readonly size: number
}

/** @category constructors */
export const gumbelSoftmax = (a: {
  readonly logits: ExprLike
  readonly temperature: ExprLike
  readonly along: string
  readonly size: number
}): GumbelSoftmax => ({
  _tag: 'GumbelSoftmax',
  ...a,
  logits: lift(a.logits),
  temperature: lift(a.temperature)
})

const draw: VectorDraw = ([logits = [], temperature = []], uniform, n) => {
  const t = temperature[0] ?? NaN
  const noisy = Array.from({ length: n }, (_, k) => {
    const l = logits[logits.length === 1 ? 0 : k] ?? NaN
    return (l - Math.log(-Math.log(uniform()))) / t
  })
  const top = noisy.reduce((a, b) => Math.max(a, b), -Infinity)
  const total = noisy.reduce((sum, x) => sum + Math.exp(x - top), 0)
  return noisy.map((x) => positiveExp(x - top - Math.log(total)))
}

/** ln (n − 1)! */
const logFactorial = (n: number): number =>
  Array.from({ length: n - 1 }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0)

/** @category instances */
export const family = (d: GumbelSoftmax): Family<GumbelSoftmax> => {
  const { logits, temperature, along, size } = d
  const sum = sumSpread([along])
  const softmax = (x: Expr): Expr => exp(pipe(x, sub(logSumExp([along])(x))))
  return {
    tag: d._tag,
    support: simplex(along, size),
    arguments: [
      { name: 'logits', value: logits, support: 'Real' },
      { name: 'temperature', value: temperature, support: 'Positive' }
    ],
    consumes: [freeAxis(along)],
    jointly: [along],
    vectorAxes: [
      { name: along, size },
      { name: freeAxis(along), size: size - 1 }
    ],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => {
      const s = pipe(logits, sub(pipe(log(x), mul(temperature))))
      // ln of the softmax of s: each of these is at most 0
      const shares = pipe(s, sub(logSumExp([along])(s)))
      return pipe(
        sum(pipe(shares, sub(log(x)))),
        add(pipe(log(temperature), mul(size - 1))),
        add(logFactorial(size))
      )
    },
    mapArguments: (f) => gumbelSoftmax({ ...d, logits: f(logits), temperature: f(temperature) }),
    ...together,
    sampleVector: draw,
    peak: none,
    moment: (k) => (k === 0 ? some(constant(1)) : none),
    median: some(softmax(pipe(logits, div(temperature)))),
    entropy: none,
    show: ([l = '', t = '']) =>
      `gumbelSoftmax({ logits: ${l}, temperature: ${t}, along: ${along} })`
  }
}
