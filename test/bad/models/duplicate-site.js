// One name for two sites, and a misfit elsewhere: both are reported.
import { draw, halfCauchy, model, normal, observe } from 'farrier'

export default model(function* () {
  const tau = yield* draw('tau', halfCauchy(1))
  yield* draw('tau', normal(0, tau))
  yield* observe('y', normal(0, -1))
})
