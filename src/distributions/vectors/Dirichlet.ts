/**
 * The Dirichlet distribution of shares along an axis.
 *
 * - density    ln p(x) = Σ (α_k − 1) ln x_k + ln Γ(α₀) − Σ ln Γ(α_k), α₀ = Σ α, with respect to all but one
 *              of the shares; of data it is not looked at whether they sum to 1. Written as
 *              δ(α₀) − ½ ln α₀ + ½ ln 2π + Σ (½ ln α_k − ½ ln 2π − δ(α_k) − ln x_k − D(α₀ x_k, α_k)), δ the
 *              error of Stirling's formula, D(x, y) = x − y − y ln(x/y)
 * - arguments  concentration α > 0, along the axis or one for all
 * - axes       a draw carries `along` and the axes of the concentration
 * - moments    E x_k = α_k/α₀, E x_k² = α_k (α_k + 1)/(α₀ (α₀ + 1)), α₀ = Σ α
 * - entropy    Σ ln Γ(α_k) − ln Γ(α₀) + (α₀ − n) ψ(α₀) − Σ (α_k − 1) ψ(α_k)
 * - draws      none that is smooth in α; on the host gammas over their sum, in logarithms
 * - source     Gelman et al. (2013), Bayesian Data Analysis, A.1
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, type Option, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, size as sizeExpr } from '../../expr/Expr.ts'
import {
  add,
  digamma,
  div,
  type ExprLike,
  lgamma,
  lift,
  log,
  mul,
  stirling,
  sub,
  sumSpread
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { lessDeviance, partOf } from '../SaddlePoint.ts'
import { logStandardGamma, positiveExp, type VectorDraw } from '../StandardDraws.ts'
import { simplex } from '../supports/SimplexSupport.ts'
import { freeAxis } from '../supports/VectorBijector.ts'
import { together } from './Together.ts'

/** @category model */
export interface Dirichlet {
  readonly _tag: 'Dirichlet'
  readonly concentration: Expr
  readonly along: string
  readonly size: number
}

/** @category constructors */
export const dirichlet = (a: {
  readonly concentration: ExprLike
  readonly along: string
  readonly size: number
}): Dirichlet => ({ _tag: 'Dirichlet', ...a, concentration: lift(a.concentration) })

const draw: VectorDraw = ([concentration = []], uniform, n) => {
  const logs = Array.from({ length: n }, (_, k) =>
    logStandardGamma(concentration[concentration.length === 1 ? 0 : k] ?? NaN, uniform)
  )
  const top = logs.reduce((a, b) => Math.max(a, b), -Infinity)
  const total = logs.reduce((sum, l) => sum + Math.exp(l - top), 0)
  return logs.map((l) => positiveExp(l - top - Math.log(total)))
}

const halfLog2Pi = 0.5 * Math.log(2 * Math.PI)

/** @category instances */
export const family = (d: Dirichlet): Family<Dirichlet> => {
  const { concentration: a, along, size } = d
  const sum = sumSpread([along])
  const all = sum(a)
  const logBeta = pipe(sum(lgamma(a)), sub(lgamma(all)))
  const moment = (k: number): Option<Expr> => {
    const mean = pipe(a, div(all))
    switch (k) {
      case 0:
        return some(constant(1))
      case 1:
        return some(mean)
      case 2:
        return some(pipe(mean, mul(pipe(a, add(1))), div(pipe(all, add(1)))))
      default:
        return none
    }
  }
  const logDensity = (x: Expr): Expr => {
    const share = { value: x, log: log(x) }
    const each = pipe(
      pipe(log(a), mul(0.5), sub(halfLog2Pi)),
      sub(stirling(a)),
      sub(share.log),
      lessDeviance(a, partOf(all, share))
    )
    const ofAll = pipe(stirling(all), sub(pipe(log(all), mul(0.5))), add(halfLog2Pi))
    return pipe(sum(each), add(ofAll))
  }
  return {
    tag: d._tag,
    support: simplex(along, size),
    arguments: [{ name: 'concentration', value: a, support: 'Positive' }],
    consumes: [freeAxis(along)],
    jointly: [along],
    vectorAxes: [
      { name: along, size },
      { name: freeAxis(along), size: size - 1 }
    ],
    isProper: true,
    holdsEnds: false,
    logDensity,
    mapArguments: (f) => dirichlet({ ...d, concentration: f(a) }),
    ...together,
    sampleVector: draw,
    peak: none,
    moment,
    median: some(pipe(a, div(all))),
    entropy: some(
      pipe(
        logBeta,
        add(pipe(digamma(all), mul(pipe(all, sub(sizeExpr(along)))))),
        sub(sum(pipe(digamma(a), mul(pipe(a, sub(1))))))
      )
    ),
    show: ([concentration = '']) =>
      `dirichlet({ concentration: ${concentration}, along: ${along} })`
  }
}
