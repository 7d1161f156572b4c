/**
 * Yield of mesquite bushes by their measures, all as logarithms, `mesquite-logmesquite` of posteriordb.
 * Flat priors are normal with a deviation of 10⁹ here, too wide to be told apart. Gelman and Hill, Data
 * Analysis Using Regression and Multilevel/Hierarchical Models, 2007, chapter 4.
 */
import {
  add,
  axis,
  contract,
  data,
  draw,
  halfNormal,
  log,
  logNormal,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  positives
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const bushes = plate('bushes')
const measures = axis('measures', 5)

const flat = normal(0, 1e9)

export default model(function* () {
  const sizes = yield* data('sizes', [bushes, measures], positives)
  const group = yield* data('group', [bushes])
  const intercept = yield* draw('intercept', flat)
  const bySize = yield* draw('bySize', over(measures)(flat))
  const ofGroup = yield* draw('ofGroup', flat)
  const sigma = yield* draw('sigma', halfNormal(1e9))
  const location = pipe(
    log(sizes),
    contract(measures)(bySize),
    add(intercept),
    add(pipe(group, mul(ofGroup)))
  )
  yield* observe('weight', logNormal(location, sigma))
})
