/**
 * Answers in order: how satisfied 240 guests were, from 0 (poor) to 3 (excellent), by how long they had to
 * wait, in minutes. Numbers on such a scale are names in order: from poor to fair may be further than from
 * fair to good. The cutpoints are sums of a first one and of positive gaps, and rise; made with a slope of
 * −0.12 a minute and cutpoints of −3, −1.5 and 0.8.
 * Shows `orderedLogistic`, and `cumulativeSum`. McCullagh (1980), JRSS B 42(2).
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  cumulativeSum,
  data,
  draw,
  exponential,
  model,
  mul,
  normal,
  observe,
  orderedLogistic,
  plate,
  stack
} from 'farrier'

const guests = plate('guests')
const answers = axis('answers', 4)
const cuts = axis('cuts', 3)

export default model(function* () {
  const wait = yield* data('wait', [guests])
  const slope = yield* draw('slope', normal(0, 1))
  const first = yield* draw('first', normal(0, 5))
  const toGood = yield* draw('toGood', exponential(0.5))
  const toExcellent = yield* draw('toExcellent', exponential(0.5))
  const cutpoints = pipe(stack(cuts)([first, toGood, toExcellent]), cumulativeSum(cuts))
  const location = pipe(wait, mul(slope))
  yield* observe('answer', orderedLogistic({ location, cutpoints, cuts, along: answers }))
})
