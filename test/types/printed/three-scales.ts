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

/** three-scales */
export default model(function* () {
  const scale = yield* data('scale', [readings], indicesOf(scales))
  const weight = yield* draw('weight', normal(500, 10))
  const noise = yield* draw('noise', over(scales)(halfNormal(5)))
  yield* observe('grams', normal(weight, pipe(noise, gather(scales)(scale))))
})
