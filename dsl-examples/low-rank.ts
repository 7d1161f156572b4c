/**
 * A matrix as a product of two thin ones, with one scale per component that both share: a component
 * that is not needed goes to zero in both, and so the rank is learned. Automatic relevance
 * determination; Bishop 1999 (Bayesian PCA), here with half-Cauchy scales.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  configurable,
  contract,
  halfCauchy,
  halfNormal,
  normal,
  observe,
  over,
  positiveInteger,
  program,
  sample
} from 'farrier'

export default configurable(
  {
    rows: positiveInteger(40, 'the number of rows'),
    columns: positiveInteger(30, 'the number of columns'),
    rank: positiveInteger(10, 'the largest rank considered')
  },
  (size) => {
    const rows = axis('rows', size.rows),
      columns = axis('columns', size.columns),
      components = axis('components', size.rank)
    return pipe(
      program,
      sample('z', over(components)(halfCauchy(1))),
      sample('u', ({ z }) => over(rows, components)(normal(0, z))),
      sample('v', ({ z }) => over(columns, components)(normal(0, z))),
      sample('sigma', halfNormal(1)),
      observe('y', ({ u, v, sigma }) => normal(pipe(u, contract(components)(v)), sigma))
    )
  }
)
