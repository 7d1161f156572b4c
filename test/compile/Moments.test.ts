/**
 * Posterior moments of weights under scales, at variances where E √s and √(E s) are far apart; at
 * small ones any of the two passes for the other.
 */
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, it } from 'vitest'
import {
  logNormal,
  normal,
  over,
  type Prior,
  program,
  sample,
  yields
} from '../../src/dsl/index.ts'
import { evaluate } from '../../src/expr/index.ts'
import { linearUnder } from '../../src/laws/index.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import { groupHorseshoe } from '../../src/priors/index.ts'
import { filled } from '../support/Draws.ts'
import { compiled } from '../support/Models.ts'

it('have no closed form where terms share a factor: w = z + z base', () => {
  const aboutItsScale: Prior = ({ group, axes }) =>
    pipe(
      program,
      sample('z', over(group)(logNormal(0, 1))),
      yields(({ z }) => over(...axes)(normal(z, z)))
    )
  const { program: p } = compiled(linearUnder(aboutItsScale, 2, 1, 'input'))
  const closed = p.moments.map((m) => [m.site, m.closed !== undefined])
  expect(closed).toEqual([
    ['w/z', true],
    ['w', false]
  ])
})

it('of w = base √(a b) √(c d) are those of independent factors: E xᵏ = exp(kμ + ½k²v)', () => {
  const { program: p } = compiled(linearUnder(groupHorseshoe(0.1), 1, 1, 'input'))
  const closed = p.moments.find((m) => m.site === 'w')?.closed
  if (closed === undefined) throw new Error('no closed moments')
  const sizes = new Map([
    ['from', 1],
    ['to', 1]
  ])
  // v up to e² = 7.4: √(E s) is up to 2.5 times E √s
  const values = fc.array(fc.tuple(between(-1, 1), between(-3, 2)), { minLength: 5, maxLength: 5 })
  fc.assert(
    fc.property(values, (drawn) => {
      const sites = [...new Set(p.parameters.map((q) => q.name.replace(/\.[^.]*$/, '')))]
      expect(sites).toEqual(['w/s.a', 'w/s.b', 'w/z.a', 'w/z.b', 'w.base'])
      const of = new Map(sites.map((s, k) => [s, drawn[k] ?? ([NaN, NaN] as const)] as const))
      const bound = new Map(
        p.parameters.map((q) => {
          const [location, logVariance] = of.get(q.name.replace(/\.[^.]*$/, '')) ?? [NaN, NaN]
          const x = q.kind === 'logVariance' ? logVariance : location
          return [q.name, filled(q.axes, sizes, () => x)] as const
        })
      )
      const value = (e: typeof closed.mean): number =>
        evaluate({ sizes, values: bound })(e).values[0] ?? NaN
      const [m = NaN, logV = NaN] = of.get('w.base') ?? []
      /** E xᵏ of the product of the scales' parts. */
      const scaleMoment = (k: number): number =>
        sites
          .filter((s) => s !== 'w.base')
          .map((s) => of.get(s) ?? [NaN, NaN])
          .reduce((e, [mu, lv]) => e * Math.exp(k * mu + 0.5 * k * k * Math.exp(lv)), 1)
      const mean = m * scaleMoment(0.5),
        square = (m * m + Math.exp(logV)) * scaleMoment(1)
      expect(value(closed.mean) / mean).toBeCloseTo(1, 10)
      expect(value(closed.variance) / (square - mean * mean)).toBeCloseTo(1, 8)
    })
  )
})
