// a guide of its own keeps theta centred under a half-Cauchy
import { axis, draw, halfCauchy, model, normal, observe, over } from 'farrier'

const schools = axis('schools', 8)

export default model(function* () {
  const tau = yield* draw('tau', halfCauchy(5))
  const theta = yield* draw('theta', over(schools)(normal(0, tau)), { guide: 'normal' })
  yield* observe('y', normal(theta, 10))
})
