/**
 * Serial numbers: how many there are, from the numbers on some that were seen (the German tank
 * problem, with numbers that run on). Shows an end of the data's law that is to be learnt: no count
 * below the largest number seen has a density, so that `count` lies above it, and its guide with it.
 * Ruggles and Brodie (1947), J. American Statistical Association 42(237). The table has 15 of 342.
 * The answer by quadrature: count 319.3 (deviation 23.0); the largest number seen is 297.7. The best
 * guide has the same mean, and a heavier tail (28).
 */
import { draw, logNormal, model, observe, over, plate, uniform } from 'farrier'

const seen = plate('seen')

export default model(function* () {
  const count = yield* draw('count', logNormal(6, 1))
  yield* observe('number', over(seen)(uniform(0, count)))
})
