// no mass at all, and nearly all of it at 0
import { draw, gamma, logUniform, model, normal, observe, over, plate } from 'farrier'

const rows = plate('rows')

export default model(function* () {
  const z = yield* draw('z', logUniform)
  const precision = yield* draw('precision', gamma({ shape: 0.001, rate: 0.001 }))
  const mu = yield* draw('mu', normal(0, z))
  yield* observe('y', over(rows)(normal(mu, precision)))
})
