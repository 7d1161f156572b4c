/**
 * Every expression of the objective, savings, moments and draws through one simplifier: what they
 * share stays one node. It is not part of the result, which would keep all that it has seen.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Expr } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { Whole } from './DeriveDraws.ts'

export const simplifyWhole = (tidy: (e: Expr) => Expr): Pass<Whole, Whole> =>
  pass('simplify', (state) =>
    E.right({
      ...state,
      lossNats: tidy(state.lossNats),
      surrogateNats: tidy(state.surrogateNats),
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
  )
