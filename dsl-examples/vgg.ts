/**
 * VGG for colour images of 32 × 32: filters of 3 × 3 in five blocks of 2, 2, 3, 3 and 3 convolutions
 * over 64, 128, 256, 512 and 512 maps, the largest of each 2 × 2 after each block, then 512 and 10
 * units. `width` scales the maps and the hidden units. One scale per output map of a convolution, one
 * per input of a dense layer. The network: Simonyan & Zisserman 2015, as Louizos, Ullrich & Welling
 * 2017 have it for CIFAR-10, without batch normalisation.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  type Axis,
  categorical,
  choice,
  configurable,
  conv2d,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  maxPool,
  merge,
  model,
  normalPrior,
  observe,
  over,
  plate,
  positiveInteger,
  positiveNumber,
  type Prior,
  productAxis,
  relu,
  slide,
  split,
  type Tensor
} from 'farrier'

const images = plate('images'),
  classes = axis('classes', 10)

/** Maps at width 1, and how many convolutions lead to them. */
const blocks = [
  [64, 2],
  [128, 2],
  [256, 3],
  [512, 3],
  [512, 3]
] as const

const filter = { size: 3, padding: 'same' } as const,
  half = { size: 2, stride: 2, padding: 'same' } as const

const network = (prior: Prior, side: number, width: number) => {
  const scaled = (n: number): number => Math.max(1, Math.round(n * width))
  const pixels = axis('pixels', 3 * side * side),
    units = axis('units', scaled(512))
  return model(function* () {
    let maps: Axis<string> = axis('colours', 3),
      rows: Axis<string> = axis('rows0', side),
      columns: Axis<string> = axis('columns0', side)
    const x = yield* data('x', [images, pixels])
    let h: Tensor<string> = pipe(x, split(pixels, [maps, rows, columns]))
    for (const [b, [count, convolutions]] of blocks.entries()) {
      for (let i = 1; i <= convolutions; i++) {
        const name = `${b + 1}-${i}`,
          to = axis(`maps${name}`, scaled(count)),
          windows = [slide(rows, rows.name, filter), slide(columns, columns.name, filter)] as const
        h = relu(yield* include(`conv${name}`, conv2d(maps, to, windows, prior)(h)))
        maps = to
      }
      const halved = (word: string): string => `${word}${b + 1}`,
        down = slide(rows, halved('rows'), half),
        across = slide(columns, halved('columns'), half)
      h = maxPool(down, across)(h)
      rows = down.at
      columns = across.at
    }
    const parts = [maps, rows, columns],
      features: Axis<string> = productAxis('features', parts)
    const flat = pipe(h, merge(parts, features))
    const fc1 = yield* include('fc1', dense(features, units, prior)(flat))
    const fc2 = yield* include('fc2', dense(units, classes, prior)(relu(fc1)))
    yield* observe('y', over(images)(categorical({ logits: fc2, along: classes })))
  })
}

// farrier-ignore improper-prior: group-jeffreys is the published prior; it is fitted, never drawn from
const priors = {
  'group-horseshoe': groupHorseshoe,
  'group-jeffreys': () => groupJeffreys,
  normal: () => normalPrior()
}

export default configurable(
  {
    prior: choice(
      ['group-horseshoe', 'group-jeffreys', 'normal'],
      'group-horseshoe',
      'the prior of the weights'
    ),
    tau0: positiveNumber(1e-5, 'the global scale of the horseshoe'),
    side: positiveInteger(32, 'the rows, and the columns, of an image'),
    width: positiveNumber(1, 'the factor of the numbers of maps and of hidden units')
  },
  ({ prior, tau0, side, width }) => network(priors[prior](tau0), side, width)
)
