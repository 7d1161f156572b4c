// the second input is 1 in every row, beside an intercept; constant-data.csv
import { add, axis, contract, data, draw, model, normal, observe, over, plate } from 'farrier'

const rows = plate('rows'),
  inputs = axis('inputs', 2)

export default model(function* () {
  const x = yield* data('x', [rows, inputs])
  const slope = yield* draw('slope', over(inputs)(normal(0, 1)))
  const base = yield* draw('base', normal(0, 1))
  yield* observe('y', over(rows)(normal(add(base)(contract(inputs)(slope)(x)), 1)))
})
