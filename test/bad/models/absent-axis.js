// A contraction over an axis that one operand lacks.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, contract, data, normal, observe, over, plate, program, sample } from 'farrier'

const pixels = axis('pixels', 784),
  h1 = axis('h1', 300)

export default pipe(
  program,
  data('x', [plate('images'), pixels]),
  sample('w', over(h1)(normal(0, 1))),
  observe('y', ({ x, w }) => normal(pipe(x, contract(pixels)(w)), 1))
)
