/** Laws of guides of counts: their draws jump, so that they have a mass where others have a density. */
import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { counts, countsFrom, poisson } from '../../src/distributions/index.ts'
import { constant, gradients } from '../../src/expr/index.ts'
import { guides } from '../../src/guides/index.ts'
import { between, expectNear, logSpread } from '../distributions/Arbitrary.ts'
import { integrate } from '../support/Quadrature.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import { drawExpr, noise } from './ArbitraryGuide.ts'

const guide = guides.flooredLogNormal.at({
  name: 'n',
  declared: 'n',
  axes: [],
  support: counts,
  law: poisson(3)
})
if (isNone(guide.logDensity)) throw new Error('no mass')
const lnQ = guide.logDensity.value(noise)
const wrt = ['n.location', 'n.logVariance']
const draw = scalarFunction(drawExpr(guide), 'e', ...wrt)
const mass = scalarFunction(lnQ, 'e', ...wrt)
const slopes = wrt.map((name) => {
  const g = gradients(
    lnQ,
    wrt.map((n) => ({ name: n }))
  ).get(name)
  if (g === undefined) throw new Error('no slope')
  return scalarFunction(g, 'e', ...wrt)
})

/** The noise in the middle of the cell of k. */
const noiseOf = (k: number, location: number, deviation: number): number =>
  (Math.log(k + 0.5) - location) / deviation

/** Φ(b) − Φ(a) over the cell of k, as an integral from a on: b − a would have lost its digits. */
const cell = (k: number, location: number, deviation: number): number => {
  const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
  const a = k === 0 ? -40 : (Math.log(k) - location) / deviation
  const width = k === 0 ? 40 - location / deviation : Math.log1p(1 / k) / deviation
  // pieces meet where the density is largest; nothing is beyond 40
  const places = [0, Math.min(Math.max(-a, 0), width), Math.min(width, 40 - a)]
  return places
    .slice(1)
    .reduce((sum, end, i) => sum + integrate((t) => density(a + t), places[i] ?? NaN, end), 0)
}

/** ln of a mean from 0.3 to 10⁵, a deviation, and how many of them a count is away from it. */
const drawn = fc
  .tuple(between(-1, 11), logSpread(3e-3, 2), between(-6, 6))
  .map(([location, deviation, e]) => {
    const lambda = 2 * Math.log(deviation)
    return { location, deviation, lambda, k: draw(e, location, lambda), e }
  })

describe('the floored log-normal', () => {
  test('draws whole numbers from 0', () =>
    fc.assert(
      fc.property(drawn, ({ k, e, location, deviation }) => {
        expect(Number.isInteger(k) && k >= 0).toBe(true)
        expect(Math.abs(k + 0.5 - Math.exp(location + deviation * e))).toBeLessThanOrEqual(0.5)
      })
    ))
  test('its mass is the integral over the cell, 6 deviations away too', () =>
    fc.assert(
      fc.property(drawn, ({ k, e, location, deviation, lambda }) => {
        expectNear(mass(e, location, lambda), Math.log(cell(k, location, deviation)), 1e-8)
      })
    ))
  test('masses sum to 1', () =>
    fc.assert(
      fc.property(between(-1, 3), logSpread(0.05, 0.7), (location, deviation) => {
        const most = Math.ceil(Math.exp(location + 8 * deviation))
        let sum = 0
        for (let k = 0; k <= most; k++)
          sum += Math.exp(mass(noiseOf(k, location, deviation), location, 2 * Math.log(deviation)))
        expectNear(sum, 1, 1e-10)
      }),
      { numRuns: 30 }
    ))
  test('its slopes are those of the mass at a count that stays', () =>
    fc.assert(
      fc.property(drawn, ({ k, e, location, deviation, lambda }) => {
        const at = (l: number, v: number): number => {
          const s = Math.exp(0.5 * v)
          return mass(k === 0 ? -40 : noiseOf(k, l, s), l, v)
        }
        const h = 1e-4 * Math.min(1, deviation)
        const found = slopes.map((s) => s(e, location, lambda))
        const wanted = [
          (at(location + h, lambda) - at(location - h, lambda)) / (2 * h),
          (at(location, lambda + 1e-4) - at(location, lambda - 1e-4)) / 2e-4
        ]
        // the first is one over deviations
        expectNear((found[0] ?? NaN) * deviation, (wanted[0] ?? NaN) * deviation, 1e-4)
        expectNear(found[1] ?? NaN, wanted[1] ?? NaN, 1e-4)
      })
    ))
  test('keeps the digits of large counts in float32', () => {
    const single = (x: number): number => Math.fround(x)
    for (const [k, deviation] of [
      [1000, 0.03],
      [1e5, 3e-3],
      [20, 0.2],
      [0, 0.5]
    ] as const) {
      const location = single(Math.log(k + 0.5)),
        lambda = single(2 * Math.log(deviation))
      expectNear(
        mass(0.3, location, lambda),
        Math.log(cell(draw(0.3, location, lambda), location, Math.exp(lambda / 2))),
        1e-6
      )
    }
  })
  test('of counts from an end on, draws lie there, and have the mass of what is above it', () => {
    const beyond = guides.flooredLogNormal.at({
      name: 'n',
      declared: 'n',
      axes: [],
      support: countsFrom(constant(7)),
      law: poisson(3)
    })
    if (isNone(beyond.logDensity)) throw new Error('no mass')
    const [from, ownMass] = [drawExpr(beyond), beyond.logDensity.value(noise)].map((e) =>
      scalarFunction(e, 'e', ...wrt)
    )
    for (const e of [-4, -1, 0, 0.7, 3]) {
      expect(from?.(e, 1, -1)).toBe(7 + draw(e, 1, -1))
      expect(ownMass?.(e, 1, -1)).toBe(mass(e, 1, -1))
    }
    const [at] = beyond.parameters({ at: 9 })
    expect(at?.initial).toMatchObject({ _tag: 'Bound', asked: 9 })
  })
  test('starts at the count that it is asked for, and spreads', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (at) => {
        const [location, logVariance] = guide
          .parameters({ at })
          .map((p) => (p.initial._tag === 'Fill' ? p.initial.value : NaN))
        expect(draw(0, location ?? NaN, logVariance ?? NaN)).toBe(at)
        expect(draw(2, location ?? NaN, logVariance ?? NaN)).toBeGreaterThan(at)
      })
    ))
  test('has no formula of its moments or divergences, and says that its draws jump', () => {
    expect([1, 2, -1].filter((k) => isSome(guide.moments(k)))).toEqual([])
    expect(isSome(guide.closedKl(poisson(2), { jeffreys: 'exact' }))).toBe(false)
    expect(guides.flooredLogNormal.estimator).toBe('score function')
  })
})
