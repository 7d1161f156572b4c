/**
 * LeNet-300-100: three dense layers for 28 × 28 digits, one scale per input of each layer, so that
 * whole units are pruned. The network: LeCun, Bottou, Bengio & Haffner 1998. The priors over
 * groups: Louizos, Ullrich & Welling 2017; over single weights (log-uniform): Molchanov, Ashukha &
 * Vetrov 2017; over both: the nested horseshoe, and noise of units times noise of weights. And dropout of
 * units, of weights that are points: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014; with
 * learned rates: Kingma, Salimans & Welling 2015.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  binaryDropout,
  boundVariance,
  categorical,
  choice,
  configurable,
  data,
  dense,
  gaussianDropout,
  groupHorseshoe,
  groupJeffreys,
  include,
  l0Gates,
  logUniformPrior,
  nestedHorseshoe,
  normalPrior,
  observe,
  over,
  plate,
  pointEstimates,
  positiveInteger,
  positiveNumber,
  type Prior,
  program,
  relu,
  softWeightSharing,
  structuredPruning,
  variationalDropout
} from 'farrier'

const images = plate('images'),
  pixels = axis('pixels', 784),
  classes = axis('classes', 10)

const network = (first: Prior, prior: Prior, units1: number, units2: number) => {
  const h1 = axis('h1', units1),
    h2 = axis('h2', units2)
  return pipe(
    program,
    data('x', [images, pixels]),
    include('fc1', ({ x }) => dense(pixels, h1, first)(x)),
    include('fc2', ({ fc1 }) => dense(h1, h2, prior)(relu(fc1))),
    include('fc3', ({ fc2 }) => dense(h2, classes, prior)(relu(fc2))),
    observe('y', ({ fc3 }) => over(images)(categorical({ logits: fc3, along: classes })))
  )
}

const points = pointEstimates(normalPrior())

// farrier-ignore improper-prior: group-jeffreys is the published prior; it is fitted, never drawn from
const priors = {
  'group-horseshoe': groupHorseshoe,
  'group-jeffreys': () => groupJeffreys,
  'nested-horseshoe': nestedHorseshoe,
  'log-uniform': () => logUniformPrior,
  'nested-log-uniform': () => pipe(logUniformPrior, variationalDropout()),
  normal: () => normalPrior(),
  points: () => points,
  'soft-weight-sharing': () => softWeightSharing({ components: 8, reach: 0.3 }),
  'structured-pruning': () => structuredPruning(),
  l0: () => l0Gates(0.1),
  'binary-dropout': () => pipe(points, binaryDropout({ rate: 0.2 })),
  'gaussian-dropout': () => pipe(points, gaussianDropout({ rate: 0.2 })),
  'variational-dropout': () => pipe(points, variationalDropout()),
  'layer-dropout': () => pipe(points, variationalDropout({ rates: 'shared' }))
}

export default configurable(
  {
    prior: choice(
      [
        'group-horseshoe',
        'group-jeffreys',
        'nested-horseshoe',
        'log-uniform',
        'nested-log-uniform',
        'normal',
        'points',
        'soft-weight-sharing',
        'structured-pruning',
        'l0',
        'binary-dropout',
        'gaussian-dropout',
        'variational-dropout',
        'layer-dropout'
      ],
      'group-horseshoe',
      'the prior of the weights'
    ),
    tau0: positiveNumber(1e-5, 'the global scale of the horseshoe'),
    h1: positiveInteger(300, 'the number of units of the first hidden layer'),
    h2: positiveInteger(100, 'the number of units of the second hidden layer'),
    maxVariance: positiveNumber(0.04, 'a bound on the variance of the guide of the first layer')
  },
  ({ prior, tau0, h1, h2, maxVariance }) => {
    const weights = priors[prior](tau0)
    // a point has no variance to bound
    const isPoint = prior === 'points' || prior.endsWith('dropout')
    const first = isPoint ? weights : boundVariance(maxVariance)(weights)
    return network(first, weights, h1, h2)
  }
)
