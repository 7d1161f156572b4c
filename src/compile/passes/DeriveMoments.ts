/**
 * Posterior mean and variance of every declared latent in closed form, where its value is a sum of
 * products of independently guided factors: Var(xy) = Var x Var y + Var x (E y)² + (E x)² Var y,
 * which subtracts nothing.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add, constant, exp, type Expr, expm1, mul, square, total } from '../../expr/index.ts'
import type { Moments } from '../../ir/Variational.ts'
import type { Guide, Guides } from '../parts/Guide.ts'
import { randomNames } from './MergeScales.ts'
import { polynomial, type Polynomial, type Term } from '../parts/Polynomial.ts'
import { once, sharedTotals } from '../parts/SharedTotals.ts'
import { valueOf, type Working } from '../parts/Working.ts'

interface MeanVariance {
  readonly mean: Expr
  readonly variance: Expr
}

/** E xᵏ and Var xᵏ under the guide; normal guides have k = 1 and 2. */
const powerMoments = (g: Guide, k: number): MeanVariance | undefined => {
  const variance = exp(g.logVariance)
  if (g.family === 'logNormal') {
    const mean = exp(pipe(g.location, mul(k), add(pipe(variance, mul((k * k) / 2)))))
    return { mean, variance: pipe(square(mean), mul(expm1(pipe(variance, mul(k * k))))) }
  }
  if (k === 1) return { mean: g.location, variance }
  if (k === 2)
    return {
      mean: pipe(square(g.location), add(variance)),
      variance: pipe(square(variance), mul(2), add(pipe(square(g.location), mul(variance), mul(4))))
    }
  return undefined
}

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
      const g = guides.get(name)
      return g === undefined ? undefined : powerMoments(g, k)
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

export const deriveMoments = (w: Working, guides: Guides): ReadonlyArray<Moments> => {
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
