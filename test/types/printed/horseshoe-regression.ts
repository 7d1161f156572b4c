import {
  axis,
  contract,
  data,
  draw,
  halfCauchy,
  halfNormal,
  model,
  mul,
  normal,
  observe,
  over,
  plate
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const people = plate('people')
const features = axis('features', 100)

/** horseshoe-regression */
export default model(function* () {
  const x = yield* data('x', [people, features])
  const s = yield* draw('s', halfCauchy(0.1))
  const z = yield* draw('z', over(features)(halfCauchy(1)))
  const w = yield* draw('w', normal(0, pipe(z, mul(s))))
  const sigma = yield* draw('sigma', halfNormal(1))
  yield* observe('y', normal(pipe(x, contract(features)(w)), sigma))
})
