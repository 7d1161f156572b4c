/**
 * Generated graphs of a tensor under scales, with every operation of layout between them: w is normal
 * or half-normal, its scale and its location are expressions in z, u, s, m and data.
 *
 * A graph is read off a list of whole numbers, so that it shrinks with them.
 */
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Distribution,
  gamma,
  halfCauchy,
  halfNormal,
  inverseGamma,
  logNormal,
  logUniform,
  normal
} from '../../src/distributions/index.ts'
import {
  abs,
  add,
  type Axes,
  constant,
  contract,
  div,
  type Expr,
  exp,
  gather,
  isSubset,
  less,
  log,
  max,
  merge,
  min,
  mul,
  pow,
  reduce,
  ref,
  rename,
  sigmoid,
  softplus,
  split,
  sqrt,
  square,
  sub,
  unfoldWindows,
  union,
  where
} from '../../src/expr/index.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'

const sizes = { h: 3, k: 3, x: 2, p: 6, i: 2, j: 3, v: 2, members: 4 }

/** Choices one after the other; past the end always the first. */
const reader = (numbers: ReadonlyArray<number>) => {
  let at = 0
  const below = (n: number): number => (numbers[at++] ?? 0) % n
  return <A>(...all: readonly [A, ...ReadonlyArray<A>]): A => all[below(all.length)] ?? all[0]
}
type Choose = ReturnType<typeof reader>

const site = (name: string, dist: Distribution, axes: Axes): Site => ({
  name,
  role: 'latent',
  dist,
  axes,
  options: {}
})

const data = {
  g: ref('g', ['h', 'x']),
  r: ref('r', ['h']),
  of: ref('of', ['members'])
}

/** Layout that fits an expression, and none where none does. */
const layouts: ReadonlyArray<(e: Expr) => Expr | undefined> = [
  (e) => (e.axes.includes('h') && !e.axes.includes('k') ? rename('h', 'k')(e) : undefined),
  (e) => (e.axes.includes('k') && !e.axes.includes('h') ? rename('k', 'h')(e) : undefined),
  (e) =>
    isSubset(['h', 'x'], e.axes) && !e.axes.includes('p') ? merge(['h', 'x'], 'p')(e) : undefined,
  (e) => (splits(e, ['j', 'i']) ? split('p', ['j', 'i'])(e) : undefined),
  (e) => (splits(e, ['i', 'j']) ? split('p', ['i', 'j'])(e) : undefined),
  (e) => (splits(e, ['h', 'x']) ? split('p', ['h', 'x'])(e) : undefined),
  (e) =>
    e.axes.includes('h') && !e.axes.includes('members') ? gather('h', data.of)(e) : undefined,
  (e) =>
    e.axes.includes('h') && !e.axes.includes('i') && !e.axes.includes('v')
      ? unfoldWindows({ along: 'h', at: 'i', offset: 'v', size: 2, stride: 1, padding: 0 })(e)
      : undefined
]
const splits = (e: Expr, to: Axes): boolean =>
  e.axes.includes('p') && to.every((a) => !e.axes.includes(a))

/** A positive expression of positive leaves. */
const positiveOf = (
  choose: Choose,
  leaves: readonly [Expr, ...ReadonlyArray<Expr>],
  depth: number
): Expr => {
  const inner = (): Expr => positiveOf(choose, leaves, depth - 1)
  const leaf = (): Expr => choose(...leaves)
  const overSome = (e: Expr): Axes => e.axes.filter(() => choose(true, false))
  const nodes: readonly [() => Expr, ...ReadonlyArray<() => Expr>] = [
    leaf,
    () => pipe(inner(), mul(leaf())),
    () => pipe(inner(), add(leaf())),
    () => pipe(inner(), min(choose<Expr>(constant(1.5), leaf()))),
    () => pipe(inner(), max(leaf())),
    () => pipe(inner(), div(leaf())),
    () => sqrt(inner()),
    () => square(inner()),
    () => pipe(inner(), pow(1.5)),
    // by logarithms, and through what is like eˣ below
    () => exp(pipe(log(inner()), choose(add, sub)(log(leaf())))),
    () => exp(pipe(log(inner()), mul(0.5), add(data.r))),
    () => choose(softplus, sigmoid)(log(inner())),
    () => {
      const t = inner()
      return pipe(t, div(sqrt(pipe(square(t), add(1)))))
    },
    () => {
      const t = inner()
      return where(pipe(t, less(1)), t, choose<Expr>(constant(1), leaf()))
    },
    () => {
      const e = inner()
      return reduce(choose('sum', 'max', 'min'), overSome(e))(e)
    },
    () => {
      const e = inner()
      return e.axes.includes('h') ? contract(['h'])(e, data.g) : e
    },
    ...[0, 1, 2].map(() => (): Expr => {
      const e = inner()
      const fitting = layouts.flatMap((f) => f(e) ?? [])
      return choose(e, ...fitting)
    })
  ]
  return depth <= 0 ? leaf() : choose(...nodes)()
}

/** What stands for a latent as a positive number. */
const asPositive = (s: Site): Expr => {
  const e = ref(s.name, s.axes)
  return s.dist._tag === 'Normal' ? exp(e) : s.dist._tag === 'LogUniform' ? abs(e) : e
}

export const graphOfNumbers = (numbers: ReadonlyArray<number>): Graph => {
  const choose = reader(numbers)
  const s = site('s', halfCauchy(1), choose<Axes>([], ['k']))
  const under = choose<Expr>(constant(1), ref('s', s.axes))
  const zDist: Distribution = choose<Distribution>(
    halfCauchy(under),
    logUniform,
    normal(0, 1),
    logNormal(0, 1),
    halfNormal(under),
    gamma({ shape: 2, scale: under }),
    inverseGamma({ shape: 2, scale: under })
  )
  const z = site('z', zDist, union(choose<Axes>(['h'], ['h', 'x'], ['p'], []), under.axes))
  const u = site('u', halfCauchy(under), union(choose<Axes>(['h'], []), under.axes))
  const m = site('m', normal(0, choose<Expr>(constant(1), asPositive(z))), z.axes)
  const scale = positiveOf(choose, [asPositive(z), asPositive(z), asPositive(u), data.g], 4)
  const location: Expr = choose<() => Expr>(
    () => constant(0),
    () => constant(0),
    () => ref('m', m.axes),
    () => pipe(data.r, mul(positiveOf(choose, [asPositive(z), asPositive(u)], 2))),
    () => contract(data.r.axes)(pipe(asPositive(z), add(data.r)), data.r)
  )()
  const w = choose(
    () => site('w', normal(location, scale), union(union(location.axes, scale.axes), ['x'])),
    () => site('w', halfNormal(scale), scale.axes)
  )()
  return {
    axes: Object.entries(sizes).map(([name, size]) => ({ name, size })),
    data: [
      { name: 'g', axes: data.g.axes, support: 'Positive' },
      { name: 'r', axes: data.r.axes },
      { name: 'of', axes: data.of.axes, support: 'Categories' }
    ],
    sites: [
      s,
      z,
      u,
      m,
      w,
      { ...site('y', normal(ref('w', w.axes), 1), w.axes), role: 'observed' as const }
    ],
    named: []
  }
}

export const arbitraryScaled: fc.Arbitrary<Graph> = fc
  .array(fc.nat({ max: 5039 }), { minLength: 40, maxLength: 40 })
  .map(graphOfNumbers)
