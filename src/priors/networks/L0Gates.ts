/**
 * L0 regularisation: a gate for each group that is 0 with a probability, whose price is the number of
 * weights that it lets through.
 *
 * - density    of w = z·w̃, w̃ ~ N(0, 1): improper, as the penalty of z is
 * - mixing     w ~ N(0, z²), −ln p(z) = λ times the weights of the group where z is not 0
 * - shrinkage  none between 0 and 1 but by the weights' own: a group is paid for or not
 * - spike      at 0, of whole groups
 * - tail       a normal's
 * - source     Louizos, Welling and Kingma (2018), ICLR, where weights are points
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { requireGroup } from '../../dsl/CheckedPrior.ts'
import { l0Penalty, normal, over, type Prior, program, sample, yields } from '../../dsl/index.ts'

/** Gates begin open. */
const begins = 0.9

/**
 * w = z·w̃, w̃ ~ N(0, 1) and a gate z in [0, 1] for each group, with a hard concrete guide: a weight costs
 * `nats` where its gate is not 0. Groups are gated, and leave training and the network as under other
 * scales. Published: 0.1 nats a weight. Louizos, Welling & Kingma 2018.
 *
 * @example
 * dense(features, hidden, l0Gates(0.1))(x)
 */
export const l0Gates =
  (nats: number): Prior =>
  ({ group, axes }) => {
    requireGroup('prior', { group, axes })
    const weights = axes.reduce(
      (n, a) => n * (a.name === group.name || a.size === 'data' ? 1 : a.size),
      1
    )
    return pipe(
      program,
      sample('z', over(group)(l0Penalty(nats * weights)), {
        guide: 'hardConcrete',
        initial: begins
      }),
      yields(({ z }) => over(...axes)(normal(0, z)))
    )
  }
