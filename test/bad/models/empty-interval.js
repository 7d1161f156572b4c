// A uniform distribution on nothing.
import { pipe } from 'fp-ts/lib/function.js'
import { program, sample, uniform } from 'farrier'

export default pipe(
  program,
  sample('u', () => uniform(1, 0))
)
