/** A yes-or-no outcome of 1,000 people on 25 inputs. */
import {
  add,
  axis,
  bernoulli,
  contract,
  data,
  draw,
  model,
  normal,
  observe,
  over,
  plate
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const people = plate('people')
const features = axis('features', 25)

export default model(function* () {
  const x = yield* data('x', [people, features])
  const intercept = yield* draw('intercept', normal(0, 10))
  const w = yield* draw('w', over(features)(normal(0, 2.5)))
  yield* observe('y', bernoulli({ logits: pipe(x, contract(features)(w), add(intercept)) }))
})
