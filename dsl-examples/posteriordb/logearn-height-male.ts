/**
 * The logarithm of earnings by height and sex, `earnings-logearn_height_male` of posteriordb. Flat priors
 * are normal with a deviation of 10⁹ here, too wide to be told apart. Gelman and Hill, Data Analysis Using
 * Regression and Multilevel/Hierarchical Models, 2007, chapter 4.
 */
import { add, data, draw, halfNormal, logNormal, model, mul, normal, observe, plate } from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const people = plate('people')

const flat = normal(0, 1e9)

export default model(function* () {
  const height = yield* data('height', [people])
  const male = yield* data('male', [people])
  const intercept = yield* draw('intercept', flat)
  const byHeight = yield* draw('byHeight', flat)
  const ofMen = yield* draw('ofMen', flat)
  const sigma = yield* draw('sigma', halfNormal(1e9))
  const location = pipe(intercept, add(pipe(height, mul(byHeight))), add(pipe(male, mul(ofMen))))
  yield* observe('earn', logNormal(location, sigma))
})
