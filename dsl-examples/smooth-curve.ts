/**
 * A curve of no known form through 60 readings with errors of 0.3: a Gaussian process, whose values at eight
 * knots vary together the more, the nearer they lie, and which is between them what those of the knots say on
 * average, k(x)ᵀ K⁻¹ u. How wide are its turns, and how high? Shows `cholesky`, `identity` and
 * `choleskySolve` on named axes; made of 1.5 sin x. Quiñonero-Candela & Rasmussen (2005), JMLR 6.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  cholesky,
  choleskySolve,
  contract,
  data,
  div,
  draw,
  exp,
  halfNormal,
  identity,
  logNormal,
  model,
  mul,
  multivariateNormal,
  normal,
  observe,
  plate,
  rename,
  square,
  stack,
  sub,
  type Positive,
  type Scalar,
  type Tensor
} from 'farrier'

const readings = plate('readings'),
  knots = axis('knots', 8),
  others = axis('others', 8)

/** e^(−½ (x − y)²/width²): 1 where two places are one, 0 far apart. */
const near = <A extends string, B extends string>(
  x: Tensor<A>,
  y: Tensor<B>,
  width: Scalar<Positive>
) => pipe(x, sub(y), div(width), square, mul(-0.5), exp)

export default model(function* () {
  const x = yield* data('x', [readings])
  const width = yield* draw('width', logNormal(0, 0.5))
  const height = yield* draw('height', halfNormal(2))
  const at = stack(knots)([0, 1.3, 2.6, 3.9, 5.2, 6.5, 7.8, 9.1])
  const correlation = pipe(
    near(at, pipe(at, rename(knots, others)), width),
    add(pipe(identity(knots, others), mul(1e-3)))
  )
  const factor = pipe(correlation, mul(square(height)), cholesky(knots, others))
  const u = yield* draw(
    'u',
    multivariateNormal({ mean: 0, cholesky: factor, along: knots, across: others })
  )
  const weights = pipe(u, choleskySolve(knots, others)(factor), mul(square(height)))
  const curve = pipe(near(x, at, width), contract(knots)(weights))
  yield* observe('y', normal(curve, 0.3))
})
