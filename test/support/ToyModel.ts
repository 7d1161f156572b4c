/** A network for `toyImages`: 16 pixels, a few hidden units, three classes. */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  categorical,
  choice,
  configurable,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  observe,
  over,
  plate,
  positiveInteger,
  program,
  relu
} from '../../src/index.ts'

const images = plate('images')

const priors = { horseshoe: groupHorseshoe(1e-3), jeffreys: groupJeffreys }

/** Options: `prior`, `units`, `classes`, `pixels`. */
export const toyModel = configurable(
  {
    prior: choice(['horseshoe', 'jeffreys'], 'horseshoe'),
    units: positiveInteger(5, 'hidden units'),
    pixels: positiveInteger(16),
    classes: positiveInteger(3)
  },
  (o) => {
    const pixels = axis('pixels', o.pixels),
      hidden = axis('hidden', o.units),
      classes = axis('classes', o.classes),
      prior = priors[o.prior]
    return pipe(
      program,
      data('x', [images, pixels]),
      include('fc1', ({ x }) => dense(pixels, hidden, prior)(x)),
      include('fc2', ({ fc1 }) => dense(hidden, classes, prior)(relu(fc1))),
      observe('y', ({ fc2 }) => over(images)(categorical({ logits: fc2, along: classes })))
    )
  }
)
