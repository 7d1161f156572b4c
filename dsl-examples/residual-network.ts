/**
 * A small residual network: a first convolution, then blocks h + f(h) where f is two convolutions of
 * 3 × 3, then the mean of each map and one dense layer. Windows under the names of their own axes
 * keep rows and columns; all blocks lead to the same number of maps. A map of the shortcut lives
 * as long as one of the filters that add to it. Blocks: He, Zhang, Ren & Sun 2016.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  categorical,
  choice,
  configurable,
  conv2d,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  meanOver,
  normalPrior,
  observe,
  over,
  plate,
  positiveInteger,
  positiveNumber,
  type Prior,
  program,
  relu,
  rename,
  returns,
  slide,
  split,
  type Axis,
  type Tensor
} from 'farrier'

const images = plate('images'),
  classes = axis('classes', 10)

/** Filters of 3 × 3 over rows and columns, with zeros at the edge. */
const around = (rows: Axis<'rows'>, columns: Axis<'columns'>) => {
  const filter = { size: 3, padding: 'same' } as const
  return [slide(rows, 'rows', filter), slide(columns, 'columns', filter)] as const
}
type Around = ReturnType<typeof around>

/** h + f(h), from the maps `from` to as many maps `to`. */
const block =
  <I extends string, M extends string, O extends string>(
    from: Axis<I>,
    middle: Axis<M>,
    to: Axis<O>,
    windows: Around,
    prior: Prior
  ) =>
  (h: Tensor<'images' | 'rows' | 'columns' | I>) =>
    pipe(
      program,
      include('a', conv2d(from, middle, windows, prior)(relu(h))),
      include('b', ({ a }) => conv2d(middle, to, windows, prior)(relu(a))),
      returns(({ b }) => pipe(h, rename(from, to), add(b)))
    )

const network = (prior: Prior, side: number, width: number) => {
  const pixels = axis('pixels', side * side),
    grey = axis('grey', 1),
    rows = axis('rows', side),
    columns = axis('columns', side),
    maps0 = axis('maps0', width),
    middle1 = axis('middle1', width),
    maps1 = axis('maps1', width),
    middle2 = axis('middle2', width),
    maps2 = axis('maps2', width),
    windows = around(rows, columns)
  return pipe(
    program,
    data('x', [images, pixels]),
    include('first', ({ x }) =>
      pipe(x, split(pixels, [grey, rows, columns]), conv2d(grey, maps0, windows, prior))
    ),
    include('block1', ({ first }) => block(maps0, middle1, maps1, windows, prior)(first)),
    include('block2', ({ block1 }) => block(maps1, middle2, maps2, windows, prior)(block1)),
    include('last', ({ block2 }) =>
      pipe(block2, relu, meanOver(rows, columns), dense(maps2, classes, prior))
    ),
    observe('y', ({ last }) => over(images)(categorical({ logits: last, along: classes })))
  )
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
    tau0: positiveNumber(1e-3, 'the global scale of the horseshoe'),
    side: positiveInteger(28, 'the rows, and the columns, of an image'),
    maps: positiveInteger(16, 'the number of maps of every block')
  },
  ({ prior, tau0, side, maps }) => network(priors[prior](tau0), side, maps)
)
