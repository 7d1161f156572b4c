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
  picked,
  postorder,
  ref,
  refs,
  rename,
  sub,
  substitute,
  sumSpread,
  without
} from '../../expr/index.ts'
import { foldList } from '../../expr/Fold.ts'
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
export const valuesOf = (
  { axes }: Pick<Graph, 'axes'>,
  { dist }: Pick<Site, 'dist'>
): number | undefined => {
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

/** May a fit sum it out? Not where its user asks for a guide: then it is drawn. */
export const mayBeSummedOut =
  (graph: Graph) =>
  (s: Site): boolean =>
    isSummable(graph)(s) && s.options.guide === undefined

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

interface Summing {
  readonly graph: Graph
  readonly conditionals: ReadonlyArray<Conditional>
  readonly expected: ReadonlyMap<string, Expr>
  readonly terms: ReadonlyMap<string, number>
  readonly problems: ReadonlyArray<Problem>
  readonly decisions: ReadonlyArray<Decision>
}

/** Why a site has no sum over its own values, in the parts of a Problem. */
interface Obstacle {
  readonly what: string
  readonly why: string
  readonly advice: string
}

const obstaclesOf = (
  z: Site,
  readers: ReadonlyArray<Site>,
  count: number,
  terms: ReadonlyMap<string, number>
): ReadonlyArray<Obstacle> =>
  readers.flatMap((t): ReadonlyArray<Obstacle> => {
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
          {
            what: `${t.name} depends on several of its elements, along ${shared.join(', ')}`,
            why: 'every combination of them would be a term of one sum',
            advice:
              'let each element be read at its own index: over that axis, without sums or look-ups along it'
          }
        ]
      : all > mostTerms
        ? [
            {
              what: `the density of ${t.name} would be a sum of ${all} terms`,
              why: `at most ${mostTerms} are computed for each element`,
              advice: 'fewer values, or fewer discrete sites that one site reads'
            }
          ]
        : endsOf(f.support).some((e) => refs([e]).has(z.name))
          ? [
              {
                what: `the values of ${t.name} end where it says`,
                why: 'components of a mixture have one support',
                advice: 'give them the same ends'
              }
            ]
          : []
  })

const readersOf = ({ sites }: Graph, z: Site): ReadonlyArray<Site> =>
  sites.filter((t) => reads(t, z.name))

/** One site out of the graph. */
const without1 = (s: Summing, z: Site, count: number): Summing => {
  const { graph } = s
  const readers = readersOf(graph, z)
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

/** Elements along a plate that would have one density together, of which a batch is a part. */
const wholePlates = (z: Site, before: Graph, { sites, axes }: Graph): ReadonlyArray<Obstacle> => {
  const plates = axes.flatMap((a) => (a.size === 'data' ? [a.name] : []))
  return readersOf(before, z).flatMap(({ name }) => {
    const now = sites.find((t) => t.name === name)
    const plate = now && family(now.dist).jointly.find((axis) => plates.includes(axis))
    return plate === undefined
      ? []
      : [
          {
            what: `elements of ${name} along the plate ${plate} share it`,
            why: 'a step may see a batch of them, and their density is no sum over elements',
            advice: `give ${plate} a fixed size (axis)`
          }
        ]
  })
}

// one after the other

/** The last declared first, those with more axes before others. */
const inTurn = (
  graph: Graph,
  which: (s: Site) => boolean,
  step: (s: Summing, z: Site, count: number) => Summing
): Summing =>
  graph.sites
    .filter(which)
    .toReversed()
    .toSorted((a, b) => b.axes.length - a.axes.length)
    .reduce<Summing>(
      (s, { name }) => {
        const z = s.graph.sites.find((t) => t.name === name)
        const count = z === undefined ? undefined : valuesOf(graph, z)
        return z === undefined || count === undefined ? s : step(s, z, count)
      },
      {
        graph,
        conditionals: [],
        expected: new Map(),
        terms: new Map(),
        problems: [],
        decisions: []
      }
    )

/** What stands in the way of one is a problem. */
const withoutEach = (s: Summing, z: Site, count: number): Summing => {
  const found = obstaclesOf(z, readersOf(s.graph, z), count, s.terms)
  return found.length === 0
    ? without1(s, z, count)
    : {
        ...s,
        problems: [
          ...s.problems,
          ...found.map(({ what, why, advice }) =>
            problem(
              z.name,
              `it cannot be summed out: ${what}`,
              why,
              `${advice}; or fit a guide, which draws it (farrier train)`
            )
          )
        ]
      }
}

/** One with something in the way stays, and why is a decision. */
const withoutSome = (s: Summing, z: Site, count: number): Summing => {
  const found = obstaclesOf(z, readersOf(s.graph, z), count, s.terms)
  const next = found.length === 0 ? without1(s, z, count) : s
  const [obstacle] = found.length === 0 ? wholePlates(z, s.graph, next.graph) : found
  return obstacle === undefined
    ? next
    : {
        ...s,
        decisions: [
          ...s.decisions,
          {
            pass: 'enumerate',
            site: z.name,
            what: `${z.name} is drawn, and not summed out: ${obstacle.what}`,
            why: obstacle.why
          }
        ]
      }
}

// destructors

/** For densities, which have no place for a draw. Errors: one whose sum is not one over its own values. */
export const sumOut = (graph: Graph): Result<SummedOut> => {
  const found = inTurn(graph, isDiscreteLatent, withoutEach)
  return unless(found.problems)(() => found)
}

/**
 * For fits, whose steps may see batches: those that can be summed out, of those that have no guide asked for;
 * the others stay.
 */
export const sumWhatCanBe = (graph: Graph): SummedOut =>
  inTurn(graph, mayBeSummedOut(graph), withoutSome)

/** The names of those that a fit sums out. */
export const summedByFits = (graph: Graph): ReadonlySet<string> =>
  new Set(graph.sites.some(mayBeSummedOut(graph)) ? sumWhatCanBe(graph).expected.keys() : [])
