// Lines that nothing yields: none of them is dropped without a word.
import {
  axis,
  data,
  dense,
  draw,
  halfNormal,
  include,
  model,
  normal,
  normalPrior,
  observe,
  over
} from 'farrier'

const patients = axis('patients', 5),
  hidden = axis('hidden', 2)

export default model(function* () {
  const n = yield* draw('n', halfNormal(1))
  const x = yield* data('x', [patients])
  data('z', [patients])
  draw('unused', normal(0, 1))
  include('fc', dense(patients, hidden, normalPrior())(x))
  yield* observe('outcome', over(patients)(normal(x, n)))
  observe('outcome2', over(patients)(normal(0, n)))
})
