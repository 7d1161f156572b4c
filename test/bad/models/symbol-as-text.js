// A symbol in a template string.
import { pipe } from 'fp-ts/lib/function.js'
import { exp, halfCauchy, include, normal, program, sample } from 'farrier'

export default pipe(
  program,
  include(
    'layer',
    pipe(
      program,
      sample('tau', halfCauchy(5)),
      sample('w', ({ tau }) => normal(0, Number(`${exp(tau)}`)))
    )
  )
)
