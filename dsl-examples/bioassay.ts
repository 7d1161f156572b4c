/**
 * How poisonous is it? Four groups of five animals, each given a dose (ln g/ml), and how many died. A
 * logistic regression of two numbers whose posterior is skew, as data of twenty animals leave it: what
 * approximations by normal distributions are tried out with. Racine et al. (1986), Applied Statistics 35(2);
 * Gelman et al., Bayesian Data Analysis, section 3.7, with the priors of its exercises, level N(0, 2²) and slope
 * N(10, 10²), here independent of each other. The answer by a grid: level 0.95 (deviation 0.86), slope 9.98
 * (4.29). `farrier sample --method laplace` has 0.75 and 7.8, and says that it is not to be trusted; `pathfinder` has
 * the answer to a twentieth of a deviation, and says so.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add, binomial, counts, data, draw, model, mul, normal, observe, plate } from 'farrier'

const groups = plate('groups')

export default model(function* () {
  const dose = yield* data('dose', [groups])
  const animals = yield* data('animals', [groups], counts)
  const level = yield* draw('level', normal(0, 2))
  const slope = yield* draw('slope', normal(10, 10))
  const logits = pipe(dose, mul(slope), add(level))
  yield* observe('dead', binomial({ total: animals, logits }))
})
