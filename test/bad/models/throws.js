// The model's own code fails.
import { pipe } from 'fp-ts/lib/function.js'
import { normal, program, sample } from 'farrier'

const table = {}

export default pipe(
  program,
  sample('w', () => normal(table.prior.mean, 1))
)
