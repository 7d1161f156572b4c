/**
 * A choice that is learnt: the water in each of four wells follows the rain of one of three gauges, and nobody
 * knows which. Of each well the gauges have shares, of which one is nearly all: `gumbelSoftmax`, a categorical
 * whose draw is smooth, so that it is fitted like other latents and needs no sum over the 3⁴ choices. The
 * data were drawn with the gauges 1, 3, 3 and 2, and errors of 0.4 m.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  contract,
  data,
  draw,
  gumbelSoftmax,
  halfNormal,
  model,
  normal,
  observe,
  over,
  plate,
  stack
} from 'farrier'

const days = plate('days'),
  gauges = axis('gauges', 3),
  wells = axis('wells', 4)

export default model(function* () {
  const rain = yield* data('rain', [days, gauges])
  const even = stack(gauges)([0, 0, 0])
  const choice = gumbelSoftmax({ logits: even, temperature: 0.3, along: gauges })
  const chosen = yield* draw('chosen', over(wells)(choice))
  const error = yield* draw('error', halfNormal(1))
  yield* observe('level', normal(pipe(rain, contract(gauges)(chosen)), error))
})
