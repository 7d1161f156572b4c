/**
 * Three scales: one weight on three kitchen scales, each with noise of its own. Shows a deviation by
 * group, gathered by the column that names the scale, and labels of a table as an axis. The table is
 * made with weight 500 and noise 0.5 (balance), 2 (digital) and 8 (spring), in grams. The answer by
 * quadrature: weight 500.11 (deviation 0.15), noise 0.53, 1.36 and 7.35 (0.14, 0.32, 1.38).
 */
import {
  axis,
  data,
  draw,
  gather,
  halfNormal,
  indicesOf,
  model,
  normal,
  observe,
  over,
  plate
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const readings = plate('readings')
const scales = axis('scales', 3)

export default model(function* () {
  const scale = yield* data('scale', [readings], indicesOf(scales))
  const weight = yield* draw('weight', normal(500, 10))
  const noise = yield* draw('noise', over(scales)(halfNormal(5)))
  yield* observe('grams', normal(weight, pipe(noise, gather(scales)(scale))))
})
