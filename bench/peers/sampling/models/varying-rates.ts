/** 5,000 groups, each with a rate of its own that was measured with a known error. */
import {
  add,
  axis,
  data,
  draw,
  halfNormal,
  model,
  mul,
  normal,
  observe,
  over,
  positives
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const groups = axis('groups', 5000)

export default model(function* () {
  const mu = yield* draw('mu', normal(0, 5))
  const tau = yield* draw('tau', halfNormal(2))
  const base = yield* draw('base', over(groups)(normal(0, 1)))
  const sigma = yield* data('sigma', [groups], positives)
  yield* observe('y', normal(pipe(base, mul(tau), add(mu)), sigma))
})
