/**
 * Eight schools: the effects of coaching in eight schools, each estimated with a known standard
 * error, partially pooled. Shows generator notation and known scales. Rubin 1981; Gelman et al.,
 * Bayesian Data Analysis, section 5.5. The answer by quadrature, which `sample` finds: mean mu 4.40
 * (deviation 3.32), tau 3.60, theta 6.2, 4.9, 3.9, 4.8, 3.6, 4.0, 6.3, 4.9. The best mean-field
 * guide, which is what `train` finds, has mu 4.52, tau 2.96, theta 5.4, 4.8, 4.3, 4.7, 4.0, 4.3, 5.5,
 * 4.7: independent factors pool the schools too much. (With tau as a pair, `--half-cauchy
 * decomposed`: mu 4.53, tau 2.83.)
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
