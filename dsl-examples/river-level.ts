/**
 * A level that moves: 36 daily readings of a river, each with an error, of a level that goes up or down by
 * a step a day. How large are the steps, and how large the errors? Made with steps of deviation 4 cm and
 * errors of 7 cm. Shows `gaussianRandomWalk`, whose elements have one density together.
 */
import { axis, draw, gaussianRandomWalk, halfNormal, model, normal, observe } from 'farrier'

const days = axis('days', 36)

export default model(function* () {
  const step = yield* draw('step', halfNormal(10))
  const error = yield* draw('error', halfNormal(10))
  const level = yield* draw(
    'level',
    gaussianRandomWalk({ location: 200, scale: step, start: 30, along: days })
  )
  yield* observe('reading', normal(level, error))
})
