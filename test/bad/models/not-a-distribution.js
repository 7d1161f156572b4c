// A value where a distribution is asked.
import { pipe } from 'fp-ts/lib/function.js'
import { exp, normal, program, sample } from 'farrier'

export default pipe(
  program,
  sample('mu', normal(0, 1)),
  sample('w', ({ mu }) => exp(mu))
)
