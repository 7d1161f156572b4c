/**
 * Linear regression with known noise: y ~ N(x·w, 1), w ~ N(0, I).
 * The answer is known: the posterior is N(m, V) with V = (XᵀX + I)⁻¹, m = V·Xᵀy, and the mean-field
 * guide that is closest to it has mean m and variances 1/(XᵀX + I)ᵢᵢ. Bishop, Pattern Recognition
 * and Machine Learning, sections 3.3 and 10.1.2.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  configurable,
  contract,
  data,
  normal,
  observe,
  over,
  plate,
  positiveInteger,
  program,
  sample
} from 'farrier'

const people = plate('people')

export default configurable({ features: positiveInteger(3, 'the number of inputs') }, (options) => {
  const features = axis('features', options.features)
  return pipe(
    program,
    data('x', [people, features]),
    sample('w', over(features)(normal(0, 1))),
    observe('y', ({ x, w }) => normal(pipe(x, contract(features)(w)), 1))
  )
})
