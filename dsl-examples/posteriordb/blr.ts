/**
 * Linear regression on five inputs, `sblri-blr` and `sblrc-blr` of posteriordb: weights that are
 * independent in the posterior, and correlated ones. Data made up there; every weight is 1.
 */
import {
  axis,
  contract,
  data,
  draw,
  halfNormal,
  model,
  normal,
  observe,
  over,
  plate
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const rows = plate('rows')
const inputs = axis('inputs', 5)

export default model(function* () {
  const x = yield* data('x', [rows, inputs])
  const beta = yield* draw('beta', over(inputs)(normal(0, 10)))
  const sigma = yield* draw('sigma', halfNormal(10))
  yield* observe('y', normal(pipe(x, contract(inputs)(beta)), sigma))
})
