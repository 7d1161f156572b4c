/** What the languages lack, as the cases for each need to know it. */
import { lackedByJax } from '../../src/export/numpyro/NumpyroOperations.ts'
import { lackedByStan } from '../../src/export/stan/StanOperations.ts'
import type { Expr } from '../../src/expr/index.ts'
import type { EmitTarget } from '../../src/library/emit/EmitModel.ts'
import type { Case } from './Cases.ts'
import { shippedExamples } from './Examples.ts'
import { everyOperation, generated } from './Generated.ts'

const lackedBy: { readonly [T in EmitTarget]: (e: Expr) => string | undefined } = {
  numpyro: lackedByJax,
  stan: lackedByStan
}

export const casesFor = async (target: EmitTarget): Promise<ReadonlyArray<Case>> => [
  ...(await shippedExamples()),
  everyOperation(lackedBy[target]),
  ...generated
]
