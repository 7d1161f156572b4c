/**
 * Readings that are not all there: the temperature of 40 days at four stations, of which a third of the readings is
 * missing. How warm was each day, and how far is each station off the others? Every reading that there is has a term
 * in the likelihood, with `missing: 'mask'`, and no row is thrown away for one empty cell. Made with errors of
 * 0.5 °C; stations were down without regard to the weather, which is what makes this right.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add, axis, draw, model, normal, observe, over, plate } from 'farrier'

const days = plate('days'),
  stations = axis('stations', 4)

export default model(function* () {
  const offset = yield* draw('offset', over(stations)(normal(0, 2)))
  const level = yield* draw('level', over(days)(normal(15, 5)))
  yield* observe('reading', normal(pipe(level, add(offset)), 0.5), { missing: 'mask' })
})
