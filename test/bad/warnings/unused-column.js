// the table has an age, which the author meant to use; unused-column.csv
import { add, data, draw, halfNormal, model, mul, normal, observe, over, plate } from 'farrier'

const rows = plate('rows')

export default model(function* () {
  const dose = yield* data('dose', [rows])
  const slope = yield* draw('slope', normal(0, 1))
  const base = yield* draw('base', normal(0, 1))
  const noise = yield* draw('noise', halfNormal(1))
  yield* observe('y', over(rows)(normal(add(base)(mul(slope)(dose)), noise)))
})
