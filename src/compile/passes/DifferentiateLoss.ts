/**
 * The derivative of the loss by every parameter, in its simplest form by `tidy`.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Expr, gradients, plus } from '../../expr/index.ts'
import type { Parameter } from '../../ir/Variational.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { Whole } from './DeriveDraws.ts'

export interface Differentiated extends Whole {
  readonly parameters: ReadonlyArray<Parameter>
  /** By the name of the parameter. */
  readonly gradients: ReadonlyMap<string, Expr>
}

export const differentiateLoss = (tidy: (e: Expr) => Expr): Pass<Whole, Differentiated> =>
  pass('differentiate', (state) => {
    const parameters = [...state.guides.values()].flatMap((g) => g.parameters)
    const found = gradients(
      plus(state.lossNats, state.surrogateNats),
      parameters.filter((p) => p.initial._tag !== 'End')
    )
    return E.right({
      ...state,
      parameters,
      gradients: new Map([...found].map(([name, g]) => [name, tidy(g)]))
    })
  })
