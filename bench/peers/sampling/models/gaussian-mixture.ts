/** A mixture of two normals: the second lies beyond the first by a positive gap, so that neither is the other. */
import {
  add,
  axis,
  draw,
  halfNormal,
  mixture,
  model,
  normal,
  observe,
  over,
  plate,
  stack
} from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const points = plate('points')
const kinds = axis('kinds', 2)

export default model(function* () {
  const lean = yield* draw('lean', normal(0, 1.5))
  const first = yield* draw('first', normal(0, 2))
  const gap = yield* draw('gap', halfNormal(4))
  const narrow = yield* draw('narrow', halfNormal(2))
  const wide = yield* draw('wide', halfNormal(2))
  const places = stack(kinds)([first, pipe(first, add(gap))])
  const logits = stack(kinds)([0, lean])
  const spreads = stack(kinds)([narrow, wide])
  yield* observe('y', over(points)(mixture({ logits, along: kinds, of: normal(places, spreads) })))
})
