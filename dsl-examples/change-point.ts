/**
 * A change point: the yearly flow of the Nile at Aswan, 1871 to 1970, in 10¹⁰ m³, and the year in
 * which it fell. Shows a site of an interval: the year of the change is uniform over the record, and
 * its guide a logit-normal of that interval. Cobb (1978), Biometrika 65(2); the data are R's `Nile`.
 * The change is smooth within a year or so, so that it has a derivative by its year. The answer by
 * quadrature: before 10.97 (deviation 0.25), after 8.51 (0.16), change 1898.2 (0.89), spread 1.31.
 */
import {
  add,
  data,
  draw,
  halfNormal,
  model,
  mul,
  normal,
  observe,
  plate,
  sigmoid,
  sub,
  uniform
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const years = plate('years')

export default model(function* () {
  const year = yield* data('year', [years])
  const before = yield* draw('before', normal(9, 3))
  const after = yield* draw('after', normal(9, 3))
  const change = yield* draw('change', uniform(1871, 1970))
  const spread = yield* draw('spread', halfNormal(3))
  const late = sigmoid(pipe(year, sub(change), mul(2)))
  yield* observe('flow', normal(pipe(after, sub(before), mul(late), add(before)), spread))
})
