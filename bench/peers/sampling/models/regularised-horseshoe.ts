/**
 * A regression on 100 inputs, few of which matter, declared non-centred: w = base · t with t = z·s·c/√(c² + (z·s)²).
 * Piironen & Vehtari 2017.
 */
import {
  add,
  axis,
  contract,
  data,
  div,
  draw,
  halfCauchy,
  halfNormal,
  inverseGamma,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  sqrt,
  square
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const people = plate('people')
const features = axis('features', 100)

export default model(function* () {
  const x = yield* data('x', [people, features])
  const s = yield* draw('s', halfCauchy(0.1))
  const z = yield* draw('z', over(features)(halfCauchy(1)))
  const c2 = yield* draw('c2', inverseGamma({ shape: 2, scale: 8 }))
  const base = yield* draw('base', over(features)(normal(0, 1)))
  const sigma = yield* draw('sigma', halfNormal(1))
  const v = pipe(z, mul(s), square)
  const w = pipe(v, mul(c2), div(pipe(v, add(c2))), sqrt, mul(base))
  yield* observe('y', normal(pipe(x, contract(features)(w)), sigma))
})
