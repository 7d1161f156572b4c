import {
  add,
  data,
  draw,
  exp,
  logNormal,
  model,
  mul,
  negativeBinomial,
  normal,
  observe,
  plate
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const rolls = plate('rolls')

/** overdispersed-counts */
export default model(function* () {
  const x = yield* data('x', [rolls])
  const level = yield* draw('level', normal(0, 3))
  const slope = yield* draw('slope', normal(0, 1))
  const concentration = yield* draw('concentration', logNormal(0, 2))
  yield* observe(
    'faults',
    negativeBinomial({ mean: exp(pipe(x, mul(slope), add(level))), concentration })
  )
})
