/**
 * Priors looked at before any data: fine dust over 80 cities (micrograms per cubic metre) by what a
 * satellite sees there, on logarithms. `--set priors=vague` is what is often written for "we know
 * nothing", deviations of 10; `weak` knows that the satellite is no nonsense. `farrier sample --prior` draws
 * from either, and `farrier replicate` lays what they hold possible beside the data: under the vague ones the
 * dirtiest city has 8·10⁸ in the median draw, where no city on Earth has 10³; under the weak ones 315.
 * The law of ln dust is known under the weak priors: at s = ln satellite its mean is s, its variance 1 + s²/4 +
 * E noise² = 2 + s²/4. After Gabry, Simpson, Vehtari, Betancourt & Gelman (2019), JRSS A 182(2); made-up data.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  choice,
  configurable,
  data,
  draw,
  halfNormal,
  log,
  logNormal,
  model,
  mul,
  normal,
  observe,
  plate,
  positives
} from 'farrier'

const cities = plate('cities')

export default configurable(
  { priors: choice(['weak', 'vague'], 'weak', 'what is known before the data') },
  ({ priors }) =>
    model(function* () {
      const isWeak = priors === 'weak'
      const satellite = yield* data('satellite', [cities], positives)
      const level = yield* draw('level', isWeak ? normal(0, 1) : normal(0, 10))
      const slope = yield* draw('slope', isWeak ? normal(1, 0.5) : normal(0, 10))
      const noise = yield* draw('noise', halfNormal(isWeak ? 1 : 10))
      const location = pipe(log(satellite), mul(slope), add(level))
      yield* observe('dust', logNormal(location, noise))
    })
)
