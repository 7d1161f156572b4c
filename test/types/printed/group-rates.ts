import { beta, binomial, counts, data, draw, logNormal, model, observe, over, plate } from 'farrier'

const groups = plate('groups')

/** group-rates */
export default model(function* () {
  const total = yield* data('total', [groups], counts)
  const mean = yield* draw('mean', beta({ alpha: 1, beta: 1 }))
  const precision = yield* draw('precision', logNormal(3, 1))
  const rate = yield* draw('rate', over(groups)(beta({ mean, precision })))
  yield* observe('ill', binomial({ total, probability: rate }))
})
