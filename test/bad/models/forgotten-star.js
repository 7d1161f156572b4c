// `yield` without its star.
import { draw, model, normal } from 'farrier'

export default model(function* () {
  const mu = yield* draw('mu', normal(0, 1))
  const w = yield draw('w', normal(mu, 1))
  return w
})
