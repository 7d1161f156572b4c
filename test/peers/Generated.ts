/**
 * Thirty-two models of fixed seeds: dense networks, tensors under scales with layout between them,
 * models in which every family and every operation takes its turn, one of vectors, one of
 * matrices, one of observations with gaps.
 */
import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { keys } from 'fp-ts/lib/ReadonlyRecord.js'
import { deriveDensity } from '../../src/compile/index.ts'
import {
  bijector,
  boundsOf,
  dirichlet,
  gumbelSoftmax,
  lkjCholesky,
  lowRankMultivariateNormal,
  type Distribution,
  drawAxes,
  family,
  multinomial,
  negativeBinomial,
  normal,
  ordered
} from '../../src/distributions/index.ts'
import {
  add,
  type Axes,
  constant,
  type Expr,
  exp,
  log,
  map,
  mul,
  ref,
  sigmoid,
  substitute,
  sumAll,
  tanh,
  total,
  zip
} from '../../src/expr/index.ts'
import { postorder } from '../../src/expr/Fold.ts'
import type { AxisSize, Graph, Site } from '../../src/ir/Graph.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { arbitraryScaled } from '../compile/ArbitraryScaled.ts'
import { gammaByRate, type Row, rows } from '../distributions/Rows.ts'
import { arbitraryCase, axisSizes, references } from '../support/ArbitraryExpr.ts'
import { type Case, madeUp } from './Cases.ts'
import { kindOf, nodeKinds } from './Coverage.ts'
import { ours } from './Ours.ts'
import { withGaps } from './WithGaps.ts'
import {
  lackedByJax as lackedBy,
  mapText,
  zipText
} from '../../src/export/numpyro/NumpyroOperations.ts'

const one = <A>(arbitrary: fc.Arbitrary<A>, seed: number): ReadonlyArray<A> =>
  fc.sample(arbitrary, { seed, numRuns: 1 })

const site = (name: string, role: Site['role'], dist: Distribution, axes: Axes): Site => ({
  name,
  role,
  dist,
  axes,
  options: {}
})

/** A number that depends on every site: with it observed, each has an observation. */
const ofAll = (sites: ReadonlyArray<Site>): Expr =>
  pipe(total(sites.map((s) => sumAll(tanh(ref(s.name, s.axes))))), mul(0.1))

// ---------------------------------------------------------------------------
// families in turn
// ---------------------------------------------------------------------------

const families: ReadonlyArray<fc.Arbitrary<Distribution>> = [
  ...Object.values<Row<Distribution>>(rows).map((row) => row.generated),
  gammaByRate
]
const familiesWith = (holds: (d: Distribution) => boolean) =>
  families.filter((f) => one(f, 1).every(holds))
const latentFamilies = familiesWith(
    (d) => bijector(family(d).support) !== undefined && family(d).atoms === undefined
  ),
  observedFamilies = familiesWith((d) => family(d).isProper)

/**
 * JAX has its operation, and a derivative of it: that of a choice is NaN there where the branch not
 * taken has none, as a logarithm.
 */
const isWritable = (e: Expr): boolean =>
  lackedBy(e) === undefined && (e._tag !== 'Where' || e.x._tag !== 'Map' || e.x.op !== 'log')

/** Any expression over the references, which enter as numbers of (−2, 2). */
const expression: fc.Arbitrary<Expr> = arbitraryCase({ smooth: true, depth: 4 })
  .map(({ expr }) => expr)
  .filter((e) => postorder([e]).every(isWritable))
  .map(
    substitute(
      new Map(references.map((r) => [r.name, pipe(tanh(ref(r.name, r.axes)), mul(2))] as const))
    )
  )

/** The kth, the first again after the last. */
const turn = (all: ReadonlyArray<fc.Arbitrary<Distribution>>, k: number) =>
  all[k % all.length] ?? fc.constant(normal(0, 1))
/** An expression with a node of the kth kind. */
const kindInTurn = (k: number): fc.Arbitrary<Expr> =>
  expression.filter((e) =>
    postorder([e]).some((n) => kindOf(n) === nodeKinds[k % nodeKinds.length])
  )

/**
 * The same distribution, its arguments times a positive function of an expression: those between 0 and 1
 * times one that is as well, so that they remain so and in their order.
 */
const under =
  (e: Expr) =>
  (d: Distribution): Distribution => {
    const f = family(d)
    const shares = new Set(f.arguments.filter((a) => a.support === 'Unit').map((a) => a.value))
    return f.mapArguments((a) =>
      pipe(a, mul(shares.has(a) ? sigmoid(tanh(e)) : exp(pipe(tanh(e), mul(0.3)))))
    )
  }

/**
 * Axes that constants among the arguments bring, each once; categories that no argument lies over have
 * a cutpoint between each two.
 */
const ownAxes = (d: Distribution): ReadonlyArray<AxisSize> => {
  const { arguments: given, consumes } = family(d)
  const brought = new Map(
    given.flatMap(({ value }) =>
      value._tag === 'Constants'
        ? value.axes.map((name, i) => [name, value.sizes[i] ?? 1] as const)
        : []
    )
  )
  const most = Math.max(...brought.values(), 0)
  return [
    ...[...brought].map(([name, size]) => ({ name, size })),
    ...consumes.filter((name) => !brought.has(name)).map((name) => ({ name, size: most + 1 }))
  ]
}

const parents: ReadonlyMap<string, string> = new Map([
  ['x', 's'],
  ['y', 'x'],
  ['w', 's']
])

/** A latent for each reference, each under another one's value, and two observations of them. */
const ofFamilies = (k: number): fc.Arbitrary<Graph> =>
  fc
    .tuple(
      fc.tuple(...references.map((_, i) => turn(latentFamilies, k * references.length + i))),
      turn(observedFamilies, k),
      kindInTurn(k),
      expression
    )
    .map(([priors, likelihood, location, factor]) => {
      const latents = references.map(({ name, axes }, i) => {
        const above = references.find((r) => r.name === parents.get(name))
        const prior = priors[i] ?? normal(0, 1)
        const dist = above === undefined ? prior : under(ref(above.name, above.axes))(prior)
        return site(name, 'latent', dist, axes)
      })
      // no latent without an observation
      const all = pipe(total(latents.map((l) => sumAll(tanh(ref(l.name, l.axes))))), mul(0.1))
      const mean = pipe(location, add(all))
      const { support } = family(likelihood)
      // values that are drawn once lie between fixed ends
      const seen =
        boundsOf(support) === undefined ? under(pipe(factor, add(all)))(likelihood) : likelihood
      return {
        axes: [...[...axisSizes].map(([name, size]) => ({ name, size })), ...ownAxes(likelihood)],
        data: [],
        sites: [
          ...latents,
          site('seen', 'observed', seen, drawAxes(seen)),
          site('measured', 'observed', normal(mean, 0.7), mean.axes)
        ],
        named: []
      }
    })

const caseOfFamilies =
  (k: number) =>
  (graph: Graph): Case =>
    madeUp(`families ${k + 1}`, graph, 3)

/** Beside one term of 10²⁰ nats nobody sees the others. */
const mostNats = 1e8

/** Is no term of its density so large that others are its rounding? */
const isSeenWhole = (c: Case): boolean => {
  const asked = ours(c)
  return isRight(asked) && asked.right.answers.every(({ nats }) => Math.abs(nats) < mostNats)
}

// ---------------------------------------------------------------------------
// tensors under scales
// ---------------------------------------------------------------------------

/** Those whose every scale can be proved to be one. */
const scaled: fc.Arbitrary<Graph> = arbitraryScaled
  .map((g) => ({
    ...g,
    data: g.data.map((d) => (d.support === 'Categories' ? { ...d, indexes: 'h' } : d)),
    sites: [
      ...g.sites,
      site('all', 'observed', normal(ofAll(g.sites.filter((s) => s.role === 'latent')), 1), [])
    ]
  }))
  .filter((g) => isRight(deriveDensity()(g)))

// ---------------------------------------------------------------------------
// vectors
// ---------------------------------------------------------------------------

/** Shares and draws in order, which say together how counts fall, beside a choice and a factor. */
const vectors = (concentration: number): Graph => {
  const axes = ['k']
  const along = { along: 'k', size: 3 }
  const shares = dirichlet({ concentration, ...along })
  const inOrder = ordered({ of: normal(0, 1), ...along })
  const factor = lkjCholesky({ shape: concentration, ...along, across: 'j' })
  const nearly = gumbelSoftmax({ logits: log(ref('shares', axes)), temperature: 0.7, ...along })
  const close = lowRankMultivariateNormal({
    mean: ref('rising', axes),
    factor: ref('factor', ['k', 'j']),
    scale: 0.5,
    ...along,
    across: 'j',
    rank: 3
  })
  const latents = [
    site('shares', 'latent', shares, axes),
    site('choice', 'latent', nearly, axes),
    site('rising', 'latent', inOrder, axes),
    site('factor', 'latent', factor, ['k', 'j']),
    site('close', 'latent', close, axes)
  ]
  const logits = pipe(log(ref('shares', axes)), add(ref('rising', axes)))
  return {
    axes: [
      ...['k', 'k_upTo', 'j', 'j_upTo', 'j_columns', 'j_between', 'k_pairs'].map((name) => ({
        name,
        size: 3
      })),
      { name: 'k_free', size: 2 }
    ],
    data: [],
    sites: [
      ...latents,
      site('counts', 'observed', multinomial({ total: 7, logits, ...along }), axes),
      site('all', 'observed', normal(ofAll(latents), 1), [])
    ],
    named: []
  }
}

/** Counts of all trials that there are: others have no density. */
const withCounts = (made: Case): Case => ({
  ...made,
  values: new Map([
    ...made.values,
    ['counts', { axes: ['k'], sizes: [3], values: Float64Array.of(1, 4, 2) }]
  ])
})

// ---------------------------------------------------------------------------
// matrices
// ---------------------------------------------------------------------------

/** Matrices, an array of them and whole numbers, each element under arguments of its own. */
const matrices: Graph = (() => {
  const of = ['n', 'm'],
    each = ['p', 'n', 'm']
  const t = ref('t', of)
  const rate = exp(t)
  const location = pipe(t, mul(5)),
    scale = pipe(rate, mul(2))
  const bySite = negativeBinomial({ mean: rate, concentration: scale })
  return {
    axes: [
      { name: 'n', size: 6 },
      { name: 'm', size: 3 },
      { name: 'p', size: 5 }
    ],
    data: [],
    sites: [
      site('t', 'latent', normal(0, 1), of),
      site('turned', 'observed', normal(location, scale), ['m', 'n']),
      site('straight', 'observed', normal(location, scale), of),
      site('layers', 'observed', normal(location, scale), each),
      site('counts', 'observed', bySite, of)
    ],
    named: []
  }
})()

// ---------------------------------------------------------------------------
// models
// ---------------------------------------------------------------------------

const times = <A>(n: number, f: (k: number) => ReadonlyArray<A>): ReadonlyArray<A> =>
  Array.from({ length: n }, (_, k) => f(k)).flat()

export const generated: ReadonlyArray<Case> = [
  ...times(6, (k) => one(arbitraryModelShape(), k + 1))
    .map(graphOf)
    .map((g, k) => madeUp(`network ${k + 1}`, g, 3)),
  ...times(5, (k) => one(scaled, k + 1)).map((g, k) => madeUp(`scales and layout ${k + 1}`, g, 3)),
  ...times(18, (k) => one(ofFamilies(k).map(caseOfFamilies(k)).filter(isSeenWhole), k + 1)),
  withCounts(madeUp('vectors', vectors(1.3), 3)),
  madeUp('matrices', matrices, 3),
  withGaps
]

/** Every operation of one and of two operands that a language does not lack, at numbers of (0, 1). */
export const everyOperation = (lacks: (e: Expr) => string | undefined): Case => {
  const x = ref('x', ['n']),
    a = ref('a', [])
  const half = constant(0.5)
  const maps = keys(mapText).map((op) => map(op)(x))
  const zips = keys(zipText).map((op) =>
    op === 'polygamma' ? zip(op)(constant(1), x) : zip(op)(x, half)
  )
  const location = pipe(
    total([...maps, ...zips].filter((e) => lacks(e) === undefined)),
    mul(0.1),
    add(a)
  )
  const graph: Graph = {
    axes: [{ name: 'n', size: 4 }],
    data: [{ name: 'x', axes: ['n'] }],
    sites: [
      site('a', 'latent', normal(0, 1), []),
      site('y', 'observed', normal(location, 1), ['n'])
    ],
    named: []
  }
  const bound = madeUp('every operation', graph, 1)
  return {
    ...bound,
    values: new Map([
      ...bound.values,
      ['x', { axes: ['n'], sizes: [4], values: [0.15, 0.4, 0.62, 0.9] }]
    ])
  }
}
