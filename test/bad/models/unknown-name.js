// A symbol that no line above declares.
import { pipe } from 'fp-ts/lib/function.js'
import { halfCauchy, normal, program, sample } from 'farrier'

export default pipe(
  program,
  sample('tau', halfCauchy(1)),
  sample('w', ({ tao }) => normal(0, tao))
)
