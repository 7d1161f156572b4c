/**
 * A product of log-normal-guided scales over one axis set is log-normal itself: one noise draws it.
 * KLs stay per factor.
 *
 * Only where every use of one factor is a use of all of them with the same powers: then the joint
 * law of everything that is drawn is unchanged. A global factor is another axis set and stays one
 * draw of its own.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { factsOf, family } from '../../distributions/index.ts'
import { type Axes, type Expr, isPositive, product, ref, refs } from '../../expr/index.ts'
import { isSome } from 'fp-ts/lib/Option.js'
import type { Graph } from '../../ir/Graph.ts'
import { choiceOf } from '../parts/GuideOf.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import {
  polynomial,
  type Polynomial,
  powerOf,
  type RandomNames,
  type Term
} from '../parts/Polynomial.ts'
import { commonStart, onceEach, sharedTotals } from '../parts/SharedTotals.ts'
import type { MergedScale, Working, WorkingSite } from '../parts/Working.ts'

export const randomNames = (w: Working): RandomNames =>
  new Map(
    w.sites.map((s) => [
      s.name,
      {
        expr: ref(s.name, s.axes),
        isPositive: isPositive(factsOf(family(s.dist).support._tag).values)
      }
    ])
  )

const axesKey = (axes: Axes): string => [...axes].sort().join(' ')
const signature = (powers: ReadonlyArray<readonly [string, number]>): string =>
  [...powers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([n, p]) => `${n}^${p}`)
    .join(' ')

/** Factors of one term by axis set, log-normal ones only. */
const groupsOf =
  (axesOf: ReadonlyMap<string, Axes>) =>
  (t: Term): ReadonlyArray<ReadonlyArray<readonly [string, number]>> => {
    const groups = new Map<string, Array<readonly [string, number]>>()
    for (const [name, p] of t.powers) {
      const axes = axesOf.get(name)
      if (axes !== undefined)
        groups.set(axesKey(axes), [...(groups.get(axesKey(axes)) ?? []), [name, p]])
    }
    return [...groups.values()]
  }

/** The groups in which all uses agree, by signature. */
const mergeable = (
  terms: ReadonlyArray<Term>,
  blocked: ReadonlySet<string>,
  axesOf: ReadonlyMap<string, Axes>
): ReadonlyMap<string, MergedScale> => {
  const contexts = new Map<string, Set<string>>()
  const groups = new Map<string, MergedScale>()
  for (const t of terms)
    for (const g of groupsOf(axesOf)(t)) {
      const key = signature(g)
      for (const [name] of g) contexts.set(name, new Set([...(contexts.get(name) ?? []), key]))
      groups.set(key, {
        name: g.map(([n]) => n).join('·'),
        axes: axesOf.get(g[0]?.[0] ?? '') ?? [],
        factors: g.map(([site, power]) => ({ site, power }))
      })
    }
  return new Map(
    [...groups].filter(
      ([, g]) =>
        g.factors.length > 1 &&
        g.factors.every(({ site }) => !blocked.has(site) && contexts.get(site)?.size === 1)
    )
  )
}

/**
 * The term with merged groups in the place of their factors; wider axis sets innermost, so that a
 * scale meets the smaller array.
 */
const rewrite =
  (
    groups: ReadonlyMap<string, MergedScale>,
    axesOf: ReadonlyMap<string, Axes>,
    names: RandomNames
  ) =>
  (t: Term): Expr => {
    const merged = groupsOf(axesOf)(t).flatMap((g) => groups.get(signature(g)) ?? [])
    const gone = new Set(merged.flatMap((m) => m.factors.map((f) => f.site)))
    const rest = [...t.powers]
      .filter(([n]) => !gone.has(n))
      .map(([n, p]) => powerOf(names.get(n)?.expr ?? ref(n, []), p))
    const factors = [...merged.map((m) => ref(m.name, m.axes)), ...rest].sort(
      (a, b) => b.axes.length - a.axes.length
    )
    return product(
      t.coefficient._tag === 'Constant' && t.coefficient.value === 1
        ? factors
        : [...factors, t.coefficient]
    )
  }

/** Will ln of the site be drawn as a normal? */
const isLogNormal = (s: WorkingSite, graph: Graph): boolean => {
  const form = choiceOf(s, graph)?.guide.asNormal
  return form !== undefined && isSome(form) && form.value.isLog
}

/** Of all scales but those of some declared sites, whose noise is not their own. */
export const mergeScalesBut = (apart: ReadonlyArray<string>): Pass<Working, Working> =>
  pass('mergeScales', (w) => {
    const names = randomNames(w)
    const axesOf = new Map(
      w.sites
        .filter((s) => isLogNormal(s, w.graph) && !apart.includes(s.declared))
        .map((s) => [s.name, s.axes])
    )
    const read = polynomial(names)
    const forms = new Map<string, Polynomial>()
    const blocked = new Set<string>()
    const block = (e: Expr): void => {
      for (const n of refs([e]).keys()) blocked.add(n)
    }
    for (const [name, value] of w.values) {
      const p = read(value)
      if (p === undefined) block(value)
      else forms.set(name, p)
    }
    // a site that is drawn, or conditioned on, by itself is a use of its own
    const declared = new Set(w.graph.sites.map((s) => s.name))
    for (const s of w.sites) {
      if (declared.has(s.name)) blocked.add(s.name)
      for (const a of family(s.dist).arguments) block(a.value)
    }
    // a value in terms of another shares its terms
    const terms = new Set<Term>()
    let before: Polynomial = []
    for (const p of forms.values()) {
      for (const t of p.slice(commonStart(before, p))) terms.add(t)
      before = p
    }
    const groups = mergeable([...terms], blocked, axesOf)
    const merged = [...groups.values()]
    const put = onceEach(rewrite(groups, axesOf, names)),
      sum = sharedTotals()
    const drawn = new Map(
      [...w.values].map(([name, value]) => {
        const form = forms.get(name)
        return [name, sum(form === undefined ? [value] : put(form))] as const
      })
    )
    return E.right({
      ...w,
      drawn,
      merged,
      decisions: [
        ...w.decisions,
        ...merged.map((m) => ({
          pass: 'mergeScales',
          site: w.sites.find((s) => s.name === m.factors[0]?.site)?.declared ?? m.name,
          what: `${m.factors.map((f) => `${f.site}^${f.power}`).join(' · ')} is one log-normal`,
          why: 'same axes, no other use'
        }))
      ]
    })
  })

export const mergeScales: Pass<Working, Working> = mergeScalesBut([])
