/**
 * The hard concrete guide: a gate that is 0 with some probability, 1 with some, and between them
 * otherwise; its draw is smooth wherever it is between.
 *
 * - support     between 0 and 1; what is cut off at an end lies next to it, at 2⁻¹²⁶ in the place of 0
 * - parameters  μ = ln a, the log odds of being open
 * - draw        z = min(1, max(0, s(ζ − γ) + γ)), s = sigmoid((ln Φ(ε) − ln Φ(−ε) + μ)/β), with β = 2/3,
 *               γ = −0.1, ζ = 1.1
 * - cost        it has no density where it is cut off, so no KL: of an L0 penalty it is E −ln p, nats times
 *               P(z ≠ 0) = sigmoid(μ − β ln(−γ/ζ)); of another prior −ln p at the draw
 * - moments     E zᵏ = ∫₀¹ k xᵏ⁻¹ P(z > x) dx by 32 Gauss–Legendre nodes, k = 1, 2
 * - source      Louizos, Welling and Kingma (2018), ICLR
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constants, contract, type Expr, ref } from '../expr/Expr.ts'
import { gaussLegendre } from '../expr/numbers/GaussLegendre.ts'
import { add, div, logNdtr, mul, neg, sigmoid, square, sub } from '../expr/Words.ts'
import { quadratureAxis } from './Expectation.ts'
import type { GuideFamily, MeanVariance } from './GuideFamily.ts'
import { inside } from './Inside.ts'
import { hardConcreteKls } from './kl/HardConcreteKls.ts'
import { klBy } from './kl/KlRule.ts'
import { initialJitter, locationRole } from './NormalCoordinate.ts'
import { parameterName } from './Parameter.ts'

const beta = 2 / 3
const [from, to] = [-0.1, 1.1]

const { nodes, weights } = gaussLegendre(32)

/** P(z > x) at the nodes: 1 − sigmoid(β logit of where x lies between γ and ζ, less μ). */
const openBeyond = (location: Expr): Expr =>
  sigmoid(
    pipe(
      location,
      sub(
        constants(
          [quadratureAxis],
          [nodes.length],
          nodes.map((x) => beta * Math.log((x - from) / (to - x)))
        )
      )
    )
  )

const moment = (location: Expr, k: number): Expr =>
  contract([quadratureAxis])(
    openBeyond(location),
    constants(
      [quadratureAxis],
      [nodes.length],
      nodes.map((x, i) => (weights[i] ?? 0) * k * x ** (k - 1))
    )
  )

export const hardConcreteGuide: GuideFamily = {
  title: 'HardConcrete',
  estimator: 'pathwise',
  fits: ({ _tag }) => (_tag === 'Unit' ? some('a gate between 0 and 1') : none),
  law: 'hardConcrete(μ)',
  roles: [locationRole],
  at: (site) => {
    const name = parameterName(site.name, locationRole)
    const location = ref(name, site.axes)
    const momentsOf = (k: number): MeanVariance => {
      const mean = moment(location, k)
      return { mean, variance: pipe(moment(location, 2 * k), sub(square(mean))) }
    }
    return {
      parameters: ({ at, spread }) => [
        {
          name,
          site: site.declared,
          axes: site.axes,
          // of scales that learn to leave: at their rate
          kind: 'scale',
          initial:
            spread === undefined
              ? {
                  _tag: 'Fill',
                  value: at === undefined ? 0 : beta * Math.log((at - from) / (to - at)),
                  jitter: site.axes.length === 0 ? 0 : initialJitter
                }
              : { _tag: 'NormalNoise', sd: (4 * beta * spread) / (to - from) }
        }
      ],
      draw: {
        noise: 'normal',
        push: (noise) =>
          inside(site.support)(
            pipe(
              logNdtr(noise),
              sub(logNdtr(neg(noise))),
              add(location),
              div(beta),
              sigmoid,
              mul(to - from),
              add(from)
            )
          )
      },
      asNormal: none,
      moments: (k) => (k === 1 || k === 2 ? some(momentsOf(k)) : none),
      logDensity: none,
      closedKl: klBy(hardConcreteKls, {
        open: sigmoid(pipe(location, sub(beta * Math.log(-from / to))))
      })
    }
  }
}
