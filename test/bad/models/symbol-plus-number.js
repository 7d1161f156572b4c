// Arithmetic with operators instead of words.
import { pipe } from 'fp-ts/lib/function.js'
import { halfCauchy, mul, normal, program, sample } from 'farrier'

export default pipe(
  program,
  sample('tau', halfCauchy(5)),
  sample('lambda', halfCauchy(1)),
  sample('w', ({ tau, lambda }) => normal(0, pipe(tau, mul(lambda)) + 1))
)
