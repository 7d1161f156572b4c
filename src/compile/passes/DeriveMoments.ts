/**
 * Posterior mean and variance of every declared latent in closed form, where its value is a sum of
 * products of factors that are independent under the guide: Var(xy) = Var x Var y + Var x (E y)² + (E x)² Var y,
 * which subtracts nothing.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { constant, mul, ref, square, total, without } from '../../expr/index.ts'
import type { Moments } from '../../ir/Variational.ts'
import { isSome } from 'fp-ts/lib/Option.js'
import type { MeanVariance } from '../../guides/index.ts'
import { type Guides, shownBy } from '../parts/GuideOf.ts'
import { companions } from '../joint/JointOf.ts'
import type { WithSavings } from './DeriveSavings.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { randomNames } from './MergeScales.ts'
import { polynomial, type Polynomial, type Term } from '../parts/Polynomial.ts'
import { commonStart, onceEach, sharedTotals } from '../parts/SharedTotals.ts'
import { valueOf } from '../parts/Working.ts'

const independentProduct = (a: MeanVariance, b: MeanVariance): MeanVariance => ({
  mean: pipe(a.mean, mul(b.mean)),
  variance: total([
    pipe(a.variance, mul(b.variance)),
    pipe(a.variance, mul(square(b.mean))),
    pipe(square(a.mean), mul(b.variance))
  ])
})

const termMoments =
  (guides: Guides) =>
  (t: Term): MeanVariance | undefined => {
    const factors = [...t.powers].map(([name, k]) => {
      const known = guides.get(name)?.guide.moments(k)
      return known !== undefined && isSome(known) ? known.value : undefined
    })
    const random = factors.reduce<MeanVariance | undefined>(
      (a, f) => (a === undefined || f === undefined ? undefined : independentProduct(a, f)),
      { mean: constant(1), variance: constant(0) }
    )
    return random === undefined
      ? undefined
      : {
          mean: pipe(random.mean, mul(t.coefficient)),
          variance: pipe(random.variance, mul(square(t.coefficient)))
        }
  }

/**
 * Terms must not share a factor: only then do their variances add. Of a polynomial that begins as the
 * one before it, the terms behind are looked at. Factors that hang together have one name by `known`.
 */
const disjointness = (known: (site: string) => string): ((p: Polynomial) => boolean) => {
  const namesOf = (t: Term | undefined): ReadonlyArray<string> =>
    [...(t?.powers.keys() ?? [])].map(known)
  let before: Polynomial = []
  /** The first term of the last polynomial that has a factor, by its position. */
  const first = new Map<string, number>()
  /** How many terms share nothing. */
  let clear = 0
  return (p) => {
    const n = commonStart(before, p)
    for (const t of before.slice(n)) for (const name of namesOf(t)) forget(name, n)
    before = p
    clear = Math.min(clear, n)
    for (let i = n; i < p.length; i += 1) {
      const names = namesOf(p[i])
      const areApart = new Set(names).size === names.length
      if (clear === i && areApart && names.every((name) => !first.has(name))) clear = i + 1
      for (const name of names) if (!first.has(name)) first.set(name, i)
    }
    return clear === p.length
  }
  function forget(name: string, from: number): void {
    if ((first.get(name) ?? -1) >= from) first.delete(name)
  }
}

const momentsOfSites = ({ working: w, guides, joints }: WithSavings): ReadonlyArray<Moments> => {
  const together = companions(joints)
  const read = polynomial(randomNames(w)),
    momentsOf = onceEach(termMoments(guides)),
    areDisjoint = disjointness((site) => together(site)[0] ?? site),
    means = sharedTotals(),
    variances = sharedTotals(),
    shown = shownBy(guides)
  return w.graph.sites
    .filter((s) => s.role === 'latent')
    .map((s) => {
      const p = read(valueOf(w)(s.name, s.axes))
      const terms = p === undefined || !areDisjoint(p) ? [undefined] : momentsOf(p)
      const known = terms.filter((t) => t !== undefined)
      const closed =
        known.length < terms.length
          ? undefined
          : {
              mean: means(known.map((t) => t.mean)),
              variance: variances(known.map((t) => t.variance))
            }
      const [index] = without(s.axes)(shown(s.name)(ref(s.name, s.axes)).axes)
      return index === undefined
        ? { site: s.name, axes: s.axes, closed }
        : { site: s.name, axes: [...s.axes, index], index, closed }
    })
}

export interface WithMoments extends WithSavings {
  readonly moments: ReadonlyArray<Moments>
}

export const deriveMoments: Pass<WithSavings, WithMoments> = pass('deriveMoments', (state) =>
  E.right({ ...state, moments: momentsOfSites(state) })
)
