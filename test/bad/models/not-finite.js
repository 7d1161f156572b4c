// A number that is not one.
import { pipe } from 'fp-ts/lib/function.js'
import { mul, normal, program, sample } from 'farrier'

export default pipe(
  program,
  sample('a', normal(0, 1)),
  sample('b', ({ a }) => normal(pipe(a, mul(0 / 0)), 1))
)
