/**
 * Gates in numbers: one element of a factor is t (of a real one, ln t), all other roots stay at
 * numbers in ±[0.5, 2], and what goes to zero with t is dead. Roots are the bases of sites that are
 * location + scale · base, the noise of those that are not, and the other elements of the factor.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { explainSparsity, type GateCandidate } from '../compile/index.ts'
import { boundsOf, family, type SupportTag } from '../distributions/index.ts'
import {
  type Axes,
  evaluate,
  type Expr,
  type NamedArray,
  postorder,
  ref,
  spread,
  substitute
} from '../expr/index.ts'
import { showGate } from '../ir/Gate.ts'
import type { Graph, Site } from '../ir/Graph.ts'
import { eitherSign, logSpread } from './ArbitraryNumber.ts'
import { type Law, law } from './Law.ts'
import { sourceOf } from './ModelText.ts'
import { asValue, rooted } from './Roots.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

type Sizes = ReadonlyMap<string, number>
type Arrays = ReadonlyMap<string, NamedArray>

/** For each element of a factor, row-major: which elements of a target die with it, row-major. */
export type Deaths = ReadonlyArray<ReadonlyArray<boolean>>

/** Plates have this many rows here. */
const rows = 2

// ---------------------------------------------------------------------------
// numbers
// ---------------------------------------------------------------------------

/** Numbers in ±[0.5, 2], their logarithms uniform. */
export const numbersApartFromZero: fc.Arbitrary<ReadonlyArray<number>> = fc.array(
  eitherSign(logSpread(0.5, 2)),
  { minLength: 61, maxLength: 61 }
)

export const sizesHere = (g: Graph): Sizes =>
  new Map(g.axes.map((a) => [a.name, a.size === 'data' ? rows : a.size] as const))

const shapeOf = (axes: Axes, sizes: Sizes): ReadonlyArray<number> =>
  axes.map((a) => sizes.get(a) ?? 1)
const elementsOf = (axes: Axes, sizes: Sizes): number =>
  shapeOf(axes, sizes).reduce((a, b) => a * b, 1)

/** The axis that a datum is an index of; indices of none count from 0. */
const axisIndexedBy = (g: Graph, name: string): string | undefined =>
  postorder(g.sites.flatMap((s) => family(s.dist).arguments.map((a) => a.value))).flatMap((e) =>
    e._tag === 'Gather' && e.index._tag === 'Ref' && e.index.name === name ? [e.axis] : []
  )[0]

/** Values row-major over `axes`, of an expression that may lack some of them. */
const valuesOver =
  (axes: Axes, sizes: Sizes, values: Arrays) =>
  (e: Expr): NamedArray => {
    const x = evaluate({ sizes, values })(spread(axes)(e))
    const shape = shapeOf(axes, sizes)
    const steps = axes.map((a) =>
      x.sizes.slice(x.axes.indexOf(a) + 1).reduce((product, n) => product * n, 1)
    )
    return {
      axes,
      sizes: shape,
      values: Float64Array.from({ length: elementsOf(axes, sizes) }, (_, flat) => {
        let rest = flat,
          at = 0
        for (let k = axes.length - 1; k >= 0; k -= 1) {
          const n = shape[k] ?? 1
          at += (rest % n) * (steps[k] ?? 1)
          rest = Math.floor(rest / n)
        }
        return x.values[at] ?? NaN
      })
    }
  }

// ---------------------------------------------------------------------------
// what dies
// ---------------------------------------------------------------------------

/** An axis of all elements of a factor, each at two values of t. */
const caseAxis = 'case:'
const moments = [1e-9, 1e-12] as const

/** The numbers of one setting, each name from a place of its own. */
const settingOf = (g: Graph, numbers: ReadonlyArray<number>) => {
  const sizes = sizesHere(g)
  return (place: number, axes: Axes, tag: SupportTag, name = ''): NamedArray => {
    const size = sizes.get(axisIndexedBy(g, name) ?? '') ?? rows
    return {
      axes,
      sizes: shapeOf(axes, sizes),
      values: Float64Array.from({ length: elementsOf(axes, sizes) }, (_, i) =>
        asValue[tag](numbers[(i + 7 * place) % numbers.length] ?? 1, size)
      )
    }
  }
}

const dataHere = (g: Graph, numbers: ReadonlyArray<number>): Arrays => {
  const array = settingOf(g, numbers)
  return new Map(
    g.data.map((d, k) => [d.name, array(k, d.axes, d.support ?? 'Real', d.name)] as const)
  )
}

/** The factor over `caseAxis`: in each case one element goes to zero, the others stay. */
const casesOf = (factor: Site, staying: NamedArray): NamedArray => {
  const n = staying.values.length
  const { support } = family(factor.dist)
  const low = boundsOf(support)?.low
  // what ends above 0 goes no further than there; of an end that is computed, than to a place above 0
  const least = low === undefined ? 0 : low._tag === 'Constant' ? low.value : 0.5
  const vanishing = (t: number): number =>
    support._tag === 'Real' ? Math.log(t) : Math.max(t, least)
  return {
    axes: [caseAxis, ...staying.axes],
    sizes: [moments.length * n, ...staying.sizes],
    values: Float64Array.from({ length: moments.length * n * n }, (_, flat) => {
      const at = Math.floor(flat / n),
        i = flat % n
      return at % n === i ? vanishing(moments[Math.floor(at / n)] ?? 1) : (staying.values[i] ?? NaN)
    })
  }
}

/** Powers of t from about a tenth on at least halve from t = 10⁻⁹ to 10⁻¹². */
const isDead = (before: number, after: number): boolean =>
  after === 0 || Math.abs(after) < 0.5 * Math.abs(before)

/** What dies of a target with each element of a factor. */
export const deaths = (
  g: Graph,
  factor: Site,
  target: Site,
  numbers: ReadonlyArray<number>
): Deaths => {
  const array = settingOf(g, numbers)
  const bound = new Map(dataHere(g, numbers))
  const values = new Map<string, Expr>()
  g.sites.forEach((s, k) => {
    const place = g.data.length + k
    if (s.name === factor.name) {
      const cases = casesOf(s, array(place, s.axes, family(s.dist).support._tag))
      bound.set(s.name, cases)
      values.set(s.name, ref(s.name, cases.axes))
    } else if (s.role === 'latent') {
      const { value, root, tag } = rooted(s)
      bound.set(root, array(place, s.axes, tag))
      values.set(s.name, substitute(values)(value))
    }
  })
  const sizes = new Map(sizesHere(g))
  const count = elementsOf(factor.axes, sizes)
  sizes.set(caseAxis, moments.length * count)
  const all = valuesOver(
    [caseAxis, ...target.axes],
    sizes,
    bound
  )(values.get(target.name) ?? ref(target.name, target.axes)).values
  const perCase = elementsOf(target.axes, sizes)
  return Array.from({ length: count }, (_, element) =>
    Array.from({ length: perCase }, (_e, i) =>
      isDead(all[element * perCase + i] ?? NaN, all[(count + element) * perCase + i] ?? NaN)
    )
  )
}

/** What a candidate says will die: for each element of the factor, elements of the target. */
export const announced = (
  g: Graph,
  { at, found }: GateCandidate,
  factor: Site,
  target: Site,
  numbers: ReadonlyArray<number>
): Deaths => {
  const sizes = sizesHere(g)
  const shape = shapeOf(factor.axes, sizes)
  const isWhole = at.length < factor.axes.length
  const data = dataHere(g, numbers)
  const indices = at.map((e) => valuesOver(target.axes, sizes, data)(e).values)
  const places = Array.from({ length: elementsOf(target.axes, sizes) }, (_, i) =>
    indices.reduce((flat, along, k) => flat * (shape[k] ?? 1) + (along[i] ?? NaN), 0)
  )
  return Array.from({ length: elementsOf(factor.axes, sizes) }, (_, element) =>
    places.map((place) => found !== 'none' && (isWhole || place === element))
  )
}

// ---------------------------------------------------------------------------
// the law
// ---------------------------------------------------------------------------

const said = ({ found, axes, target, factor }: GateCandidate): string =>
  `${found === 'groups' ? 'groups' : showGate({ axes, target })} by ${factor}`

/** Every slice that is said to die with a factor does. */
export const gateLaw = (g: Graph): Law => {
  const site = new Map(g.sites.map((s) => [s.name, s] as const))
  const claims = explainSparsity(g).candidates.filter((c) => c.found !== 'none')
  return law(
    'what gates say dies goes to zero with its factor',
    numbersApartFromZero,
    (numbers) =>
      claims.flatMap((c) => {
        const factor = site.get(c.factor),
          target = site.get(c.target)
        if (factor === undefined || target === undefined) return [`${said(c)}: no such sites`]
        const dead = deaths(g, factor, target, numbers)
        const alive = announced(g, c, factor, target, numbers).flatMap((all, element) =>
          all.flatMap((dies, i) =>
            dies && dead[element]?.[i] !== true ? [`${element}: ${i}`] : []
          )
        )
        return alive.length === 0
          ? []
          : [
              `${said(c)}: element of the factor, element that lives: ${alive.slice(0, 5).join('; ')}`
            ]
      }),
    {
      formula: 'the elements of w that a gate says die go to 0 with the element t of its factor',
      tolerance:
        'half, from t = 1e-9 to 1e-12: of a power of t from about a tenth on no more is left',
      source: () => sourceOf(g)
    }
  )
}
