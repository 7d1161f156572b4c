import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePace, type Pace } from '../../../src/runtime/engine/schedule/Pace.ts'
import { between, logSpread } from '../../../src/laws/ArbitraryNumber.ts'

/**
 * So many runs of a machine whose times depend on the way and the run: how many were shared, and
 * the time of all.
 */
const drive = (
  pace: Pace,
  runs: number,
  ms: (isShared: boolean, run: number) => number
): { readonly shared: number; readonly total: number } => {
  let shared = 0,
    total = 0
  for (let run = 0; run < runs; run++) {
    const isShared = pace.isShared(),
      took = ms(isShared, run)
    if (isShared) shared++
    total += took
    pace.took(took)
  }
  return { shared, total }
}

describe('a pace', () => {
  it('shares nearly every run of a machine that has nothing else to do', () => {
    expect(
      drive(makePace(), 1000, (isShared) => (isShared ? 6 : 10)).shared
    ).toBeGreaterThanOrEqual(980)
  })

  it('leaves a busy machine to one thread, and comes back soon after it is idle again', () => {
    const pace = makePace()
    expect(drive(pace, 100, (isShared) => (isShared ? 6 : 10)).shared).toBeGreaterThanOrEqual(96)
    // the first slow run is noticed
    expect(drive(pace, 1000, (isShared) => (isShared ? 300 : 12)).shared).toBeLessThanOrEqual(20)
    expect(drive(pace, 1000, (isShared) => (isShared ? 6 : 10)).shared).toBeGreaterThanOrEqual(850)
  })

  it('takes at most a tenth more than the faster way, apart from trials, whatever the two take', () => {
    const ms = logSpread(0.01, 100)
    fc.assert(
      fc.property(ms, ms, (shared, alone) => {
        const { total } = drive(makePace(), 2000, (isShared) => (isShared ? shared : alone))
        const best = Math.min(shared, alone),
          worst = Math.max(shared, alone)
        // it tries the other way after 32, 4, 8, … runs; a trial ends with what four usual runs
        // take, and the first of them is free
        expect(total).toBeLessThanOrEqual(1.112 * 2000 * best + (32 + 5 * 12) * worst)
      })
    )
  })

  it('does not mind that the first shared run after others wakes the other threads', () => {
    const pace = makePace()
    drive(pace, 300, (isShared) => (isShared ? 30 : 12))
    let before = false
    const { shared } = drive(pace, 1000, (isShared) => {
      const isFirst = isShared && !before
      before = isShared
      return isFirst ? 11 : isShared ? 6 : 10
    })
    expect(shared).toBeGreaterThanOrEqual(700)
  })

  it('is not led astray by times that only scatter', () => {
    fc.assert(
      fc.property(fc.array(between(0.7, 1.4), { minLength: 50, maxLength: 50 }), (noise) => {
        expect(
          drive(makePace(), 2000, (isShared, run) => (isShared ? 5 : 11) * (noise[run % 50] ?? 1))
            .shared
        ).toBeGreaterThanOrEqual(1900)
      })
    )
  })
})
