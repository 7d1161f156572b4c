/**
 * What is known beforehand are often limits. Eight scales are read with a weight on them in five weeks, and how
 * far each is off is what it is off on average, what it has of its own, a drift from week to week, and noise. The
 * maker says within which limits: no scale leaves the works more than 2 g off, none drifts by more than
 * 0.5 g a week, none has noise below 0.1 or above 2 g, at least half of the seals hold. A limit is said by
 * `truncated`, of a law of any shape: Student's t, half-t, inverse gamma, beta prime (of a ratio of variances),
 * gamma and beta here. Made with 1.5 g, a drift of 0.45, noise of 0.6, scales that differ by as much, 1.8 stops
 * a reading and 55 % of the seals: two of them are close to a limit, which the posterior does not cross.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  beta,
  betaPrime,
  binomial,
  data,
  draw,
  gamma,
  gather,
  halfStudentT,
  indicesOf,
  inverseGamma,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  poisson,
  sqrt,
  studentT,
  truncated
} from 'farrier'

const readings = plate('readings'),
  scales = axis('scales', 8)

export default model(function* () {
  const scale = yield* data('scale', [readings], indicesOf(scales))
  const week = yield* data('week', [readings])
  const off = studentT({ df: 4, location: 0, scale: 1 })
  const offset = yield* draw('offset', truncated({ low: -2, high: 2, of: off }))
  const drifts = halfStudentT({ df: 3, scale: 0.3 })
  const drift = yield* draw('drift', truncated({ high: 0.5, of: drifts }))
  const noise = inverseGamma({ shape: 2, scale: 0.5 })
  const variance = yield* draw('variance', truncated({ low: 0.01, high: 4, of: noise }))
  const ratios = betaPrime({ alpha: 1, beta: 1, scale: 1 })
  const ratio = yield* draw('ratio', truncated({ high: 10, of: ratios }))
  const own = yield* draw('own', over(scales)(normal(0, sqrt(pipe(ratio, mul(variance))))))
  const moved = pipe(week, mul(drift), add(offset))
  const expected = pipe(own, gather(scales)(scale), add(moved))
  yield* observe('off', normal(expected, sqrt(variance)))

  const rate = yield* draw('rate', truncated({ high: 4, of: gamma({ shape: 2, rate: 1 }) }))
  yield* observe('stops', over(readings)(poisson(rate)))
  const share = yield* draw('share', truncated({ low: 0.5, of: beta({ alpha: 2, beta: 2 }) }))
  yield* observe('sealed', over(readings)(binomial({ total: 1, probability: share })))
})
