/**
 * What the means of blocks say, on iterates whose law is known: means, errors and drifts of AR(1)
 * series, whose long-run variance is σ²/(1 − φ)², and of passes that take back what the last one had
 * too much.
 */
import { describe, expect, test } from 'vitest'
import {
  type Blocks,
  errorOf,
  longRunVariance,
  meanOf,
  merged
} from '../../../src/inference/settling/Averages.ts'
import { driftOf } from '../../../src/inference/settling/Drift.ts'
import { standardSettling } from '../../../src/inference/settling/SettleRule.ts'
import { verdictOn } from '../../../src/inference/settling/SettleVerdict.ts'
import { normals } from '../../../src/runtime/Noise.ts'

/** Standard normals, one after the other. */
const draws = (seed: number): (() => number) => {
  const drawn = normals({ seed, step: 0 }, 'iterates', 700_000)
  let next = 0
  return () => drawn[next++] ?? NaN
}

/** Coordinates that are independent series x ← φ x + ε + slope, in blocks of so many steps. */
const blocksOf = (
  seed: number,
  { coordinates = 400, blocks = 16, steps = 1, phi = 0, slope = 0 }
): Blocks => {
  const normalDraw = draws(seed)
  const x = Array.from({ length: coordinates }, () => normalDraw() / Math.sqrt(1 - phi * phi))
  return Array.from({ length: blocks }, (_, b) => {
    const sum = new Float32Array(coordinates)
    for (let k = 0; k < steps; k++)
      for (let i = 0; i < coordinates; i++) {
        const next = phi * (x[i] ?? 0) + normalDraw()
        x[i] = next
        sum[i] = (sum[i] ?? 0) + next + slope * (b * steps + k)
      }
    return sum.map((s) => s / steps)
  })
}

const average = (xs: Float64Array): number => xs.reduce((a, b) => a + b, 0) / xs.length
const squares = (xs: Float64Array): number => average(xs.map((x) => x * x))

test('means are means, of blocks and of every two of them', () => {
  const blocks = [
    [1, 2],
    [3, 4],
    [5, 9],
    [7, 7],
    [100, 100]
  ].map((b) => Float32Array.from(b))
  expect([...meanOf(blocks.slice(0, 4))]).toEqual([4, 5.5])
  expect(merged(blocks).map((b) => [...b])).toEqual([
    [2, 3],
    [6, 8]
  ])
})

describe('the long-run variance', () => {
  test.each([1, 2, 5])('of independent blocks is their variance, by windows of %i', (window) => {
    const found = average(longRunVariance(blocksOf(1, { coordinates: 1600 }), window))
    expect(Math.abs(found - 1)).toBeLessThan(0.06)
  })

  test('of an AR(1) series is σ²/(1 − φ)², over the steps of a block', () => {
    const [phi, steps] = [0.8, 100]
    const found = average(longRunVariance(blocksOf(2, { phi, steps })))
    expect(found / (1 / (1 - phi) ** 2 / steps)).toBeGreaterThan(0.88)
    expect(found / (1 / (1 - phi) ** 2 / steps)).toBeLessThan(1.12)
  })

  test('knows that what one block has too much the next has too little', () => {
    const normalDraw = draws(3)
    const ends = Array.from({ length: 17 }, () => Array.from({ length: 400 }, normalDraw))
    const blocks = ends
      .slice(1)
      .map((end, b) => Float32Array.from(end, (v, i) => v - (ends[b]?.[i] ?? 0)))
    // the mean of 16 is (last − first)/16: its error is √2/16, that of independent ones √2/4
    const error = average(errorOf(blocks))
    expect(error).toBeGreaterThan(Math.SQRT2 / 16)
    expect(error).toBeLessThan(Math.SQRT2 / 6)
  })

  test('of one block is not known', () => {
    expect([...errorOf([Float32Array.of(1, 2)])]).toEqual([Infinity, Infinity])
  })
})

test('the error of a mean is what it misses by', () => {
  const blocks = blocksOf(4, { phi: 0.5, steps: 20 })
  expect(squares(meanOf(blocks)) / squares(errorOf(blocks))).toBeGreaterThan(0.8)
  expect(squares(meanOf(blocks)) / squares(errorOf(blocks))).toBeLessThan(1.25)
})

describe('the drift', () => {
  test('of series at rest is noise of the size that it says', () => {
    const { change, error, rHat } = driftOf(blocksOf(5, { phi: 0.5, steps: 20 }))
    expect(squares(change) / squares(error)).toBeGreaterThan(0.75)
    expect(squares(change) / squares(error)).toBeLessThan(1.3)
    // R̂² = (h − 1)/h + (change²/2)/W, whose mean is 1 but for that of 1/W
    expect(squares(rHat)).toBeGreaterThan(0.98)
    expect(squares(rHat)).toBeLessThan(1.06)
  })

  test('of a line is half its length, and its noise does not grow by it', () => {
    const still = driftOf(blocksOf(6, { steps: 10 }))
    const moving = driftOf(blocksOf(6, { steps: 10, slope: 0.01 }))
    const difference = moving.change.map((c, i) => c - (still.change[i] ?? NaN))
    expect(average(difference)).toBeCloseTo(0.01 * 80, 5)
    expect(average(moving.error) / average(still.error)).toBeLessThan(1.5)
    expect(average(moving.rHat)).toBeGreaterThan(1.5)
  })
})

describe('a verdict', () => {
  const quiet = blocksOf(7, { coordinates: 3, blocks: 12, steps: 400 })
  const ones = Float64Array.of(1, 1, 1)

  test('closes where the mean is known, in deviations of each coordinate', () => {
    expect(verdictOn(quiet, undefined, ones, standardSettling).isOpen).toEqual([
      false,
      false,
      false
    ])
    const few = Float64Array.of(1, 0.1, 1)
    expect(verdictOn(quiet, undefined, few, standardSettling).isOpen).toEqual([false, true, false])
  })

  test('is believed less where there are few blocks', () => {
    expect(verdictOn(quiet.slice(0, 4), undefined, ones, standardSettling).isOpen).toContain(true)
  })

  test('sees a coordinate that still moves, and no other', () => {
    const moving = quiet.map((b, k) => b.map((v, i) => (i === 1 ? v + 0.02 * k : v)))
    expect(verdictOn(moving, undefined, ones, standardSettling)).toMatchObject({
      isDrifting: [false, true, false],
      isOpen: [false, true, false]
    })
  })

  test('sees what a rate adds to the mean, in proportion to it', () => {
    const mean = Float32Array.from(meanOf(quiet), (v, i) => (i === 2 ? v + 3 : v))
    const before = { mean, error: Float32Array.of(0, 0, 0), ratio: 4 }
    const { biases, isOpen } = verdictOn(quiet, before, ones, standardSettling)
    expect(isOpen).toEqual([false, false, true])
    expect(biases[0]).toBe(0)
    expect(biases[2]).toBeGreaterThan(0.95)
    expect(biases[2]).toBeLessThan(1)
  })
})
