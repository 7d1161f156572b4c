/** Marginal densities of one weight: our quadrature over the scales against figures from elsewhere. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dirichlet, gamma, laplace, studentT } from '../../src/distributions/index.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'
import { laplacePrior, nestedHorseshoe, studentTPrior } from '../../src/priors/index.ts'
import { expectNear, logDensityOf } from '../distributions/Arbitrary.ts'
import { improperPriors, knownPriors } from './KnownPriors.ts'
import { marginalFigures } from './MarginalFigures.ts'
import { marginalOf, valuesOf } from './Marginal.ts'

describe('by mpmath, at |w| = 1e-8 … 1e8: 1e-6', () => {
  test.each(Object.entries(marginalFigures))('%s', (name, figures) => {
    const known = Object.entries(knownPriors).find(([n]) => n === name)?.[1]
    if (known === undefined) throw new Error(`internal: ${name}`)
    const density = marginalOf(known.prior, { 'w/s': 1 }, known)
    const decades = 16 / (figures.length - 1)
    figures.forEach((wanted, k) => {
      const w = 10 ** (k * decades - 8),
        found = density(w)
      if (wanted === 0) expect(found).toBeLessThan(1e-290)
      else
        expect(Math.abs(found / wanted - 1), `at ${w}: ${found}, wanted ${wanted}`).toBeLessThan(
          1e-6
        )
    })
  })
})

describe('of those without a total mass, up to a factor, by closed forms', () => {
  test.each(Object.entries(improperPriors))('%s', (_, { prior, density }) => {
    const found = marginalOf(prior)
    for (let k = -8; k <= 1; k += 1)
      expect(found(10 ** k) / density(10 ** k), `at 10^${k}`).toBeCloseTo(1, 6)
  })
})

test('of one weight the nested horseshoe is the horseshoe+: what its group shares shows in two', () => {
  const density = marginalOf(nestedHorseshoe(1), { 'w/group/s': 1 })
  marginalFigures.horseshoePlus.forEach((wanted, k) => {
    const found = density(10 ** (k - 8))
    expect(Math.abs(found / wanted - 1), `10^${k - 8}: ${found}`).toBeLessThan(1e-6)
  })
})

test('two Dirichlet–Laplace weights, by shares of a gamma total, are independent', () => {
  const a = 0.6,
    step = 0.1
  const nodes = Array.from({ length: 1201 }, (_, i) => i * step - 60)
  const shares = valuesOf(dirichlet({ concentration: a, along: 'two', size: 2 }), nodes)
  const totals = valuesOf(gamma({ shape: 2 * a, rate: 0.5 }), nodes)
  const laplaceOf = (w: number, b: number): number => (b > 0 ? Math.exp(-w / b) / (2 * b) : 0)
  const both = (v: number, w: number): number =>
    shares.reduce(
      (sum, share) =>
        totals.reduce(
          (inner, total) =>
            inner +
            step ** 2 *
              Math.exp(share.log + total.log) *
              laplaceOf(v, share.x * total.x) *
              laplaceOf(w, (1 - share.x) * total.x),
          sum
        ),
      0
    )
  const one = (decade: number): number => marginalFigures.dirichletLaplace[decade + 8] ?? NaN
  for (const [v, w] of [
    [-1, 1],
    [0, 0],
    [-2, 0]
  ] as const)
    expect(both(10 ** v, 10 ** w) / (one(v) * one(w))).toBeCloseTo(1, 6)
})

describe('by the distributions that they are', () => {
  const w = logSpread(1e-4, 1e4)
  test('Student’s t', () =>
    fc.assert(
      fc.property(w, logSpread(0.5, 30), logSpread(0.1, 10), (x, df, scale) =>
        expectNear(
          marginalOf(studentTPrior({ df, scale }))(x) /
            Math.exp(logDensityOf(studentT({ df, location: 0, scale }))(x)),
          1,
          1e-7
        )
      ),
      { numRuns: 20 }
    ))
  test('Laplace', () =>
    fc.assert(
      fc.property(logSpread(1e-3, 30), logSpread(0.1, 10), (z, b) =>
        expectNear(
          marginalOf(laplacePrior(b))(z * b) / Math.exp(logDensityOf(laplace(0, b))(z * b)),
          1,
          1e-7
        )
      ),
      { numRuns: 20 }
    ))
})
