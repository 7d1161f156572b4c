/**
 * Sparse linear regression: many inputs, few that matter. Written from single sites, without a
 * prior value: the global scale s says how many matter, the local scales z which ones. Noise of
 * unknown size. Carvalho, Polson & Scott 2010.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  configurable,
  contract,
  data,
  halfCauchy,
  halfNormal,
  mul,
  normal,
  observe,
  over,
  plate,
  positiveInteger,
  positiveNumber,
  program,
  sample
} from 'farrier'

const people = plate('people')

export default configurable(
  {
    features: positiveInteger(100, 'the number of inputs'),
    tau0: positiveNumber(
      0.1,
      'the scale of the global scale: about the fraction of inputs that matter'
    )
  },
  ({ features: size, tau0 }) => {
    const features = axis('features', size)
    return pipe(
      program,
      data('x', [people, features]),
      sample('s', halfCauchy(tau0)),
      sample('z', over(features)(halfCauchy(1))),
      sample('w', ({ s, z }) => normal(0, pipe(z, mul(s)))),
      sample('sigma', halfNormal(1)),
      observe('y', ({ x, w, sigma }) => normal(pipe(x, contract(features)(w)), sigma))
    )
  }
)
