/** What the languages lack, as the cases for each need to know it. */
import { lackedByJax } from '../../src/export/numpyro/NumpyroOperations.ts'
import { lackedByStan } from '../../src/export/stan/StanOperations.ts'
import type { Expr } from '../../src/expr/index.ts'
import type { DataTarget } from '../../src/library/emit/EmitModel.ts'
import type { Case } from './Cases.ts'
import { shippedExamples } from './Examples.ts'
import { everyOperation, generated } from './Generated.ts'

const lackedBy: { readonly [T in DataTarget]: (e: Expr) => string | undefined } = {
  numpyro: lackedByJax,
  stan: lackedByStan
}

export const casesFor = async (target: DataTarget): Promise<ReadonlyArray<Case>> => [
  ...(await shippedExamples()),
  everyOperation(lackedBy[target]),
  ...generated
]
