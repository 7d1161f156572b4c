/**
 * What a hard concrete gate costs.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { some } from 'fp-ts/lib/Option.js'
import type { Expr } from '../../expr/Expr.ts'
import { mul } from '../../expr/Words.ts'
import type { KlRow, KlRule } from './KlRule.ts'

/** With which probability it is not 0. */
export interface HardConcrete {
  readonly open: Expr
}

const fromL0: KlRule<HardConcrete, 'L0Penalty'> = ({ open }, { nats }) =>
  some({
    nats: pipe(open, mul(nats)),
    kind: 'point',
    note: 'E −ln p = nats·P(z ≠ 0): no KL, since a gate that is 0 has no density there',
    upToConstant: true
  })

export const hardConcreteKls: KlRow<HardConcrete> = { L0Penalty: fromL0 }
