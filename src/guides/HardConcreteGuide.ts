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
 * - moments     those of its law, k = 1, 2
 * - source      Louizos, Welling and Kingma (2018), ICLR
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { sequenceS } from 'fp-ts/lib/Apply.js'
import { Apply, map, none, type Option, some } from 'fp-ts/lib/Option.js'
import { ref } from '../expr/Expr.ts'
import { logNdtr, neg, sigmoid, square, sub } from '../expr/Words.ts'
import { family, hardConcrete, uncut } from '../distributions/interval/HardConcrete.ts'
import type { GuideFamily, MeanVariance } from './GuideFamily.ts'
import { inside } from '../distributions/supports/Inside.ts'
import { hardConcreteKls } from './kl/HardConcreteKls.ts'
import { klBy } from './kl/KlRule.ts'
import { initialJitter, locationRole } from './NormalCoordinate.ts'
import { parameterName } from './Parameter.ts'

const beta = 2 / 3
const [from, to] = [-0.1, 1.1]

export const hardConcreteGuide: GuideFamily = {
  title: 'HardConcrete',
  estimator: 'pathwise',
  fits: ({ _tag }) => (_tag === 'Unit' ? some('a gate between 0 and 1') : none),
  law: 'hardConcrete(μ)',
  roles: [locationRole],
  at: (site) => {
    const name = parameterName(site.name, locationRole)
    const location = ref(name, site.axes)
    const law = hardConcrete({ logits: location, temperature: beta, below: -from, above: to - 1 })
    const momentsOf = (k: number): Option<MeanVariance> =>
      pipe(
        sequenceS(Apply)({ mean: family(law).moment(k), square: family(law).moment(2 * k) }),
        map(({ mean, square: second }) => ({ mean, variance: pipe(second, sub(square(mean))) }))
      )
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
          inside(site.support)(pipe(logNdtr(noise), sub(logNdtr(neg(noise))), uncut(law)))
      },
      asNormal: none,
      moments: (k) => (k === 1 || k === 2 ? momentsOf(k) : none),
      logDensity: none,
      closedKl: klBy(hardConcreteKls, {
        open: sigmoid(pipe(location, sub(beta * Math.log(-from / to))))
      })
    }
  }
}
