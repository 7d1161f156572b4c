// low is above 1 and high below 0; the larger of a scale and 0 is the scale
import { pipe } from 'fp-ts/lib/function.js'
import { add, draw, exp, halfNormal, less, max, model, neg, normal, observe, over } from 'farrier'
import { plate, uniform, where } from 'farrier'

const rows = plate('rows')

export default model(function* () {
  const tau = yield* draw('tau', halfNormal(1))
  const never = pipe(tau, less(0), where(2, 1))
  const mu = yield* draw('mu', normal(never, pipe(tau, max(0), add(1), exp)))
  yield* observe('y', over(rows)(normal(mu, 1)))
  yield* observe('u', over(rows)(uniform(pipe(tau, add(1)), neg(tau))))
})
