// A line in the place of the distribution that it was written from.
import { draw, model, normal, observe } from 'farrier'

export default model(function* () {
  const w = draw('w', normal(0, 1))
  yield* observe('y', w)
})
