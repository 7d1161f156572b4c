/**
 * For every scale above a tensor, whether the tensor dies with it, and why.
 *
 * One element of the factor goes to 0 as t does, or to ln t where it is real (the size of e^c is
 * then t); all others of it stay where they are, and so do all other roots. Sites follow in the
 * order of their declaration: location + scale · base, the base staying too.
 *
 * @since 0.2.0
 */
import { isSome } from 'fp-ts/lib/Option.js'
import { pipe } from 'fp-ts/lib/function.js'
import { family } from '../../distributions/Distribution.ts'
import {
  boundsOf,
  endsOf,
  factsOf,
  type Support,
  type SupportTag
} from '../../distributions/supports/Support.ts'
import {
  add,
  type Axes,
  axesRunOver,
  bounds,
  type Carried,
  carried,
  type Expr,
  exactly,
  factor,
  indexAt,
  interval,
  type Interval,
  isMeasured,
  isNonzero,
  logarithmic,
  mul,
  nonzero,
  type Order,
  orderBy,
  orderIn,
  type Place,
  print,
  printInLine,
  real,
  ref,
  refs,
  unknownOrder,
  vanishesBy,
  vanishesWhole,
  type Way
} from '../../expr/index.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { indexedAxis } from './IndexedAxis.ts'
import { usersAmong } from './SiteUsers.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * What one factor does to one tensor: a `gate` kills slices along `axes`, `groups` kills elements
 * that lie along no axes of their own.
 */
export interface GateCandidate {
  readonly factor: string
  readonly target: string
  readonly found: 'gate' | 'groups' | 'none'
  readonly axes: Axes
  /** For each axis of the factor, the index on it of what an element of the target dies with. */
  readonly at: ReadonlyArray<Expr>
  readonly why: string
}

/** A site in terms of what was declared before it and of a root of its own. */
interface Form {
  readonly value: Expr
  readonly root: string
  readonly rootLies: Interval
  readonly location?: Expr
  readonly scale?: Expr
}

// ---------------------------------------------------------------------------
// where values lie
// ---------------------------------------------------------------------------

/** A real draw is 0 with no probability. */
const drawn = (tag: SupportTag): Interval => (tag === 'Real' ? nonzero : factsOf(tag).values)

const formOf = (s: Site): Form | undefined => {
  const { locationScale, pathwise, whitened } = family(s.dist)
  if (isSome(locationScale)) {
    const { location, scale, base } = locationScale.value
    const root = `${s.name}.base`
    return {
      value: pipe(ref(root, s.axes), mul(scale), add(location)),
      root,
      rootLies: drawn(family(base).support._tag),
      location,
      scale
    }
  }
  if (whitened !== undefined) {
    const root = `${s.name}.base`
    return {
      value: whitened.value(ref(root, s.axes)),
      root,
      rootLies: drawn(family(whitened.base).support._tag)
    }
  }
  if (!isSome(pathwise)) return undefined
  const root = `${s.name}.noise`
  return {
    value: pathwise.value.push(ref(root, s.axes)),
    root,
    rootLies: pathwise.value.noise === 'uniform' ? interval(0, 1, false) : nonzero
  }
}

/** Where every name lies: sites, their roots, data. */
const liesIn = (g: Graph, forms: ReadonlyMap<string, Form>): ((name: string) => Interval) => {
  const known = new Map<string, Interval>([
    ...g.data.map((d) => [d.name, factsOf(d.support ?? 'Real').values] as const),
    ...g.sites.map((s) => [s.name, drawn(family(s.dist).support._tag)] as const),
    ...[...forms.values()].map((f) => [f.root, f.rootLies] as const)
  ])
  return (name) => known.get(name) ?? real
}

/** Does it end above 0? Of an end that is not written down that is to be expected. */
const endsAboveZero = (s: Support): boolean => {
  const low = boundsOf(s)?.low
  return low !== undefined && !(low._tag === 'Constant' && low.value <= 0)
}

/** What the vanishing element of a factor comes to; none of a site that cannot vanish. */
const vanishing = (s: Site): Order | undefined => {
  const { support } = family(s.dist)
  if (support._tag === 'Real') return logarithmic(1)
  return isNonzero(factsOf(support._tag).values) && !endsAboveZero(support) ? exactly(1) : undefined
}

// ---------------------------------------------------------------------------
// words
// ---------------------------------------------------------------------------

const isZero = (e: Expr): boolean => e._tag === 'Constant' && e.value === 0
const goes = (z: Site): string =>
  family(z.dist).support._tag === 'Real' ? `as ${z.name} → −∞` : `with ${z.name}`

const shownPlace = (p: Place): string => {
  switch (p._tag) {
    case 'Along':
      return p.axis
    case 'Joined':
      return p.axes.join('×')
    case 'Digit':
      return `the part ${p.of[p.digit] ?? ''} of ${p.axis}`
    case 'Said':
      return print(p.index)
  }
}
/** `h of z at k`, for the axes that are found elsewhere. */
const shownWay = (z: Site, way: Way): string =>
  way
    .flatMap((p, i) => {
      const axis = z.axes[i] ?? ''
      return p._tag === 'Along' && p.axis === axis
        ? []
        : [`; ${axis} of ${z.name} is ${shownPlace(p)}`]
    })
    .join('')

const shownForm = ({ location, scale }: Form): string =>
  [
    ...(location === undefined || isZero(location)
      ? []
      : [`its location ${printInLine(location)}`]),
    ...(scale === undefined ? [] : [`its scale ${printInLine(scale)}`])
  ].join(' and ')

const dying = (z: Site, form: Form, way: Way): string => {
  const both = form.location !== undefined && !isZero(form.location)
  return `${shownForm(form) || 'its draw'} ${both ? 'go' : 'goes'} to 0 ${goes(z)}${shownWay(z, way)}`
}

/** Why none of its elements are known to die: the first thing that stays. */
const staying = (z: Site, form: Form, of: (e: Expr) => Carried): string => {
  const parts = [
    ['scale', form.scale],
    ['location', form.location]
  ] as const
  for (const [name, e] of parts) {
    if (e === undefined || isZero(e)) continue
    const c = of(e)
    if (c.ways.some((_, i) => vanishesBy(c, i))) continue
    const { lost } = c
    const order = orderBy(c, c.ways.length === 0 ? undefined : 0)
    const stays = isMeasured(order) ? 'stays away from 0' : 'is not known to go to 0'
    return lost === undefined
      ? `its ${name} ${printInLine(e)} ${stays} ${goes(z)}`
      : `its ${name} ${printInLine(e)} ${stays} with one index of ${z.name}, since ${print(lost)} mixes them`
  }
  return `it is not known to go to 0 ${goes(z)}`
}

// ---------------------------------------------------------------------------
// candidates
// ---------------------------------------------------------------------------

const verdicts = (
  z: Site,
  target: Site,
  form: Form,
  of: (e: Expr) => Carried
): ReadonlyArray<GateCandidate> => {
  const value = of(form.value)
  const about = { factor: z.name, target: target.name }
  if (z.axes.length > 0 && vanishesWhole(value))
    return [
      {
        ...about,
        found: 'gate',
        axes: [],
        at: [],
        why: `${dying(z, form, [])}, whichever of its indices`
      }
    ]
  const found = value.ways
    .filter((_, i) => vanishesBy(value, i))
    .map((way): GateCandidate => {
      const axes = axesRunOver(way)
      const facts = { ...about, at: way.map(indexAt) }
      return axes === undefined
        ? {
            ...facts,
            found: 'groups',
            axes: [],
            why: `${dying(z, form, way)}: by groups, which no axis numbers`
          }
        : { ...facts, found: 'gate', axes, why: dying(z, form, way) }
    })
  return found.length > 0
    ? found
    : [{ ...about, found: 'none', axes: [], at: [], why: staying(z, form, of) }]
}

const unknown: Carried = { ways: [], orders: [unknownOrder] }

const scaleNames = (form: Form | undefined): ReadonlyArray<string> =>
  form?.scale === undefined ? [] : [...refs([form.scale]).keys()]

/**
 * What may have an answer about a factor: the latents below it that have a scale to ask, or that
 * lead to one, in their order.
 */
const askedBelow = (
  latent: ReadonlyArray<Site>,
  isScaled: (s: Site) => boolean
): ((z: Site) => ReadonlyArray<Site>) => {
  const users = usersAmong(latent)
  const place = new Map(latent.map((s, i) => [s, i] as const))
  const asked = new Set<Site>()
  for (const s of latent.toReversed())
    if (isScaled(s) || (users.get(s.name) ?? []).some((u) => asked.has(u))) asked.add(s)
  return (z) => {
    const found = new Set<Site>()
    const open = [z]
    for (let s = open.pop(); s !== undefined; s = open.pop())
      for (const u of users.get(s.name) ?? [])
        if (asked.has(u) && !found.has(u)) {
          found.add(u)
          open.push(u)
        }
    return [...found].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
  }
}

/** Every pair of a factor and a latent below it whose scale it is part of. */
export const gateCandidates = (g: Graph): ReadonlyArray<GateCandidate> => {
  const latent = g.sites.filter((s) => s.role === 'latent')
  const forms = new Map(
    latent.flatMap((s) => {
      const form = formOf(s)
      return form === undefined ? [] : [[s.name, form] as const]
    })
  )
  const scales = new Map(latent.map((s) => [s.name, scaleNames(forms.get(s.name))] as const))
  const below = askedBelow(latent, (s) => (scales.get(s.name) ?? []).length > 0)
  // what an observation's support ends at is kept away from 0 by its data
  const ended = refs(
    g.sites.flatMap((s) => (s.role === 'observed' ? endsOf(family(s.dist).support) : []))
  )
  const lies = liesIn(g, forms)
  const signOf = bounds(lies, indexedAxis(g))
  const sizes = new Map(
    g.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
  )
  return latent.flatMap((z) => {
    const vanishes = ended.has(z.name) ? undefined : vanishing(z)
    if (vanishes === undefined) return []
    const known = new Map([[z.name, factor(z.axes, vanishes, exactly(0))]])
    const of = carried({
      carriedBy: (name) => known.get(name),
      orderOf: (name) => orderIn(lies(name)),
      signOf,
      sizeOf: (axis) => sizes.get(axis)
    })
    return below(z).flatMap((s) => {
      const form = forms.get(s.name)
      const isScaled = (scales.get(s.name) ?? []).some((name) => known.has(name))
      known.set(s.name, form === undefined ? unknown : of(form.value))
      return form !== undefined && isScaled ? verdicts(z, s, form, of) : []
    })
  })
}
