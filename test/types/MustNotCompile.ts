/**
 * What the types refuse. Each marked line must be an error: type checking fails where one of them
 * compiles.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Category,
  cholesky,
  choleskySolve,
  oneHot,
  softmax,
  solveLowerTransposed,
  axis,
  configurable,
  contract,
  conv1d,
  maxPool,
  slide,
  data,
  dense,
  draw,
  gather,
  groupHorseshoe,
  halfCauchy,
  include,
  indicesOf,
  logNormal,
  logUniform,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  type PosteriorOf,
  positive,
  positiveNumber,
  program,
  rename,
  returns,
  sample,
  studentT,
  sumOver,
  type Tensor,
  yields,
  choice,
  neg,
  exp
} from 'farrier'

declare const w: Tensor<'h1' | 'h2'>
declare const x: Tensor<'images' | 'pixels'>
declare const real: Tensor<'pixels'>
const images = plate('images'),
  pixels = axis('pixels', 784),
  h1 = axis('h1', 300),
  h2 = axis('h2', 100)
const horseshoe = groupHorseshoe(1)
const small = pipe(
  program,
  data('x', [images, pixels]),
  include('fc1', ({ x: at }) => dense(pixels, h1, horseshoe)(at))
)

// layers in the wrong order
pipe(
  program,
  data('x', [images, pixels]),
  // @ts-expect-error: x has no axis h1
  include('fc2', ({ x: at }) => dense(h1, h2, horseshoe)(at))
)

// a plate or an axis that was forgotten where a line is declared
pipe(
  program,
  sample('theta', normal(0, 1)),
  data('member', [images], indicesOf(h1)),
  // @ts-expect-error: 'theta' has no axis 'h1': declare it over h1
  observe('y', ({ theta, member }) => normal(pipe(theta, gather(h1)(member)), 1))
)
model(function* () {
  const theta = yield* draw('theta', over(h2)(normal(0, 1)))
  // @ts-expect-error: 'theta' has no axis 'h1': declare it over h1
  return sumOver(h1)(theta)
})
pipe(
  program,
  data('x', [pixels]),
  // @ts-expect-error: 'x' has no axis 'images': declare it over images
  returns(({ x: at }) => sumOver(images)(at))
)
// @ts-expect-error: this value has no axis 'h1': declare what it is made of over h1
sumOver(h1)(exp(x))

// contracting an axis that is not there
// @ts-expect-error: w has no axis pixels
pipe(x, contract(pixels)(w))
// @ts-expect-error: x has no axis h1
pipe(x, contract(h1)(w))
// @ts-expect-error: x has no axis h1
pipe(x, sumOver(h1))
// @ts-expect-error: x has no axis h1
pipe(x, rename(h1, h2))
// @ts-expect-error: x has no axis h1
pipe(x, maxPool(slide(h1, 'halves', { size: 2, stride: 2 })))
const filter = slide(h1, 'windows', { size: 3 })
// @ts-expect-error: x has no axis h1
conv1d(pixels, h2, filter, horseshoe)(x)

// shares, categories and matrices along axes that are not there
// @ts-expect-error: x has no axis h1
softmax(h1)(x)
declare const kind: Tensor<'images', Category<'h1'>>
// @ts-expect-error: an index of h1 is none of h2
oneHot(h2)(kind)
// @ts-expect-error: an index is no number
softmax(images)(kind)
// @ts-expect-error: w has no axis pixels
cholesky(h1, pixels)(w)
// @ts-expect-error: x has no axis h1 to solve for
pipe(x, choleskySolve(h1, h2)(w))
// @ts-expect-error: x has no axis h2 to solve for
pipe(x, solveLowerTransposed(h1, h2)(w))

// a real number where a positive scale is required
pipe(
  program,
  sample('mu', normal(0, 1)),
  // @ts-expect-error: the sign of mu is not known
  sample('v', ({ mu }) => normal(0, mu))
)
pipe(
  program,
  sample('z', logUniform),
  // @ts-expect-error: a half-Cauchy needs a positive scale
  sample('s', ({ z }) => halfCauchy(z))
)
// @ts-expect-error: −z is a scale for a normal alone
halfCauchy(neg(exp(real)))
// @ts-expect-error: the scale of a log-normal is positive, as its family asks
logNormal(0, neg(exp(real)))
// @ts-expect-error: degrees of freedom are positive, though the scale may have either sign
studentT({ df: real, location: 0, scale: neg(exp(real)) })
// @ts-expect-error: a product with a real is real
normal(0, pipe(positive(2), mul(real)))

// what is done with missing values has a name
// @ts-expect-error: 'drop' is no such name
observe('y', normal(0, 1), { missing: 'drop' })

// a duplicate site
pipe(
  program,
  sample('z', halfCauchy(1)),
  // @ts-expect-error: z is named above
  sample('z', ({ z }) => normal(0, z))
)
pipe(
  program,
  data('x', [images, pixels]),
  include('f', ({ x: at }) => dense(pixels, h1, horseshoe)(at)),
  // @ts-expect-error: f is named above
  include('f', ({ x: at }) => dense(pixels, h1, horseshoe)(at))
)
// @ts-expect-error: y is named above
pipe(program, sample('y', normal(0, 1)), observe('y', normal(0, 1)))

// a name that is not one
// @ts-expect-error: a slash separates scopes
pipe(program, sample('fc1/w', normal(0, 1)))
// @ts-expect-error: a name is not empty
pipe(program, sample('', normal(0, 1)))

// a misspelt site of a posterior
export const misspelt = (posterior: PosteriorOf<typeof small>) =>
  // @ts-expect-error: the site is fc1/w
  posterior['fc1/v']
export const wrongAxis = (posterior: PosteriorOf<typeof small>): 'h2' | undefined =>
  // @ts-expect-error: the axes are pixels and h1
  posterior['fc1/w'].axes[0]

// a prior whose group is not one of its axes
// @ts-expect-error: pixels is not among h1 and h2
horseshoe({ group: pixels, axes: [h1, h2] })

// an unknown name
pipe(
  program,
  sample('z', halfCauchy(1)),
  // @ts-expect-error: nothing above is called zz
  sample('v', ({ zz }) => normal(0, zz))
)

// categories are not numbers
pipe(
  program,
  data('school', [images], indicesOf(h1)),
  // @ts-expect-error: an index has no arithmetic
  sample('v', ({ school }) => normal(school, 1))
)
pipe(
  program,
  data('unit', [images], indicesOf(h1)),
  // @ts-expect-error: an index of h1 is not an index of pixels
  returns(({ unit }) => pipe(real, gather(pixels)(unit)))
)

// symbols are not numbers
pipe(
  program,
  sample('tau', halfCauchy(1)),
  // @ts-expect-error: the value does not exist while the model is being written
  sample('v', ({ tau }) => normal(0, tau > 0 ? 1 : 2))
)
pipe(
  program,
  sample('tau', halfCauchy(1)),
  // @ts-expect-error: arithmetic is said with words
  sample('v', ({ tau }) => normal(0, tau * 2))
)
// @ts-expect-error: a generator yields lines whole, with the star
model(function* () {
  const tau = yield draw('tau', halfCauchy(1))
  return tau
})

// options
// @ts-expect-error: no such word
choice(['a', 'b'], 'c')
// @ts-expect-error: the option is called tau0
configurable({ tau0: positiveNumber(1) }, ({ tau }) => pipe(program, sample('s', halfCauchy(tau))))

// nothing follows the last line
// @ts-expect-error: yields ends its program
pipe(program, yields(normal(0, 1)), sample('z', over(h1)(normal(0, 1))))
