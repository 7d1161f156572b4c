// Layers in the wrong order.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, data, dense, groupHorseshoe, include, plate, program, relu } from 'farrier'

const pixels = axis('pixels', 784),
  h1 = axis('h1', 300),
  h2 = axis('h2', 100),
  prior = groupHorseshoe(1e-5)

export default pipe(
  program,
  data('x', [plate('images'), pixels]),
  include('fc2', ({ x }) => dense(h1, h2, prior)(x)),
  include('fc1', ({ fc2 }) => dense(pixels, h1, prior)(relu(fc2)))
)
