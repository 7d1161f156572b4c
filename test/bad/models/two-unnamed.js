// Two unnamed sites under one name.
import { include, model, normal, program, yields } from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

export default pipe(
  program,
  include(
    'w',
    model(function* () {
      yield* yields(normal(0, 1))
      return yield* yields(normal(0, 2))
    })
  )
)
