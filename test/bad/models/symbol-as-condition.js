// The value of a symbol is asked for while the model is being written.
import { draw, halfCauchy, model, normal } from 'farrier'

export default model(function* () {
  const tau = yield* draw('tau', halfCauchy(5))
  yield* draw('w', tau > 0 ? normal(0, tau) : normal(0, 1))
})
