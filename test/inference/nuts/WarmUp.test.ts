/** What warm-up learns, and when. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { averaged, averageStep, averagingFrom } from '../../../src/inference/nuts/DualAveraging.ts'
import { massOf, runningCovariance, see } from '../../../src/inference/nuts/RunningCovariance.ts'
import { warmUpWindows } from '../../../src/inference/nuts/WarmUpWindows.ts'
import { normals } from '../../../src/runtime/Noise.ts'

const ends = (warmUp: number): ReadonlyArray<number> => warmUpWindows(warmUp).map((w) => w.to)

test('windows double between 75 and the last 15 %, 50 at least; the last takes what is left', () => {
  expect(warmUpWindows(1000).map(({ from, to }) => [from, to])).toEqual([
    [75, 100],
    [100, 150],
    [150, 250],
    [250, 450],
    [450, 850]
  ])
  expect(ends(150)).toEqual([100])
  expect(ends(500)).toEqual([100, 150, 425])
  expect(ends(300)).toEqual([100, 150, 250])
})

test('short warm-ups have 15, 75 and 10 %, those below 20 no window', () => {
  expect(warmUpWindows(149)).toEqual([{ from: 22, to: 135 }])
  expect(warmUpWindows(20)).toEqual([{ from: 3, to: 18 }])
  expect(warmUpWindows(19)).toEqual([])
  expect(warmUpWindows(0)).toEqual([])
})

test('windows are neighbours that do not shrink, for every length', () =>
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 20_000 }), (warmUp) => {
      const windows = warmUpWindows(warmUp)
      windows.slice(1).forEach((w, i) => {
        expect(w.from).toBe(windows[i]?.to)
        expect(w.to - w.from).toBeGreaterThanOrEqual(
          2 * ((windows[i]?.to ?? 0) - (windows[i]?.from ?? 0))
        )
      })
      const last = warmUp < 150 ? warmUp / 10 : Math.max(50, 0.15 * warmUp)
      expect(windows.at(-1)?.to).toBe(warmUp - Math.floor(last))
    })
  ))

test('dual averaging: the first steps are those of the formulas by hand', () => {
  // μ = ln 10, t = 1: s = (0.8 − 0.5)/11, x = μ − 20 s, η = 1; t = 2: s = s·11/12 − 0.2/12
  const one = averaged(averagingFrom(1), 0.5, 0.8)
  const s1 = 0.3 / 11
  expect(one.stepSize).toBeCloseTo(10 * Math.exp(-20 * s1), 12)
  expect(averageStep(one.averaging)).toBeCloseTo(one.stepSize, 12)
  const two = averaged(one.averaging, 1.7, 0.8)
  const s2 = (11 / 12) * s1 - 0.2 / 12
  const x2 = Math.log(10) - 20 * s2 * Math.SQRT2
  const eta = 2 ** -0.75
  expect(Math.log(two.stepSize)).toBeCloseTo(x2, 12)
  expect(two.averaging.logAverage).toBeCloseTo((1 - eta) * Math.log(one.stepSize) + eta * x2, 12)
  expect(averageStep(averagingFrom(1))).toBeUndefined()
})

test('dual averaging finds the step at which the mean acceptance is wanted', () => {
  // an acceptance that falls with the step: 0.8 at ε = 0.3
  let averaging = averagingFrom(1)
  let stepSize = 1
  const noise = normals({ seed: 1, step: 0 }, 'acceptance', 2000)
  for (let i = 0; i < 2000; i++) {
    const wanted = 1 / (1 + Math.exp(Math.log(stepSize / 0.3) * 2 - Math.log(4)))
    const acceptance = Math.min(1, Math.max(0, wanted + 0.1 * (noise[i] ?? 0)))
    ;({ averaging, stepSize } = averaged(averaging, acceptance, 0.8))
  }
  expect(averageStep(averaging)).toBeGreaterThan(0.27)
  expect(averageStep(averaging)).toBeLessThan(0.33)
})

const [size, count] = [3, 40]

/** Vectors of normals, correlated and of unlike scales. */
const drawn = (seed: number): ReadonlyArray<Float64Array> => {
  const z = normals({ seed, step: 0 }, 'draws', size * count)
  return Array.from({ length: count }, (_, d) => {
    const [a = 0, b = 0, c = 0] = z.subarray(d * size, (d + 1) * size)
    return Float64Array.of(1e3 + a, a + 0.5 * b, 1e-2 * c)
  })
}

/** By two passes. */
const covariance = (draws: ReadonlyArray<Float64Array>, i: number, j: number): number => {
  const mean = (k: number): number => draws.reduce((s, q) => s + (q[k] ?? 0), 0) / draws.length
  const [a, b] = [mean(i), mean(j)]
  return draws.reduce((s, q) => s + ((q[i] ?? 0) - a) * ((q[j] ?? 0) - b), 0) / (draws.length - 1)
}

const seenOf = (
  kind: 'diagonal' | 'dense',
  draws: ReadonlyArray<Float64Array>
): ReturnType<typeof runningCovariance> => {
  const seen = runningCovariance(kind, draws[0]?.length ?? 0)
  draws.forEach((q) => see(seen, q))
  return seen
}

const massOfSeen = (draws: ReadonlyArray<Float64Array>, slopes: ReadonlyArray<Float64Array>) =>
  massOf(seenOf('diagonal', draws), seenOf('diagonal', slopes)).inverse

/** By (1) of RunningCovariance.ts. */
const shrunk = (draws: ReadonlyArray<Float64Array>, i: number, j: number): number =>
  (count / (count + 5)) * covariance(draws, i, j) + (i === j ? (1e-3 * 5) / (count + 5) : 0)

test('a dense mass matrix is the covariance of two passes, shrunk to 10⁻³ by five draws’ worth', () => {
  const draws = drawn(2)
  const { inverse } = massOf(seenOf('dense', draws), runningCovariance('diagonal', 0))
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) expect(inverse[i * size + j]).toBeCloseTo(shrunk(draws, i, j), 9)
})

test('a diagonal one is that whose coordinates have slopes nearest to standard normal ones', () => {
  // any slopes, not those of any density: the minimum is one all the same
  const [draws, slopes] = [drawn(2), drawn(3)]
  const inverse = massOfSeen(draws, slopes)
  for (let i = 0; i < size; i++) {
    /** Mean square of σ g + (q − μ)/σ, each less its mean. */
    const divergence = (variance: number): number =>
      variance * covariance(slopes, i, i) + covariance(draws, i, i) / variance
    const least = divergence(inverse[i] ?? NaN)
    expect(divergence((inverse[i] ?? NaN) * 1.01)).toBeGreaterThan(least)
    expect(divergence((inverse[i] ?? NaN) / 1.01)).toBeGreaterThan(least)
  }
})

test('of normal coordinates two draws say the variance, wherever they lie', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: -60, max: 200 }),
      fc.integer({ min: 0, max: 1e6 }),
      (power, seed) => {
        const deviation = 10 ** (power / 20)
        const [a = 0, b = 0] = normals({ seed, step: 0 }, 'two', 2)
        fc.pre(Math.abs(a - b) > 1e-3)
        const draws = [a, b].map((z) => Float64Array.of(3 + deviation * (5 + z)))
        const slopes = draws.map(([q = 0]) => Float64Array.of(-(q - 3) / deviation ** 2))
        const [variance = NaN] = massOfSeen(draws, slopes)
        expect(variance / deviation ** 2).toBeCloseTo(1, 6)
      }
    )
  ))

test('a chain that stood still, or a slope that is constant, leaves what places say', () => {
  const draws = drawn(2)
  const same = draws.map(() => Float64Array.of(1, 1, 1))
  const flat = massOfSeen(draws, same)
  const stuck = massOfSeen(same, same)
  for (let i = 0; i < size; i++) {
    expect(flat[i]).toBeCloseTo(shrunk(draws, i, i), 9)
    expect(stuck[i]).toBeCloseTo((1e-3 * 5) / (count + 5), 12)
  }
})
