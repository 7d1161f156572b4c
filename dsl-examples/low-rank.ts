/**
 * A matrix as a product of two thin ones, with one scale per component that both share: a component
 * that is not needed goes to zero in both, and so the rank is learned. Automatic relevance
 * determination; Bishop 1999 (Bayesian PCA), here with half-Cauchy scales.
 *
 * With `u=summed-out` the rows have no coordinates of their own: each is one normal vector whose elements
 * vary together through the components, which is the same law of y with fewer latents.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  choice,
  configurable,
  contract,
  halfCauchy,
  halfNormal,
  lowRankMultivariateNormal,
  mul,
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
    rank: positiveInteger(10, 'the largest rank considered'),
    u: choice(['drawn', 'summed-out'], 'drawn', 'whether the rows have coordinates of their own')
  },
  (size) => {
    const rows = axis('rows', size.rows),
      columns = axis('columns', size.columns),
      components = axis('components', size.rank)
    return size.u === 'drawn'
      ? pipe(
          program,
          sample('z', over(components)(halfCauchy(1))),
          sample('u', ({ z }) => over(rows, components)(normal(0, z))),
          sample('v', ({ z }) => over(columns, components)(normal(0, z))),
          sample('sigma', halfNormal(1)),
          observe('y', ({ u, v, sigma }) => normal(pipe(u, contract(components)(v)), sigma))
        )
      : pipe(
          program,
          sample('z', over(components)(halfCauchy(1))),
          sample('v', ({ z }) => over(columns, components)(normal(0, z))),
          sample('sigma', halfNormal(1)),
          observe('y', ({ z, v, sigma }) =>
            over(rows)(
              lowRankMultivariateNormal({
                mean: 0,
                factor: pipe(v, mul(z)),
                scale: sigma,
                along: columns,
                across: components
              })
            )
          )
        )
  }
)
