// A continuation that returns nothing.
import { pipe } from 'fp-ts/lib/function.js'
import { include, normal, program, sample } from 'farrier'

export default pipe(
  program,
  sample('mu', normal(0, 1)),
  include('layer', ({ mu }) => {
    normal(mu, 1)
  })
)
