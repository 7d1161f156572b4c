/**
 * Fish that a net keeps: lengths of 150 caught, in cm, none of them below 20, which is where its mesh lets
 * them through. How long are fish in the lake? The mean of the catch answers another question. Made with
 * a mean of 24 and a deviation of 4, of which the net keeps 84 %.
 * Shows `truncated` as the law of an observation and, of a scale, as a prior that is positive.
 */
import { draw, model, normal, observe, over, plate, truncated } from 'farrier'

const fish = plate('fish')
/** What the net keeps, in cm. */
const mesh = 20

export default model(function* () {
  const mean = yield* draw('mean', normal(25, 10))
  const deviation = yield* draw('deviation', truncated({ low: 0, of: normal(5, 5) }))
  yield* observe('length', over(fish)(truncated({ low: mesh, of: normal(mean, deviation) })))
})
