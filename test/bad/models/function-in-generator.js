// The continuation form in generator notation.
import { draw, model, normal } from 'farrier'

export default model(function* () {
  yield* draw('mu', normal(0, 1))
  yield* draw('w', ({ mu }) => normal(mu, 1))
})
