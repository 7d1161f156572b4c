/**
 * The derivative of the log joint density by every coordinate.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Expr, gradients } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { TidyLogJoint } from './SimplifyLogJoint.ts'

export interface WithGradients extends TidyLogJoint {
  /** By the name of the coordinate. */
  readonly gradients: ReadonlyMap<string, Expr>
}

export const differentiateLogJoint: Pass<TidyLogJoint, WithGradients> = pass(
  'differentiate',
  (state) => {
    const tidy = state.simplify ?? ((e: Expr): Expr => e)
    const found = gradients(state.nats, state.coordinates)
    return E.right({
      ...state,
      gradients: new Map([...found].map(([name, g]) => [name, tidy(g)]))
    })
  }
)
