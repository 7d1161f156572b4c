/**
 * Eight schools: the effects of coaching in eight schools, each estimated with a known standard error, partially pooled.
 * Shows generator notation and known scales. Rubin 1981; Gelman et al., Bayesian Data Analysis, section 5.5.
 */
import { axis, data, draw, halfCauchy, model, normal, observe, over, positives } from 'farrier'

const schools = axis('schools', 8)

export default model(function* () {
  const mu = yield* draw('mu', normal(0, 5))
  const tau = yield* draw('tau', halfCauchy(5))
  const theta = yield* draw('theta', over(schools)(normal(mu, tau)))
  const sigma = yield* data('sigma', [schools], positives)
  yield* observe('y', normal(theta, sigma))
})
