/**
 * An autoregression of order five: each value of a series by the five before it, `arK-arK` of posteriordb.
 * The row of a time has the values before it, the latest first; data made up there.
 */
import {
  add,
  axis,
  contract,
  data,
  draw,
  halfCauchy,
  model,
  normal,
  observe,
  over,
  plate
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const times = plate('times')
const lags = axis('lags', 5)

export default model(function* () {
  const before = yield* data('before', [times, lags])
  const alpha = yield* draw('alpha', normal(0, 10))
  const beta = yield* draw('beta', over(lags)(normal(0, 10)))
  const sigma = yield* draw('sigma', halfCauchy(2.5))
  yield* observe('y', normal(pipe(before, contract(lags)(beta), add(alpha)), sigma))
})
