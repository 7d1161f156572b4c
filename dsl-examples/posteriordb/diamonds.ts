/**
 * The logarithm of the prices of 5,000 diamonds by 24 measures and their products, centred, `diamonds-
 * diamonds` of posteriordb. Many of the measures hang together.
 */
import {
  add,
  axis,
  contract,
  data,
  draw,
  halfStudentT,
  model,
  normal,
  observe,
  over,
  plate,
  studentT
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const diamonds = plate('diamonds')
const measures = axis('measures', 24)

export default model(function* () {
  const x = yield* data('x', [diamonds, measures])
  const b = yield* draw('b', over(measures)(normal(0, 1)))
  const intercept = yield* draw('intercept', studentT({ df: 3, location: 8, scale: 10 }))
  const sigma = yield* draw('sigma', halfStudentT({ df: 3, scale: 10 }))
  yield* observe('y', normal(pipe(x, contract(measures)(b), add(intercept)), sigma))
})
