/**
 * The derivative of the log joint density by every coordinate, in its simplest form by `tidy`.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Expr, gradients } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { LogJoint } from './DeriveLogJoint.ts'

export interface WithGradients extends LogJoint {
  /** By the name of the coordinate. */
  readonly gradients: ReadonlyMap<string, Expr>
}

export const differentiateLogJoint = (tidy: (e: Expr) => Expr): Pass<LogJoint, WithGradients> =>
  pass('differentiate', (state) => {
    const found = gradients(state.nats, state.coordinates)
    return E.right({
      ...state,
      gradients: new Map([...found].map(([name, g]) => [name, tidy(g)]))
    })
  })
