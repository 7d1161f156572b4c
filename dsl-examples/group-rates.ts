/**
 * Rates of 20 groups of different sizes, partially pooled: of `total` animals of each experiment some
 * fell ill, and small experiments lean on the others. Shows a probability as a latent, a binomial of
 * totals that are data, and a beta by mean and precision. After the rat tumours of Tarone (1982) and
 * Gelman et al., Bayesian Data Analysis, section 5.3; the table is made up. The answer by quadrature
 * over mean and precision: mean 0.151 (deviation 0.024), precision 25 (20), rates from 0.073 to 0.305. The
 * best guide has the same mean, rates within 0.01, and a precision of 19.
 */
import { beta, binomial, counts, data, draw, logNormal, model, observe, over, plate } from 'farrier'

const groups = plate('groups')

export default model(function* () {
  const total = yield* data('total', [groups], counts)
  const mean = yield* draw('mean', beta({ alpha: 1, beta: 1 }))
  const precision = yield* draw('precision', logNormal(3, 1))
  const rate = yield* draw('rate', over(groups)(beta({ mean, precision })))
  yield* observe('ill', binomial({ total, probability: rate }))
})
