// A generator of lines in the place of what it returns.
import { draw, model, normal, observe } from 'farrier'

const scale = function* () {
  return yield* draw('w', normal(0, 1))
}

export default model(function* () {
  yield* observe('y', normal(scale(), 1))
})
