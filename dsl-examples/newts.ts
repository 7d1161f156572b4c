/**
 * How many are there, of whom some are seen? Newts are counted in 25 ponds, on five visits each. Nobody sees all
 * of them: each newt is seen with the same probability, so that a count is binomial, and its total is what was
 * asked for. Between visits none comes or goes: that counts of one pond differ says how many are missed (an
 * N-mixture, Royle 2004). The total of a pond is a latent without end above, and it is no less than the largest
 * of its counts: data end it from below, and its guide begins there (`flooredLogNormal`). `explain` says so.
 * Chains have no place for it; of one visit a pond it could be left out, since a Poisson number of whom each is seen
 * with probability p is seen as poisson(λ·p). Made with 18 newts a pond, of which 40 % are seen.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  beta,
  binomial,
  data,
  draw,
  gamma,
  gather,
  indicesOf,
  model,
  observe,
  over,
  plate,
  poisson
} from 'farrier'

const visits = plate('visits')
const ponds = axis('ponds', 25)

export default model(function* () {
  const pond = yield* data('pond', [visits], indicesOf(ponds))
  const density = yield* draw('density', gamma({ shape: 2, rate: 0.1 }))
  const seen = yield* draw('seen', beta({ alpha: 2, beta: 2 }))
  const newts = yield* draw('newts', over(ponds)(poisson(density)))
  const here = pipe(newts, gather(ponds)(pond))
  yield* observe('counted', binomial({ total: here, probability: seen }))
})
