/** Eight schools, declared non-centred: every sampler has the same ten coordinates. */
import {
  add,
  axis,
  data,
  draw,
  halfCauchy,
  model,
  mul,
  normal,
  observe,
  over,
  positives
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const schools = axis('schools', 8)

export default model(function* () {
  const mu = yield* draw('mu', normal(0, 5))
  const tau = yield* draw('tau', halfCauchy(5))
  const base = yield* draw('base', over(schools)(normal(0, 1)))
  const sigma = yield* data('sigma', [schools], positives)
  yield* observe('y', normal(pipe(base, mul(tau), add(mu)), sigma))
})
