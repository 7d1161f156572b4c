/**
 * What the types know without annotation. Type checking fails where one of these is not exactly so.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Binary,
  choleskySolve,
  logDeterminant,
  oneHot,
  softmax,
  solveLower,
  type Unit,
  add,
  type Axis,
  axis,
  categorical,
  choice,
  configurable,
  contract,
  conv2d,
  data,
  dense,
  draw,
  elementwise,
  exp,
  flag,
  gather,
  groupHorseshoe,
  groupJeffreys,
  halfCauchy,
  include,
  type Category,
  type Dist,
  logUniform,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  type Positive,
  positive,
  positiveInteger,
  positives,
  type PosteriorOf,
  type Prior,
  program,
  type Real,
  regularise,
  relu,
  rename,
  sample,
  type Scale,
  type Signed,
  type SitesOf,
  sqrt,
  square,
  sumOver,
  type Tensor,
  yields,
  maxPool,
  merge,
  slide,
  split,
  log,
  div
} from 'farrier'

type Equal<X, Y> =
  (<T>() => T extends X ? 1 : 2) extends <T>() => T extends Y ? 1 : 2 ? true : false
const holds = <T extends true>(): T | undefined => undefined

const images = plate('images'),
  pixels = axis('pixels', 784),
  h1 = axis('h1', 300),
  h2 = axis('h2', 100),
  classes = axis('classes', 10)

// a posterior is typed by its sites
export const lenet = (prior: Prior) =>
  pipe(
    program,
    data('x', [images, pixels]),
    include('fc1', ({ x }) => dense(pixels, h1, prior)(x)),
    include('fc2', ({ fc1 }) => dense(h1, h2, prior)(relu(fc1))),
    include('fc3', ({ fc2 }) => dense(h2, classes, prior)(relu(fc2))),
    observe('y', ({ fc3 }) => over(images)(categorical({ logits: fc3, along: classes })))
  )
type Lenet = PosteriorOf<typeof lenet>
holds<Equal<keyof Lenet, 'fc1/w' | 'fc1/b' | 'fc2/w' | 'fc2/b' | 'fc3/w' | 'fc3/b'>>()
holds<Equal<Lenet['fc1/w']['axes'], ReadonlyArray<'pixels' | 'h1'>>>()
holds<Equal<Lenet['fc3/b']['mean']['axes'], ReadonlyArray<'classes'>>>()

// generator notation gives the same types
const school = axis('school', 8)
export const eightSchools = model(function* () {
  const mu = yield* draw('mu', normal(0, 5))
  const tau = yield* draw('tau', halfCauchy(5))
  const theta = yield* draw('theta', over(school)(normal(mu, tau)))
  const sigma = yield* data('sigma', [school], positives)
  yield* observe('y', normal(theta, sigma))
  return theta
})
holds<Equal<keyof SitesOf<typeof eightSchools>, 'mu' | 'tau' | 'theta'>>()
holds<Equal<SitesOf<typeof eightSchools>['theta'], 'school'>>()
holds<Equal<SitesOf<typeof eightSchools>['mu'], never>>()

// a symbol knows its line, and stands in for values that have none
export const deepened = model(function* () {
  const image = yield* data('x', [images, pixels])
  holds<Equal<typeof image, Tensor<'images' | 'pixels', Real, 'x'>>>()
  let h = image
  for (const name of ['a', 'b'] as const) {
    const shift = yield* draw(name, over(pixels)(normal(0, 1)))
    h = pipe(h, add(shift), relu)
  }
  return h
})
/** Of any axis that is asked for by a parameter. */
export const totalOver =
  <K extends string>(k: Axis<K>) =>
  <A extends string>(x: Tensor<A | K>) =>
    sumOver(k)(x)

export const generated = model(function* () {
  const x = yield* data('x', [images, pixels])
  const h = yield* include('fc1', dense(pixels, h1, groupJeffreys)(x))
  return relu(h)
})
holds<
  Equal<SitesOf<typeof generated>, { readonly 'fc1/w': 'pixels' | 'h1'; readonly 'fc1/b': 'h1' }>
>()

// windows: the axes that count them, and those of filters
const rows = axis('rows', 28),
  columns = axis('columns', 28),
  grey = axis('grey', 1),
  maps = axis('maps', 20)
const sides = [slide(rows, 'rows1', { size: 5 }), slide(columns, 'columns1', { size: 5 })] as const
const quarters = [
  slide(sides[0].at, 'rows2', { size: 2, stride: 2 }),
  slide(sides[1].at, 'columns2', { size: 2, stride: 2 })
] as const
export const convolutional = model(function* () {
  const image = yield* data('x', [images, rows, columns, grey])
  const conv = yield* include('conv', conv2d(grey, maps, sides, groupJeffreys)(image))
  const pooled = maxPool(...quarters)(conv)
  holds<Equal<typeof conv, Tensor<'images' | 'rows1' | 'columns1' | 'maps', Real>>>()
  holds<Equal<typeof pooled, Tensor<'images' | 'rows2' | 'columns2' | 'maps', Real>>>()
})
holds<
  Equal<
    SitesOf<typeof convolutional>['conv/w'],
    'grey' | 'maps' | `rows1-of-${number}` | `columns1-of-${number}`
  >
>()

// axes of values
declare const x: Tensor<'images' | 'pixels'>
declare const w: Tensor<'pixels' | 'h1'>
const h = pipe(x, contract(pixels)(w))
holds<Equal<typeof h, Tensor<'images' | 'h1', Real>>>()
const biased = pipe(h, add(1), relu, sumOver(images, h1))
holds<Equal<typeof biased, Tensor<never, Real>>>()
const renamed = pipe(w, rename(h1, h2))
holds<Equal<typeof renamed, Tensor<'pixels' | 'h2', Real>>>()
const flat = axis('flat', 784 * 300)
const merged = pipe(w, merge([pixels, h1], flat))
holds<Equal<typeof merged, Tensor<'flat', Real>>>()
const back = pipe(merged, split(flat, [pixels, h1]))
holds<Equal<typeof back, Tensor<'pixels' | 'h1', Real>>>()
declare const unit: Tensor<'images', Category<'h1'>>
const looked = pipe(w, gather(h1)(unit))
holds<Equal<typeof looked, Tensor<'pixels' | 'images', Real>>>()
const drawn = over(images)(categorical({ logits: h, along: h1 }))
holds<Equal<typeof drawn, Dist<'images', Category<'h1'>>>>()
const shares = softmax(h1)(h),
  hot = oneHot(h1)(unit)
holds<Equal<typeof shares, Tensor<'images' | 'h1', Unit>>>()
holds<Equal<typeof hot, Tensor<'images' | 'h1', Binary>>>()

// square matrices
declare const l: Tensor<'h1' | 'h3' | 'kinds'>
const h3 = axis('h3', 300)
const determinant = logDeterminant(h1, h3)(l),
  solvedFor = pipe(h, choleskySolve(h1, h3)(l)),
  forward = pipe(h, solveLower(h1, h3)(l))
holds<Equal<typeof determinant, Tensor<'kinds', Real>>>()
holds<Equal<typeof solvedFor, Tensor<'images' | 'h1' | 'kinds', Real>>>()
holds<Equal<typeof forward, Tensor<'images' | 'h3' | 'kinds', Real>>>()

// supports of values
declare const z: Tensor<'h1', Signed>
declare const s: Tensor<never, Positive>
const zs = pipe(z, mul(s)),
  ss = pipe(s, mul(s)),
  ratio = pipe(s, div(exp(z)))
holds<Equal<typeof zs, Tensor<'h1', Signed>>>()
holds<Equal<typeof ss, Tensor<never, Positive>>>()
holds<Equal<typeof ratio, Tensor<'h1', Positive>>>()
const positiveOnes = [
  exp(x),
  square(z),
  sqrt(s),
  pipe(s, mul(positive(2)), add(positive(1)), log, exp)
] as const
holds<
  Equal<
    typeof positiveOnes,
    readonly [
      Tensor<'images' | 'pixels', Positive>,
      Tensor<'h1', Positive>,
      Tensor<never, Positive>,
      Tensor<never, Positive>
    ]
  >
>()
export const scaled = [normal(0, z), normal(0, s), normal(x, zs), halfCauchy(ss)] as const

// priors are values of one type
const scaleFree = ({ scale }: { readonly scale: Tensor<'h1', Scale> }) => normal(0, scale)
export const useScale = scaleFree({ scale: z })
export const priors: ReadonlyArray<Prior> = [
  groupJeffreys,
  groupHorseshoe(1),
  regularise(2)(groupHorseshoe(1)),
  elementwise(groupJeffreys),
  ({ group, axes }) =>
    pipe(
      program,
      sample('s', halfCauchy(1)),
      sample('z', ({ s: tau }) => over(group)(halfCauchy(tau))),
      yields(({ z: scale }) => over(...axes)(normal(0, scale)))
    ),
  ({ group, axes }) =>
    pipe(
      program,
      sample('z', over(group)(logUniform)),
      yields(({ z: scale }) => over(...axes)(normal(0, scale)))
    )
]

// options arrive decoded
export const chosen = configurable(
  { prior: choice(['a', 'b'], 'a'), units: positiveInteger(3), deep: flag(false) },
  (o) => {
    holds<
      Equal<typeof o, { readonly prior: 'a' | 'b'; readonly units: number; readonly deep: boolean }>
    >()
    return pipe(program, sample('w', over(axis('units', o.units))(normal(0, 1))))
  }
)
holds<Equal<PosteriorOf<typeof chosen>['w']['axes'], ReadonlyArray<'units'>>>()
