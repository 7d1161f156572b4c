/**
 * Two kinds in one catch: the lengths of 160 fish, in cm, of two kinds that nobody told apart. Each fish
 * has a kind, a discrete site, and the length that its kind has; the compiler sums the kinds out,
 * exactly, and `summary` has the probability of each fish's kind. `--set as=mixture` writes the same
 * model without them, as a `mixture`: the same numbers. Shows discrete sites of finitely many values,
 * in a fit as in `farrier sample`, and `stack`.
 * The second kind is the longer one by a positive gap, since no data say which of two kinds is which.
 * Stan User's Guide, Finite Mixtures.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  bernoulli,
  choice,
  configurable,
  draw,
  logNormal,
  mixture,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  stack
} from 'farrier'

const fish = plate('fish')
const kinds = axis('kinds', 2)

export default configurable(
  { as: choice(['kinds', 'mixture'], 'kinds', 'with the kind of each fish, or without') },
  (options) =>
    model(function* () {
      const lean = yield* draw('lean', normal(0, 1.5))
      const shorter = yield* draw('shorter', normal(20, 5))
      const gap = yield* draw('gap', logNormal(1.5, 0.7))
      const spread = yield* draw('spread', logNormal(0, 1))
      if (options.as === 'kinds') {
        const isLonger = yield* draw('isLonger', over(fish)(bernoulli({ logits: lean })))
        yield* observe('length', normal(pipe(isLonger, mul(gap), add(shorter)), spread))
      } else {
        const lengths = stack(kinds)([shorter, pipe(shorter, add(gap))])
        const logits = stack(kinds)([0, lean])
        yield* observe(
          'length',
          over(fish)(mixture({ logits, along: kinds, of: normal(lengths, spread) }))
        )
      }
    })
)
