/**
 * Who knows, and which questions tell? 40 pupils answer 12 questions, not all of them every one. A pupil has
 * learnt the matter or has not; a question tells the two apart or does not, as one that is badly put. Neither is
 * known, and each answer reads one of both: pupils and questions cross, so that a sum over the values of all of
 * them would have 2⁵² terms. Each then has a guide, a probability (`bernoulli`), whose gradient is a score
 * function: of an answer it multiplies the scores of its pupil and its question alone. `explain` says so, and
 * why; `--strict analytic` refuses it. Made with 24 who know, 4 questions that do not tell, odds of 1 on
 * average and of e^±1.75 where it matters.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  bernoulli,
  data,
  draw,
  gather,
  indicesOf,
  logNormal,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  sub
} from 'farrier'

const answers = plate('answers')
const pupils = axis('pupils', 40),
  questions = axis('questions', 12)

export default model(function* () {
  const pupil = yield* data('pupil', [answers], indicesOf(pupils))
  const question = yield* data('question', [answers], indicesOf(questions))
  const lean = yield* draw('lean', normal(0, 1.5))
  const knows = yield* draw('knows', over(pupils)(bernoulli({ logits: lean })))
  const tells = yield* draw('tells', over(questions)(bernoulli({ logits: 1 })))
  const level = yield* draw('level', normal(0, 1.5))
  // of knowing, in log odds: positive, so that 1 is who knows
  const gap = yield* draw('gap', logNormal(1, 0.5))
  const sides = pipe(knows, sub(0.5), gather(pupils)(pupil))
  const matters = pipe(tells, gather(questions)(question), mul(gap))
  yield* observe('right', bernoulli({ logits: pipe(sides, mul(matters), add(level)) }))
})
