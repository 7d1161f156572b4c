// incomes in cents
import { draw, halfNormal, model, normal, observe, over, plate } from 'farrier'

const people = plate('people')

export default model(function* () {
  const mean = yield* draw('mean', normal(300_000, 100_000))
  const share = yield* draw('share', normal(0, 0.001))
  const spread = yield* draw('spread', halfNormal(50_000))
  yield* observe('income', over(people)(normal(mean, spread)))
  yield* observe('rise', over(people)(normal(share, 0.01)))
})
