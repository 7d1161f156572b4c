/**
 * An input with holes: the heights of 80 trees, and girths of the 53 that someone put a tape around. Low trees
 * stand in the thicket and were measured less often, so that the rows that are whole say too little of them: a line
 * through those is flatter than the trees are. With `missing: 'latent'` a girth that is missing is inferred, by what
 * girths are like and by the height of its tree, and the line is drawn through all. Made with 4 + 0.9 girth, errors
 * of 1.5 m.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add, draw, halfNormal, model, mul, normal, observe, over, plate } from 'farrier'

const trees = plate('trees')

export default model(function* () {
  const mean = yield* draw('mean', normal(10, 5))
  const spread = yield* draw('spread', halfNormal(5))
  const girth = yield* observe('girth', over(trees)(normal(mean, spread)), { missing: 'latent' })
  const start = yield* draw('start', normal(0, 10))
  const slope = yield* draw('slope', normal(0, 2))
  const error = yield* draw('error', halfNormal(3))
  yield* observe('height', normal(pipe(girth, mul(slope), add(start)), error))
})
