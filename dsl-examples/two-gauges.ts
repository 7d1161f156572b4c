/**
 * Two rain gauges that stand a mile apart, and the crops of 40 fields: inputs that say almost the same,
 * and one field that was flooded. Shows what a fit is checked for, and a model. `farrier check`: trust
 * means only, for independent factors have the means of the posterior, and deviations of 0.084 where
 * it has 0.235. With `train --joint w`, a guide with correlations: trust, and its deviations are those.
 * `--loo` names the flooded field, which moves the posterior. `farrier replicate`: no
 * data of this model have a crop as small, or are as skew; noise is not all that happens to a field.
 * The answer is known: N(m, V) with V = (XᵀX/s² + I)⁻¹, m = V·Xᵀy/s², s = 0.5. Bishop, Pattern
 * Recognition and Machine Learning, sections 3.3 and 10.1.2.
 */
import { axis, contract, data, draw, model, normal, observe, over, plate } from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const fields = plate('fields'),
  gauges = axis('gauges', 2)

export default model(function* () {
  const rain = yield* data('rain', [fields, gauges])
  const w = yield* draw('w', over(gauges)(normal(0, 1)))
  yield* observe('crop', normal(pipe(rain, contract(gauges)(w)), 0.5))
})
