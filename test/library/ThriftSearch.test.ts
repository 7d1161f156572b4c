/** The search for a thrift, over curves of bytes and errors that are known. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { between } from '../../src/laws/ArbitraryNumber.ts'
import {
  bestTrial,
  leastThrift,
  meets,
  mostThrift,
  nearestTrial,
  nextThrift,
  type Target,
  type Trial
} from '../../src/library/run/ThriftSearch.ts'

/** Bytes fall and errors grow with thrift, by powers of it. */
const trialAt =
  (fall: number, growth: number) =>
  (thrift: number): Trial => ({
    thrift,
    sizeBytes: Math.round(1e7 * thrift ** -fall),
    errorRate: 0.02 * thrift ** growth
  })

const searched = (target: Target, at: (thrift: number) => Trial, runs: number) => {
  const trials: Array<Trial> = []
  for (
    let thrift = nextThrift(target, trials);
    thrift !== undefined && trials.length < runs;
    thrift = nextThrift(target, trials)
  )
    trials.push(at(thrift))
  return trials
}

const curves = fc.record({
  fall: between(0.2, 2),
  growth: between(0.1, 0.5),
  wanted: between(Math.log(leastThrift * 2), Math.log(mostThrift / 2)).map(Math.exp),
  what: fc.constantFrom('bytes' as const, 'error' as const)
})

test('it ends at the thrift that meets the target, within a few per cent and ten runs', () => {
  fc.assert(
    fc.property(curves, ({ fall, growth, wanted, what }) => {
      const at = trialAt(fall, growth)
      const target: Target = {
        what,
        most: what === 'bytes' ? at(wanted).sizeBytes : at(wanted).errorRate
      }
      const trials = searched(target, at, 20)
      const best = bestTrial(target, trials)
      expect(trials.length).toBeLessThanOrEqual(10)
      expect(best !== undefined && meets(target)(best)).toBe(true)
      expect(Math.abs(Math.log((best?.thrift ?? NaN) / wanted))).toBeLessThan(0.06)
    })
  )
})

test('the next thrift is between those that disagree, never one that was tried', () => {
  fc.assert(
    fc.property(
      curves,
      fc.array(fc.tuple(between(-4, 4), between(0.5, 1.5)), { maxLength: 8 }),
      ({ fall, growth, wanted, what }, tries) => {
        // with noise, so that curves are not monotone
        const trials = tries.map(([log, noise]) => ({
          ...trialAt(fall, growth)(Math.exp(log)),
          sizeBytes: Math.round(1e7 * Math.exp(-fall * log) * noise),
          errorRate: 0.02 * Math.exp(growth * log) * noise
        }))
        const limit = trialAt(fall, growth)(wanted)
        const target: Target = {
          what,
          most: what === 'bytes' ? limit.sizeBytes : limit.errorRate
        }
        const next = nextThrift(target, trials)
        if (next === undefined) return
        expect(next).toBeGreaterThanOrEqual(leastThrift * 0.99)
        expect(next).toBeLessThanOrEqual(mostThrift)
        expect(trials.map((t) => t.thrift)).not.toContain(next)
        const down = trials.filter((t) => meets(target)(t) === (what === 'bytes'))
        for (const t of down) expect(next).toBeLessThanOrEqual(t.thrift * 1.005)
      }
    )
  )
})

test('what cannot be met ends at the end of the range, with the nearest', () => {
  const at = trialAt(1, 0.3)
  const target: Target = { what: 'bytes', most: 10 }
  const trials = searched(target, at, 20)
  expect(trials.map((t) => t.thrift)).toEqual([1, 3, 9, 27, 64])
  expect(bestTrial(target, trials)).toBeUndefined()
  expect(nearestTrial(target, trials)?.thrift).toBe(64)
  expect(nearestTrial(target, [])).toBeUndefined()
})

test('of those that meet it the best has the least of the other', () => {
  const trials: ReadonlyArray<Trial> = [
    { thrift: 1, sizeBytes: 900, errorRate: 0.03 },
    { thrift: 0.5, sizeBytes: 950, errorRate: 0.02 },
    { thrift: 0.3, sizeBytes: 1200, errorRate: 0.01 }
  ]
  expect(bestTrial({ what: 'bytes', most: 1000 }, trials)?.thrift).toBe(0.5)
  expect(bestTrial({ what: 'error', most: 0.025 }, trials)?.thrift).toBe(0.5)
})
