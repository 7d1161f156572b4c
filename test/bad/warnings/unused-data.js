// x is asked for, and no line uses it
import { data, draw, model, normal, observe, over, plate } from 'farrier'

const rows = plate('rows')

export default model(function* () {
  yield* data('x', [rows])
  const mu = yield* draw('mu', normal(0, 1))
  yield* observe('y', over(rows)(normal(mu, 1)))
})
