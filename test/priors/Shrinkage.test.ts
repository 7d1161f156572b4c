/** How much each prior shrinks, as its page states the density of κ, against its own scales. */
import { describe, expect, test } from 'vitest'
import { knownPriors } from './KnownPriors.ts'
import { scalesOf, shrinkageMean } from './Marginal.ts'

/** What falls to nothing at both ends asks for less. */
const steps = { atEnds: 0.005, smooth: 0.1 }
/** Of powers of κ, and not of a density far out: masses of e^(−100) are none. */
const accuracy = { step: 0.2, least: -100 }

/** ∫ κᵃ (1 − κ)ᵇ f(κ) dκ over ln(κ/(1 − κ)), by equal steps between the ends. */
const moment = (
  f: (k: number, rest: number) => number,
  [low, high]: readonly [number, number],
  step: number
): ((a: number, b: number) => number) => {
  const n = Math.round((high - low) / step)
  const h = (high - low) / n
  const nodes = Array.from({ length: n }, (_, i) => {
    const x = low + (i + 0.5) * h
    const [k, rest] = [1 / (1 + Math.exp(-x)), 1 / (1 + Math.exp(x))]
    return { k, rest, mass: h * f(k, rest) }
  })
  return (a, b) =>
    nodes.reduce((sum, { k, rest, mass }) => sum + mass * k ** (a + 1) * rest ** (b + 1), 0)
}

const logit = (k: number): number => Math.log(k / (1 - k))
/** Both above 0: of a slow tail of ln κ quadrature has not all. */
const powers = [
  [1, 1],
  [2, 0.5],
  [0.5, 2],
  [1, 0.5],
  [0.5, 4]
] as const

describe('the density of κ is that of 1/(1 + scale²), by its means', () => {
  const stated = Object.entries(knownPriors).filter(([, p]) => p.shrinkage !== undefined)
  test.each(stated)('%s', (_, { prior, shrinkage, between }) => {
    const found = shrinkageMean(scalesOf(prior, { 'w/s': 1 }, { accuracy }))
    const ends = between === undefined ? ([-140, 140] as const) : between.map(logit)
    const [low = NaN, high = NaN] = ends
    const wanted = moment(
      shrinkage ?? (() => NaN),
      [low, high],
      between === undefined ? steps.smooth : steps.atEnds
    )
    for (const [a, b] of powers) {
      const ratio = wanted(a, b) / wanted(0.5, 0.5)
      expect(found(a, b) / found(0.5, 0.5) / ratio).toBeCloseTo(1, 5)
    }
  })
})

test('the regularised horseshoe shrinks everything by 1/(1 + c²) at least', () => {
  const { scales } = scalesOf(knownPriors.regularisedHorseshoe.prior, { 'w/s': 1 })
  const least = scales.reduce((k, scale) => Math.min(k, 1 / (1 + scale * scale)), 1)
  expect(least).toBeCloseTo(1 / 5, 8)
})
