/**
 * Every expression of the objective, savings, moments and draws in its simplest form. One
 * simplifier for all of them: what they share stays one node.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { simplifier } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { Whole } from './DeriveDraws.ts'

export const simplifyWhole: Pass<Whole, Whole> = pass('simplify', (state) => {
  const tidy = simplifier()
  return E.right({
    ...state,
    simplify: tidy,
    lossNats: tidy(state.lossNats),
    errorCostNats: tidy(state.errorCostNats),
    complexity: state.complexity.map((c) => ({ ...c, nats: tidy(c.nats) })),
    savings: state.savings.map((s) => ({ ...s, nats: tidy(s.nats) })),
    moments: state.moments.map((m) =>
      m.closed === undefined
        ? m
        : { ...m, closed: { mean: tidy(m.closed.mean), variance: tidy(m.closed.variance) } }
    ),
    draws: new Map([...state.draws].map(([name, e]) => [name, tidy(e)]))
  })
})
