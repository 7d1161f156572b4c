/**
 * Test scores of children by the IQ of their mothers, `kidiq-kidscore_momiq` of posteriordb. Flat priors
 * are normal with a deviation of 10⁹ here, too wide to be told apart. Gelman and Hill, Data Analysis Using
 * Regression and Multilevel/Hierarchical Models, 2007, chapter 3.
 */
import { add, data, draw, halfCauchy, model, mul, normal, observe, plate } from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const children = plate('children')

const flat = normal(0, 1e9)

export default model(function* () {
  const momIq = yield* data('mom_iq', [children])
  const intercept = yield* draw('intercept', flat)
  const byIq = yield* draw('byIq', flat)
  const sigma = yield* draw('sigma', halfCauchy(2.5))
  const location = pipe(intercept, add(pipe(momIq, mul(byIq))))
  yield* observe('kid_score', normal(location, sigma))
})
