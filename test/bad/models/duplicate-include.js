// One model included twice under one name: one message, not one for each of its sites.
import { pipe } from 'fp-ts/lib/function.js'
import { halfCauchy, include, normal, program, sample } from 'farrier'

const scaled = pipe(
  program,
  sample('s', halfCauchy(1)),
  sample('v', ({ s }) => normal(0, s))
)

export default pipe(program, include('a', scaled), include('a', scaled))
