/**
 * Posterior mean and variance of every declared latent in closed form, where its value is a sum of
 * products of independently guided factors: Var(xy) = Var x Var y + Var x (E y)² + (E x)² Var y,
 * which subtracts nothing.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { constant, mul, square, total } from '../../expr/index.ts'
import type { Moments } from '../../ir/Variational.ts'
import { isSome } from 'fp-ts/lib/Option.js'
import type { MeanVariance } from '../../guides/index.ts'
import type { Guides } from '../parts/GuideOf.ts'
import type { WithSavings } from './DeriveSavings.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { randomNames } from './MergeScales.ts'
import { polynomial, type Polynomial, type Term } from '../parts/Polynomial.ts'
import { once, sharedTotals } from '../parts/SharedTotals.ts'
import { valueOf, type Working } from '../parts/Working.ts'

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

/** Terms must not share a factor: only then do their variances add. */
const areDisjoint = (p: Polynomial): boolean => {
  const names = p.flatMap((t) => [...t.powers.keys()])
  return new Set(names).size === names.length
}

const momentsOfSites = (w: Working, guides: Guides): ReadonlyArray<Moments> => {
  const read = polynomial(randomNames(w)),
    momentsOf = once(termMoments(guides)),
    sum = sharedTotals()
  return w.graph.sites
    .filter((s) => s.role === 'latent')
    .map((s) => {
      const p = read(valueOf(w)(s.name, s.axes))
      const terms = p === undefined || !areDisjoint(p) ? [undefined] : p.map(momentsOf)
      const known = terms.flatMap((t) => (t === undefined ? [] : [t]))
      const closed =
        known.length < terms.length
          ? undefined
          : { mean: sum(known.map((t) => t.mean)), variance: sum(known.map((t) => t.variance)) }
      return { site: s.name, axes: s.axes, closed }
    })
}

export interface WithMoments extends WithSavings {
  readonly moments: ReadonlyArray<Moments>
}

export const deriveMoments: Pass<WithSavings, WithMoments> = pass('deriveMoments', (state) =>
  E.right({ ...state, moments: momentsOfSites(state.working, state.guides) })
)
