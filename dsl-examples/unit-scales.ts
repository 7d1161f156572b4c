/**
 * A network whose hidden units have one scale each for all that touches them: the weights that come in,
 * the bias, and the weights that go out. A unit is one group over three tensors, and leaves as one. Of
 * the inputs each has a scale of its own, in front of the same weights. Data: `horseshoe-regression.csv`,
 * of whose 20 inputs three matter.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  configurable,
  data,
  dense,
  draw,
  groupHorseshoe,
  halfCauchy,
  halfNormal,
  include,
  model,
  normal,
  observe,
  plate,
  positiveInteger,
  positiveNumber,
  product,
  relu,
  scaleMixture,
  shared,
  sumOver
} from 'farrier'

const people = plate('people')
const features = axis('features', 20),
  output = axis('output', 1)

export default configurable(
  {
    units: positiveInteger(16, 'the number of hidden units'),
    tau0: positiveNumber(0.1, 'the scale of the global scales')
  },
  ({ units, tau0 }) =>
    model(function* () {
      const hidden = axis('hidden', units)
      const x = yield* data('x', [people, features])
      const unit = yield* include('unit', pipe(groupHorseshoe(tau0), shared(hidden)))
      const into = product({ input: scaleMixture({ local: halfCauchy(1) }), unit })
      const h = yield* include('fc1', dense(features, hidden, into, { bias: unit })(x))
      const out = yield* include('fc2', dense(hidden, output, unit)(relu(h)))
      const noise = yield* draw('noise', halfNormal(1))
      yield* observe('y', normal(sumOver(output)(out), noise))
    })
)
