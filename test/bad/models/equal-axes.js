// A dense layer from an axis to itself.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, data, dense, include, normalPrior, plate, program } from 'farrier'

const images = plate('images'),
  h = axis('h', 10)

export default pipe(
  program,
  data('x', [images, h]),
  include('fc1', ({ x }) => dense(h, h, normalPrior())(x))
)
