// One name, two sizes: in the axes of sites, and in an axis that is only summed over.
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  data,
  halfCauchy,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  sumOver
} from 'farrier'

const pixels = axis('pixels', 784),
  h = axis('h', 300)

export default pipe(
  program,
  data('x', [plate('images'), pixels]),
  sample('z', over(h)(halfCauchy(1))),
  sample('w', over(axis('h', 200))(normal(0, 1))),
  observe('y', ({ x }) => normal(pipe(x, sumOver(axis('pixels', 768))), 1)),
  observe('label', over(axis('images', 10))(normal(0, 1)))
)
