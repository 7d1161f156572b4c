// eight observations, and a scale that starts a thousand times above what its prior holds possible
import { axis, draw, halfNormal, model, normal, observe, over } from 'farrier'

const schools = axis('schools', 8)

export default model(function* () {
  const tau = yield* draw('tau', halfNormal(0.001), { initial: 1 })
  const theta = yield* draw('theta', over(schools)(normal(0, tau)))
  yield* observe('y', normal(theta, 10))
})
