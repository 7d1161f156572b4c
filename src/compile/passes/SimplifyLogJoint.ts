/**
 * The log joint density and the values of declared sites in their simplest form. One simplifier for
 * all of them: what they share stays one node.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Expr, simplifier } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { LogJoint } from './DeriveLogJoint.ts'

export interface TidyLogJoint extends LogJoint {
  /** What later passes put their expressions through. */
  readonly simplify?: (e: Expr) => Expr
}

export const simplifyLogJoint: Pass<TidyLogJoint, TidyLogJoint> = pass('simplify', (state) => {
  const tidy = simplifier()
  return E.right({
    ...state,
    simplify: tidy,
    nats: tidy(state.nats),
    values: new Map([...state.values].map(([name, e]) => [name, tidy(e)]))
  })
})
