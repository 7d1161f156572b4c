// A line in the place of what it yields.
import { draw, model, normal, observe } from 'farrier'

export default model(function* () {
  const w = draw('w', normal(0, 1))
  yield* observe('y', normal(w, 1))
})
