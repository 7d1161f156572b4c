/**
 * The L0 penalty of a gate: being anything but 0 costs `nats`, whatever it is.
 *
 * - density    ln p(z) = −nats where z is not 0, 0 where it is: no law of probability, since a single
 *              value has no width, so that it cannot be sampled. 0 is what is below 2⁻¹⁰⁰
 * - support    between 0 and 1
 * - arguments  nats > 0
 * - source     Louizos, Welling and Kingma (2018), ICLR
 *
 * @since 0.2.0
 */
import { left } from 'fp-ts/lib/Either.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { pipe } from 'fp-ts/lib/function.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import { type ExprLike, less, lift, neg } from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { unit } from '../supports/UnitSupport.ts'

/** @category model */
export interface L0Penalty {
  readonly _tag: 'L0Penalty'
  readonly nats: Expr
}

/** @category constructors */
export const l0Penalty = (nats: ExprLike): L0Penalty => ({ _tag: 'L0Penalty', nats: lift(nats) })

/** A gate below this is closed. */
const closedBelow = 2 ** -100

/** @category instances */
export const family = (d: L0Penalty): Family<L0Penalty> => ({
  tag: d._tag,
  support: unit,
  arguments: [{ name: 'nats', value: d.nats, support: 'Positive' }],
  consumes: [],
  jointly: [],
  isProper: false,
  holdsEnds: false,
  logDensity: (x) => where(pipe(x, less(closedBelow)), constant(0), neg(d.nats)),
  mapArguments: (f) => l0Penalty(f(d.nats)),
  locationScale: none,
  expansion: none,
  pathwise: none,
  sample: left('its density is improper: it has no total mass'),
  peak: some(constant(0)),
  moment: () => none,
  median: none,
  cdf: none,
  quantile: none,
  standard: none,
  entropy: none,
  show: ([nats = '']) => `l0Penalty(${nats})`
})
