/**
 * Which slices of which tensors die with which scales, read off the declared graph.
 *
 * A site that is location + scale · base dies with z where its location and its scale go to zero
 * with z, and z's axes reach it untouched. Scales die with their own scales in turn: a block scale
 * above a local one gates by blocks, a global one the whole tensor. A scale of either sign that
 * scales nothing else gates itself. What is a scale itself, or may not be 0 where it is used, is no
 * target: its mask would be nonsense.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { family } from '../../distributions/Distribution.ts'
import { endsOf, factsOf } from '../../distributions/supports/Support.ts'
import {
  bounds,
  type Expr,
  hull,
  type Interval,
  iota,
  isNonzero,
  isPositive,
  orderAtZero,
  point,
  refs
} from '../../expr/index.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { type GateCandidate, gateCandidates } from '../parts/GateCandidates.ts'
import { indexedAxis } from '../parts/IndexedAxis.ts'
import { grouped } from '../parts/Grouped.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { usedBy, usersAmong } from '../parts/SiteUsers.ts'
import type { Objective } from './DeriveObjective.ts'

/** A gate for each set of axes, with all factors that a slice along them dies with. */
export interface Sparsity {
  readonly gates: ReadonlyArray<Gate>
  /** All that was looked at, also scales with which nothing dies. */
  readonly candidates: ReadonlyArray<GateCandidate>
}

// ---------------------------------------------------------------------------
// targets
// ---------------------------------------------------------------------------

/**
 * The site that would have no density if `w` were 0 at places: w's value is in an argument that must
 * not be 0, in an end of an interval, or, positive as it was declared, in what may leave every bound
 * as it goes to 0 (its logarithm).
 */
const needing = (g: Graph): ((w: Site) => Site | undefined) => {
  const indexed = indexedAxis(g)
  const users = usersAmong(g.sites)
  const asked = new Map(
    g.sites.map((s) => {
      const { support, arguments: args } = family(s.dist)
      return [
        s,
        {
          args: args.map((a) => ({ ...a, names: refs([a.value]) })),
          ends: refs(endsOf(support))
        }
      ] as const
    })
  )
  const supports = new Map([
    ...g.data.map((d) => [d.name, d.support] as const),
    ...g.sites.map((s) => [s.name, family(s.dist).support._tag] as const)
  ])
  const liesIn = (name: string): Interval => factsOf(supports.get(name) ?? 'Real').values
  return (w) => {
    const lies = bounds(
      (name) => (name === w.name ? hull(liesIn(name), point(0)) : liesIn(name)),
      indexed
    )
    const orderOf = orderAtZero([w.name], { env: liesIn })
    const staysBounded = (e: Expr): boolean => !isPositive(liesIn(w.name)) || orderOf(e).order >= 0
    return (users.get(w.name) ?? []).find((s) => {
      const { args = [], ends } = asked.get(s) ?? {}
      const used = args.filter((a) => a.names.has(w.name))
      return (
        used.some((a) => factsOf(a.support).proof?.suffices(lies(a.value)) === false) ||
        used.some((a) => !staysBounded(a.value)) ||
        ends?.has(w.name) === true
      )
    })
  }
}

/** A scale of either sign has its mass at 0: in front of nothing else, it is switched off itself. */
const itself = (w: Site): GateCandidate => ({
  factor: w.name,
  target: w.name,
  found: 'gate',
  axes: w.axes,
  at: w.axes.map(iota),
  why: 'it is a scale of either sign that scales nothing else'
})

/** Is it part of an argument of a latent that must not be 0? Then it is a scale, and no target. */
const isScaleOf = (latent: ReadonlyArray<Site>): ((w: Site) => boolean) => {
  const inProven = new Set(
    latent.flatMap((s) =>
      family(s.dist)
        .arguments.filter((a) => factsOf(a.support).proof !== undefined)
        .flatMap((a) => [...refs([a.value]).keys()])
    )
  )
  return (w) => isNonzero(factsOf(family(w.dist).support._tag).values) && inProven.has(w.name)
}

/** What stands above each latent: the scales of its own arguments first, each before its own. */
const scalesAbove = (latent: ReadonlyArray<Site>): ((w: Site) => ReadonlyArray<string>) => {
  const place = new Map(latent.map((s, i) => [s.name, i] as const))
  const direct = new Map(
    latent.map((s) => [
      s.name,
      usedBy(s)
        .filter((name) => place.has(name))
        .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
    ])
  )
  return (w) => {
    const found = new Set<string>()
    const open = [...(direct.get(w.name) ?? [])].reverse()
    for (let z = open.pop(); z !== undefined; z = open.pop())
      if (!found.has(z)) {
        found.add(z)
        open.push(...(direct.get(z) ?? []).toReversed())
      }
    return [...found]
  }
}

/** Candidates for every latent that may be a target, in the order of the graph. */
const candidatesByTarget = (g: Graph): ReadonlyArray<GateCandidate> => {
  const latent = g.sites.filter((s) => s.role === 'latent')
  const all = gateCandidates(g)
  const factors = new Set(all.filter((c) => c.found !== 'none').map((c) => c.factor))
  const isScale = isScaleOf(latent)
  const above = scalesAbove(latent)
  const userOf = needing(g)
  const usedAsArgument = new Set(latent.flatMap(usedBy))
  const of = grouped((c: GateCandidate) => c.target)(all)
  return latent
    .filter((w) => !factors.has(w.name) && !isScale(w))
    .flatMap((w) => {
      const values = factsOf(family(w.dist).support._tag).values
      const isSigned = isNonzero(values) && !isPositive(values)
      const found = [
        ...(isSigned && !usedAsArgument.has(w.name) ? [itself(w)] : []),
        ...(of.has(w.name) ? above(w) : []).flatMap((z) =>
          (of.get(w.name) ?? []).filter((c) => c.factor === z)
        )
      ]
      const user = found.some((c) => c.found !== 'none') ? userOf(w) : undefined
      return user === undefined
        ? found
        : found.map((c) => ({
            ...c,
            found: 'none' as const,
            why: `${user.name} has no density where ${w.name} is 0`
          }))
    })
}

// ---------------------------------------------------------------------------
// gates
// ---------------------------------------------------------------------------

const gateKey = ({ target, axes }: GateCandidate): string =>
  `${target}←${[...axes].sort().join(' ')}`

/** Gates, and what is none, each with its reason. */
export const explainSparsity = (g: Graph): Sparsity => {
  const found = known.get(g) ?? derived(g)
  known.set(g, found)
  return found
}

const known = new WeakMap<Graph, Sparsity>()

const derived = (g: Graph): Sparsity => {
  const candidates = candidatesByTarget(g)
  const gates = new Map<string, Gate>()
  for (const c of candidates.filter(({ found }) => found === 'gate')) {
    const old = gates.get(gateKey(c))
    if (old === undefined)
      gates.set(gateKey(c), {
        factors: [c.factor],
        target: c.target,
        axes: c.axes,
        why: c.why
      })
    else if (!old.factors.includes(c.factor))
      gates.set(gateKey(c), {
        ...old,
        factors: [...old.factors, c.factor],
        why: `${old.why}; ${c.why}`
      })
  }
  return { gates: [...gates.values()], candidates }
}

/** Of a declared graph. */
export const gatesOf = (g: Graph): ReadonlyArray<Gate> => explainSparsity(g).gates

export interface Gated extends Objective {
  readonly gates: ReadonlyArray<Gate>
}

export const deriveSparsity: Pass<Objective, Gated> = pass('deriveSparsity', (state) =>
  E.right({ ...state, gates: gatesOf(state.working.graph) })
)
