/**
 * Logistic regression of a yes-or-no outcome on a few inputs, with an intercept and weakly
 * informative priors. Gelman, Jakulin, Pittau & Su 2008 (theirs are Cauchy; these are normal).
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  bernoulli,
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

export default configurable({ features: positiveInteger(4, 'the number of inputs') }, (options) => {
  const features = axis('features', options.features)
  return pipe(
    program,
    data('x', [people, features]),
    sample('intercept', normal(0, 10)),
    sample('w', over(features)(normal(0, 2.5))),
    observe('y', ({ x, w, intercept }) =>
      bernoulli({ logits: pipe(x, contract(features)(w), add(intercept)) })
    )
  )
})
