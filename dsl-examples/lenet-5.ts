/**
 * LeNet-5 as Caffe has it: 20 and 50 filters of 5 × 5, each followed by pooling 2 × 2, then 500 and
 * 10 units. A convolution has one scale per output map, a dense layer one per input, so that whole
 * filters and units are pruned; what a filter that goes leaves behind (its bias) passes through
 * pooling and flattening to the next layer by derivation. The network: LeCun, Bottou, Bengio &
 * Haffner 1998. The priors over groups: Louizos, Ullrich & Welling 2017; over single weights
 * (log-uniform): Molchanov, Ashukha & Vetrov 2017; over both: the nested horseshoe, and noise of
 * groups times noise of weights.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  boundVariance,
  categorical,
  choice,
  configurable,
  conv2d,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  l0Gates,
  logUniformPrior,
  maxPool,
  merge,
  nestedHorseshoe,
  normalPrior,
  observe,
  over,
  plate,
  pointEstimates,
  positiveInteger,
  positiveNumber,
  type Prior,
  productAxis,
  program,
  relu,
  slide,
  softWeightSharing,
  split,
  structuredPruning,
  variationalDropout
} from 'farrier'

const images = plate('images'),
  classes = axis('classes', 10)

/** A filter of 5 × 5, then the largest of each 2 × 2. */
const filters = { size: 5 },
  halves = { size: 2, stride: 2 }

const network = (first: Prior, prior: Prior, side: number, sizes: Sizes) => {
  const pixels = axis('pixels', side * side),
    grey = axis('grey', 1),
    rows = axis('rows', side),
    columns = axis('columns', side),
    maps1 = axis('maps1', sizes.maps1),
    maps2 = axis('maps2', sizes.maps2),
    units = axis('units', sizes.units)
  const windows1 = [slide(rows, 'rows1', filters), slide(columns, 'columns1', filters)] as const
  const halves1 = [
    slide(windows1[0].at, 'half-rows1', halves),
    slide(windows1[1].at, 'half-columns1', halves)
  ] as const
  const windows2 = [
    slide(halves1[0].at, 'rows2', filters),
    slide(halves1[1].at, 'columns2', filters)
  ] as const
  const halves2 = [
    slide(windows2[0].at, 'half-rows2', halves),
    slide(windows2[1].at, 'half-columns2', halves)
  ] as const
  const parts = [maps2, halves2[0].at, halves2[1].at] as const,
    features = productAxis('features', parts)
  return pipe(
    program,
    data('x', [images, pixels]),
    include('conv1', ({ x }) =>
      pipe(x, split(pixels, [grey, rows, columns]), conv2d(grey, maps1, windows1, first))
    ),
    include('conv2', ({ conv1 }) =>
      pipe(conv1, maxPool(...halves1), relu, conv2d(maps1, maps2, windows2, prior))
    ),
    include('fc1', ({ conv2 }) =>
      pipe(conv2, maxPool(...halves2), relu, merge(parts, features), dense(features, units, prior))
    ),
    include('fc2', ({ fc1 }) => dense(units, classes, prior)(relu(fc1))),
    observe('y', ({ fc2 }) => over(images)(categorical({ logits: fc2, along: classes })))
  )
}

interface Sizes {
  readonly maps1: number
  readonly maps2: number
  readonly units: number
}

// farrier-ignore improper-prior: group-jeffreys is the published prior; it is fitted, never drawn from
const priors = {
  'group-horseshoe': groupHorseshoe,
  'group-jeffreys': () => groupJeffreys,
  'nested-horseshoe': nestedHorseshoe,
  'log-uniform': () => logUniformPrior,
  'nested-log-uniform': () => pipe(logUniformPrior, variationalDropout()),
  normal: () => normalPrior(),
  points: () => pointEstimates(normalPrior()),
  'soft-weight-sharing': () => softWeightSharing({ components: 8, reach: 0.3 }),
  'structured-pruning': () => structuredPruning(),
  l0: () => l0Gates(0.1)
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
        'l0'
      ],
      'group-horseshoe',
      'the prior of the weights'
    ),
    tau0: positiveNumber(1e-5, 'the global scale of the horseshoe'),
    side: positiveInteger(28, 'the rows, and the columns, of an image'),
    maps1: positiveInteger(20, 'the number of filters of the first convolution'),
    maps2: positiveInteger(50, 'the number of filters of the second convolution'),
    units: positiveInteger(500, 'the number of units of the hidden dense layer'),
    maxVariance: positiveNumber(0.04, 'a bound on the variance of the guide of the first layer')
  },
  ({ prior, tau0, side, maxVariance, maps1, maps2, units }) => {
    const weights = priors[prior](tau0)
    // a point has no variance to bound
    const first = prior === 'points' ? weights : boundVariance(maxVariance)(weights)
    return network(first, weights, side, { maps1, maps2, units })
  }
)
