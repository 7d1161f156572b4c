import { axis, contract, draw, halfCauchy, halfNormal, model, normal, observe, over } from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const components = axis('components', 10)
const rows = axis('rows', 40)
const columns = axis('columns', 30)

/** low-rank */
export default model(function* () {
  const z = yield* draw('z', over(components)(halfCauchy(1)))
  const u = yield* draw('u', over(rows)(normal(0, z)))
  const v = yield* draw('v', over(columns)(normal(0, z)))
  const sigma = yield* draw('sigma', halfNormal(1))
  yield* observe('y', normal(pipe(u, contract(components)(v)), sigma))
})
