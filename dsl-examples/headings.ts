/**
 * Headings of 90 birds that leave an island, in radians from north, clockwise as positive. Some fly beyond
 * south, where the angle begins again at −π: an average of the numbers would have the flock fly elsewhere.
 * Made with a mean direction of 2.4 and a concentration of 1.5.
 * Shows `vonMises` as the law of an observation. The direction is a real number, of which only the angle
 * counts: on the circle, cut at ±π, a chain could be caught on the other side of the cut.
 * Mardia and Jupp (2000), Directional Statistics.
 */
import { draw, exponential, model, normal, observe, over, plate, vonMises } from 'farrier'

const birds = plate('birds')
/** South, where birds of this island are thought to fly in autumn. */
const south = Math.PI

export default model(function* () {
  const direction = yield* draw('direction', normal(south, 1))
  const concentration = yield* draw('concentration', exponential(0.2))
  yield* observe('heading', over(birds)(vonMises(direction, concentration)))
})
