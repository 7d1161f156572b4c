/**
 * One sparse regression under several priors: how each tells the few inputs that matter from the
 * others. Of 20 inputs three matter, by 5, −3 and 1; noise of deviation 1, 40 rows. The Laplace prior
 * takes about 1/(40·0.3) = 0.08 from every coefficient, the large ones too, and leaves the others at
 * the size of their noise; those with a spike and a heavy tail take nearly all of what is noise.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  choice,
  configurable,
  contract,
  data,
  dirichletLaplace,
  elementwise,
  halfCauchy,
  halfNormal,
  hardConcrete,
  horseshoe,
  horseshoePlus,
  include,
  laplacePrior,
  marginalHorseshoe,
  mul,
  normal,
  normalBetaPrime,
  observe,
  over,
  plate,
  positive,
  positiveInteger,
  type Prior,
  program,
  r2d2,
  regularisedHorseshoe,
  sample,
  spikeAndSlab,
  studentTPrior,
  tau0Expecting,
  yields
} from 'farrier'

const rows = plate('rows')

/** Three inputs of twenty are expected to matter; the noise has a deviation of about 1. */
const tau0 = tau0Expecting({ nonzero: 3, of: 20, observations: 40 })

const priors = {
  laplace: elementwise(laplacePrior(0.3)),
  'student-t': elementwise(studentTPrior({ df: 3, scale: 0.3 })),
  horseshoe: horseshoe(tau0),
  // the same with its local scales summed out: for samplers one coordinate a coefficient, not two
  'marginal-horseshoe': ({ axes }) =>
    pipe(
      program,
      sample('s', halfCauchy(tau0)),
      yields(({ s }) => over(...axes)(marginalHorseshoe(s)))
    ),
  'horseshoe-plus': elementwise(horseshoePlus(tau0)),
  'regularised-horseshoe': elementwise(regularisedHorseshoe({ tau0, slab: { df: 4, scale: 5 } })),
  'normal-beta-prime': elementwise(normalBetaPrime({ alpha: 0.3, beta: 0.5, scale: tau0 })),
  'dirichlet-laplace': elementwise(dirichletLaplace({ concentration: 0.5 })),
  r2d2: elementwise(r2d2({ alpha: 1, beta: 0.5, concentration: 0.3 })),
  'spike-and-slab': elementwise(spikeAndSlab({ inclusion: 0.15, slab: 5 })),
  // switches that are cut off at 0 and 1: what is off is off
  'hard-concrete': ({ axes }) =>
    pipe(
      program,
      sample('z', over(...axes)(hardConcrete({ logits: -1.7 }))),
      yields(({ z }) => normal(0, pipe(z, mul(positive(5)))))
    )
} satisfies Readonly<Record<string, Prior>>

export default configurable(
  {
    features: positiveInteger(20, 'the number of inputs'),
    prior: choice(
      [
        'laplace',
        'student-t',
        'horseshoe',
        'marginal-horseshoe',
        'horseshoe-plus',
        'regularised-horseshoe',
        'normal-beta-prime',
        'dirichlet-laplace',
        'r2d2',
        'spike-and-slab',
        'hard-concrete'
      ],
      'horseshoe',
      'the prior of the coefficients'
    )
  },
  ({ features: size, prior }) => {
    const features = axis('features', size)
    return pipe(
      program,
      data('x', [rows, features]),
      include('w', priors[prior]({ group: features, axes: [features] })),
      sample('sigma', halfNormal(3)),
      observe('y', ({ x, w, sigma }) => over(rows)(normal(pipe(x, contract(features)(w)), sigma)))
    )
  }
)
