/**
 * The log joint density and the values of declared sites through one simplifier: what they share
 * stays one node.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Expr } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { LogJoint } from './DeriveLogJoint.ts'

export const simplifyLogJoint = (tidy: (e: Expr) => Expr): Pass<LogJoint, LogJoint> =>
  pass('simplify', (state) =>
    E.right({
      ...state,
      nats: tidy(state.nats),
      values: new Map([...state.values].map(([name, e]) => [name, tidy(e)]))
    })
  )
