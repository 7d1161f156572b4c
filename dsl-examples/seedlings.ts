/**
 * Effects that go together: heights of 24 seedlings over six weeks, each with a height of its own at the
 * beginning and a growth of its own. Do those that begin small grow more? Made with beginnings of 12 ± 2,
 * a growth of 3 ± 0.6 a week, a correlation of −0.7 between them and errors of 0.8. Shows
 * `lkjCholesky`, scaled to the factor of a covariance; of two effects its element below the diagonal is
 * the correlation.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  contract,
  data,
  draw,
  gather,
  halfNormal,
  indicesOf,
  lkjCholesky,
  model,
  mul,
  multivariateNormal,
  normal,
  observe,
  over,
  plate,
  stack
} from 'farrier'

const readings = plate('readings')
const plants = axis('plants', 24),
  effects = axis('effects', 2),
  others = axis('others', 2)

export default model(function* () {
  const plant = yield* data('plant', [readings], indicesOf(plants))
  const week = yield* data('week', [readings])
  const corr = yield* draw('corr', lkjCholesky({ shape: 2, along: effects, across: others }))
  const scale = yield* draw('scale', over(effects)(halfNormal(5)))
  // farrier-ignore scale-literal: centimetres, of which a seedling may have twenty
  const mean = yield* draw('mean', over(effects)(normal(0, 20)))
  const cholesky = pipe(corr, mul(scale))
  const effect = yield* draw(
    'effect',
    over(plants)(multivariateNormal({ mean, cholesky, along: effects, across: others }))
  )
  const error = yield* draw('error', halfNormal(5))
  const given = pipe(effect, gather(plants)(plant))
  yield* observe('height', normal(pipe(given, contract(effects)(stack(effects)([1, week]))), error))
})
