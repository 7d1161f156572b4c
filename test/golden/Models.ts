/** Small models whose derivation is kept as text. */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  categorical,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  observe,
  over,
  plate,
  type Prior,
  program,
  relu
} from 'farrier'

const images = plate('images'),
  pixels = axis('pixels', 784),
  hidden = axis('hidden', 100),
  classes = axis('classes', 10)

/** One layer: what each pass prints stays short. */
const layer = (prior: Prior) =>
  pipe(
    program,
    data('x', [images, pixels]),
    include('fc', ({ x }) => dense(pixels, classes, prior)(x)),
    observe('y', ({ fc }) => over(images)(categorical({ logits: fc, along: classes })))
  )

const network = (prior: Prior) =>
  pipe(
    program,
    data('x', [images, pixels]),
    include('fc1', ({ x }) => dense(pixels, hidden, prior)(x)),
    include('fc2', ({ fc1 }) => dense(hidden, classes, prior)(relu(fc1))),
    observe('y', ({ fc2 }) => over(images)(categorical({ logits: fc2, along: classes })))
  )

export const models = {
  'group-horseshoe': { layer: layer(groupHorseshoe(1e-5)), network: network(groupHorseshoe(1e-5)) },
  'group-jeffreys': { layer: layer(groupJeffreys), network: network(groupJeffreys) }
}
