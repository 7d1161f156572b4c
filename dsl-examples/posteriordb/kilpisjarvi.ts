/**
 * Mean summer temperatures in Kilpisjärvi by year, `kilpisjarvi_mod-kilpisjarvi` of posteriordb. Years are
 * as a calendar has them, 3952 to 4013 there, so that level and slope are correlated by −0.9999.
 */
import { add, data, draw, halfNormal, model, mul, normal, observe, plate } from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const years = plate('years')

export default model(function* () {
  const x = yield* data('x', [years])
  const alpha = yield* draw('alpha', normal(9.31290322580645, 100))
  const beta = yield* draw('beta', normal(0, 1 / 30))
  // flat there
  const sigma = yield* draw('sigma', halfNormal(1e9))
  yield* observe('y', normal(pipe(x, mul(beta), add(alpha)), sigma))
})
