/**
 * Party identification of voters by ideology, race, age (three columns of 0 and 1), education, sex and
 * income, a model for each year of the American National Election Studies, `nes1972-nes` of posteriordb.
 * Flat priors are normal with a deviation of 10⁹ here, too wide to be told apart. Gelman and Hill, Data
 * Analysis Using Regression and Multilevel/Hierarchical Models, 2007, chapter 4.
 */
import {
  add,
  axis,
  contract,
  data,
  draw,
  halfNormal,
  model,
  normal,
  observe,
  over,
  plate
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const voters = plate('voters')
const traits = axis('traits', 8)

const flat = normal(0, 1e9)

export default model(function* () {
  const x = yield* data('x', [voters, traits])
  const intercept = yield* draw('intercept', flat)
  const beta = yield* draw('beta', over(traits)(flat))
  const sigma = yield* draw('sigma', halfNormal(1e9))
  yield* observe('partyid7', normal(pipe(x, contract(traits)(beta), add(intercept)), sigma))
})
