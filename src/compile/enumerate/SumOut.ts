/**
 * A graph without its independent discrete latents: each is summed out of the sites that read it,
 * exactly.
 *
 * p(y) = Σ_k P(z = k) p(y | z = k) is a mixture, so that y ~ mixture in the place of y ~ law(z): the
 * values of z are its components, along an axis of their own. Of several sites that read z the second is
 * a mixture given the first, with the weights P(z = k) p(first | z = k), and so on: the chain rule. What
 * every inference does with a mixture it then does here.
 *
 * - an element of z is summed apart from the others: those who read it read it at its own index
 * - elements of y that share one z have one density together, `jointly`
 * - the last declared goes first: a z that depends on another is a mixture over it
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  boundsOf,
  type Distribution,
  endsOf,
  factsOf,
  family,
  isContinuous,
  mixture
} from '../../distributions/index.ts'
import {
  add,
  type Axes,
  axesMixedBy,
  contract,
  type Expr,
  exp,
  iota,
  logSumExp,
  meet,
  postorder,
  ref,
  refs,
  rename,
  sub,
  substitute,
  sumSpread,
  without
} from '../../expr/index.ts'
import { foldList, withChildren } from '../../expr/Fold.ts'
import { isHeld } from '../../guides/Guides.ts'
import type { Decision } from '../../ir/Derived.ts'
import type { AxisSize, Graph, Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { type Result, unless } from '../parts/Pass.ts'

// model

/**
 * - `expected` of each site that is gone, given all others: the mean of its values, of an index the
 *   probability of each, over its axis too
 * - `conditionals` of each site that is gone, the last one first: what is known of it given data, latents
 *   that are left and the sites before it here. Drawn in this order they are one joint draw
 */
export interface SummedOut {
  readonly graph: Graph
  readonly expected: ReadonlyMap<string, Expr>
  readonly conditionals: ReadonlyArray<Conditional>
  readonly decisions: ReadonlyArray<Decision>
}

/** ln P(z = k | all that is not summed out before it), up to a constant; k is the value, along an axis. */
export interface Conditional {
  readonly site: string
  readonly along: string
  readonly logits: Expr
}

/** More terms than these in one density would cost more than they say. */
const mostTerms = 1000

/** The axis of the values of a site that is summed out. */
export const valueAxis = (site: string): string => `value of ${site}`

// questions

/** Has it values that are counted, not measured? */
export const isDiscreteLatent = (s: Site): boolean =>
  s.role === 'latent' && !isContinuous(family(s.dist).support)

/** How many values there are, where that is known before there are data. */
const valuesOf = ({ axes }: Graph, { dist }: Site): number | undefined => {
  const { support, consumes } = family(dist)
  const end = boundsOf(support)?.high
  const sizes = consumes.map((name) => axes.find((a) => a.name === name)?.size)
  const found =
    end?._tag === 'Constant'
      ? end.value + 1
      : factsOf(support._tag).outcomes?.(sizes.map((s) => (typeof s === 'number' ? s : NaN)))
  return Number.isFinite(found) ? found : undefined
}

/** Has it a sum, since the number of its values is known? */
export const isSummable =
  (graph: Graph) =>
  (s: Site): boolean =>
    isDiscreteLatent(s) && valuesOf(graph, s) !== undefined

/** Is it summed out of a variational model? Not where its user holds it at its prior: then it is drawn. */
export const isSummedOut =
  (graph: Graph) =>
  (s: Site): boolean =>
    isSummable(graph)(s) && !isHeld(s.options.guide)

const reads = ({ dist }: Site, name: string): boolean =>
  refs(family(dist).arguments.map((a) => a.value)).has(name)

/** Axes of z along which an expression reads it elsewhere than at its own index. */
const mixedOf = (name: string, axes: Axes, roots: ReadonlyArray<Expr>): Axes => {
  const has = foldList<boolean>(
    (e, operands) => (e._tag === 'Ref' && e.name === name) || operands.includes(true)
  )
  return [
    ...new Set(
      postorder(roots)
        .filter(has)
        .flatMap((e) => meet(axesMixedBy(e), axes))
    )
  ]
}

// one site

/** x at every index of an axis, where a position along it stands for all: the axis renamed. */
const picked = foldList<Expr>((e, operands) => {
  const node = withChildren(e, operands)
  return node._tag === 'Gather' &&
    node.index._tag === 'Iota' &&
    !node.x.axes.includes(node.index.axis)
    ? rename(node.axis, node.index.axis)(node.x)
    : node
})

interface Summing {
  readonly graph: Graph
  readonly conditionals: ReadonlyArray<Conditional>
  readonly expected: ReadonlyMap<string, Expr>
  readonly terms: ReadonlyMap<string, number>
  readonly problems: ReadonlyArray<Problem>
  readonly decisions: ReadonlyArray<Decision>
}

const refusal = (z: Site, what: string, why: string, advice: string): Problem =>
  problem(z.name, `it cannot be summed out: ${what}`, why, advice)

const problemsOf = (
  z: Site,
  readers: ReadonlyArray<Site>,
  count: number,
  terms: ReadonlyMap<string, number>
): ReadonlyArray<Problem> =>
  readers.flatMap((t) => {
    const f = family(t.dist)
    const mixed = mixedOf(
      z.name,
      z.axes,
      f.arguments.map((a) => a.value)
    )
    const shared = [...new Set([...mixed, ...without(t.axes)(z.axes), ...meet(f.jointly, z.axes)])]
    const all = count * (terms.get(t.name) ?? 1)
    return shared.length > 0
      ? [
          refusal(
            z,
            `${t.name} depends on several of its elements, along ${shared.join(', ')}`,
            'every combination of them would be a term of one sum',
            'let each element be read at its own index: over that axis, without sums or look-ups along it'
          )
        ]
      : all > mostTerms
        ? [
            refusal(
              z,
              `the density of ${t.name} would be a sum of ${all} terms`,
              `at most ${mostTerms} are computed for each element`,
              'fewer values, or fewer discrete sites that one site reads'
            )
          ]
        : endsOf(f.support).some((e) => refs([e]).has(z.name))
          ? [
              refusal(
                z,
                `the values of ${t.name} end where it says`,
                'components of a mixture have one support',
                'give them the same ends'
              )
            ]
          : []
  })

/** One site out of the graph. */
const without1 = (s: Summing, z: Site, count: number): Summing => {
  const { graph } = s
  const readers = graph.sites.filter((t) => reads(t, z.name))
  const problems = problemsOf(z, readers, count, s.terms)
  if (problems.length > 0) return { ...s, problems: [...s.problems, ...problems] }
  const k = valueAxis(z.name)
  const each = (e: Expr): Expr => picked(substitute(new Map([[z.name, iota(k)]]))(e))
  const { consumes, support, logDensity } = family(z.dist)
  const made = new Map<string, Distribution>()
  // the logarithm of P(z = k) and of what the readers so far say of it
  let weights = picked(logDensity(iota(k)))
  for (const t of readers) {
    const part = family(t.dist).mapArguments(each)
    const jointly = without(z.axes)(t.axes)
    made.set(t.name, mixture<Distribution>({ logits: weights, along: k, of: part, jointly }))
    const { logDensity: ln, jointly: own } = family(part)
    const x = ref(t.name, t.axes)
    weights = pipe(weights, add(sumSpread(without(own)(jointly))(ln(x))))
  }
  const chances = exp(pipe(weights, sub(logSumExp([k])(weights))))
  const [classes] = consumes
  const own =
    support._tag === 'Categories' && classes !== undefined
      ? rename(k, classes)(chances)
      : contract([k])(chances, iota(k))
  const expected = new Map(
    [...s.expected].map(([name, value]) => [
      name,
      refs([value]).has(z.name) ? contract([k])(chances, each(value)) : value
    ])
  )
  const names = readers.map((t) => t.name).join(', ')
  const terms = new Map([
    ...s.terms,
    ...readers.map((t) => [t.name, count * (s.terms.get(t.name) ?? 1)] as const)
  ])
  const axis: AxisSize = { name: k, size: count }
  return {
    ...s,
    graph: {
      ...graph,
      axes: [...graph.axes, axis],
      sites: graph.sites.flatMap((t) =>
        t === z ? [] : [{ ...t, dist: made.get(t.name) ?? t.dist }]
      ),
      named: graph.named.filter((n) => !refs([n.value]).has(z.name))
    },
    expected: expected.set(z.name, own),
    conditionals: [{ site: z.name, along: k, logits: weights }, ...s.conditionals],
    terms,
    decisions: [
      ...s.decisions,
      {
        pass: 'enumerate',
        site: z.name,
        what:
          `summed out of ${names}, ${count} values` +
          (z.axes.length === 0 ? '' : ` for each element over ${z.axes.join(', ')}`) +
          readers.map((t) => `; ${terms.get(t.name) ?? 1} terms a density of ${t.name}`).join(''),
        why: 'its values are finitely many, and their sum is exact'
      }
    ]
  }
}

// destructors

/** Errors: a discrete latent whose sum is not one over its own values. `which` of them are summed out. */
export const sumOut = (
  graph: Graph,
  which: (s: Site) => boolean = isDiscreteLatent
): Result<SummedOut> => {
  const start: Summing = {
    graph,
    conditionals: [],
    expected: new Map(),
    terms: new Map(),
    problems: [],
    decisions: []
  }
  const found = graph.sites
    .filter(which)
    .toReversed()
    .toSorted((a, b) => b.axes.length - a.axes.length)
    .reduce((s, { name }) => {
      const z = s.graph.sites.find((t) => t.name === name)
      const count = z === undefined ? undefined : valuesOf(graph, z)
      return z === undefined || count === undefined ? s : without1(s, z, count)
    }, start)
  return unless(found.problems)(() => found)
}
