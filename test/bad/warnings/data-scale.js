// a trend over calendar years, as they are; data-scale.csv
import { add, data, draw, model, mul, normal, observe, over, plate } from 'farrier'

const rows = plate('rows')

export default model(function* () {
  const year = yield* data('year', [rows])
  const income = yield* data('income', [rows])
  const slope = yield* draw('slope', normal(0, 1))
  const effect = yield* draw('effect', normal(0, 1))
  const base = yield* draw('base', normal(0, 1))
  const trend = add(base)(mul(slope)(year))
  yield* observe('y', over(rows)(normal(add(trend)(mul(effect)(income)), 1)))
})
