// as good as known, and as good as nothing said
import { pipe } from 'fp-ts/lib/function.js'
import { add, draw, halfCauchy, model, normal, observe, over, plate } from 'farrier'

const rows = plate('rows')

export default model(function* () {
  const fixed = yield* draw('fixed', normal(3, 1e-8))
  const free = yield* draw('free', halfCauchy(1e9))
  yield* observe('y', over(rows)(normal(pipe(free, add(fixed)), 1)))
})
