/** What numbers lead to which verdict. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CheckedElement, GuideCheck } from '../../../src/inference/checking/GuideCheck.ts'
import { verdictOf } from '../../../src/inference/checking/Verdict.ts'
import { between, logSpread } from '../../../src/laws/ArbitraryNumber.ts'

const element = (offSds: number, holds: number, errors = 0, at = 0): CheckedElement => ({
  at,
  mean: offSds,
  sd: 1,
  corrected: { mean: 0, sd: 1, error: errors, offSds, holds, holdsError: errors }
})
const of = (
  elements: ReadonlyArray<CheckedElement>,
  more: Partial<GuideCheck> = {}
): GuideCheck => ({
  draws: 1000,
  k: 0.1,
  mostK: 0.67,
  size: 900,
  reference: { rounds: 0, k: 0.1, size: 900 },
  sites: [{ site: 'x', axes: ['a'], sizes: [elements.length], elements }],
  ...more
})
const trust = (c: GuideCheck): string => verdictOf(c).trust

describe('a verdict', () => {
  test('the bounds, without errors', () => {
    expect(trust(of([element(0.2, 0.8), element(0, 0.97)]))).toBe('trust')
    expect(trust(of([element(0.21, 0.9)]))).toBe('do not trust')
    expect(trust(of([element(0, 0.79)]))).toBe('trust means only')
    expect(trust(of([element(0, 0.98)]))).toBe('trust means only')
    expect(trust(of([element(0.21, 0.5)]))).toBe('do not trust')
    expect(trust(of([element(NaN, 0.9)]))).toBe('do not trust')
    expect(trust(of([element(0, 0.9), element(NaN, 0.9)]))).toBe('do not trust')
  })

  test('k̂ too large: then a reference of another kind, and how many draws are effective', () => {
    const good = [element(0, 0.9)]
    const followed = { rounds: 2, k: 0, size: 900 }
    expect(trust(of(good, { k: 0.9, size: 30, reference: undefined, sites: [] }))).toBe(
      'do not trust'
    )
    expect(trust(of(good, { k: 0.9, size: 30, reference: followed }))).toBe('trust means only')
    expect(trust(of(good, { k: 0.9, size: 600, reference: followed }))).toBe('trust')
  })

  test('never gets better by a mean that is further off or an interval that holds less', () => {
    const order = ['do not trust', 'trust means only', 'trust']
    const rank = (c: GuideCheck): number => order.indexOf(trust(c))
    fc.assert(
      fc.property(
        between(0, 0.5),
        between(0.5, 0.9),
        logSpread(1e-3, 0.1),
        between(0, 0.5),
        between(0, 0.4),
        (off, holds, error, more, less) => {
          const here = element(off, holds, error)
          const before = rank(of([here]))
          const worse = [
            [element(off + more, holds, error)],
            [element(off, holds - less, error)],
            [here, element(off + more, holds)]
          ]
          for (const elements of worse) expect(rank(of(elements))).toBeLessThanOrEqual(before)
        }
      )
    )
  })

  test('names the element that decides', () => {
    const { furthest, narrowest, by } = verdictOf(
      of([element(0.1, 0.9, 0, 0), element(0.3, 0.7, 0, 1), element(0.2, 0.6, 0, 2)])
    )
    expect([by, furthest?.element.at, narrowest?.element.at]).toEqual(['means', 1, 2])
  })
})
