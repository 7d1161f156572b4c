/** What warm-up learns, and when. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { averaged, averageStep, averagingFrom } from '../../../src/inference/nuts/DualAveraging.ts'
import { massOf, runningCovariance, see } from '../../../src/inference/nuts/RunningCovariance.ts'
import { warmUpWindows } from '../../../src/inference/nuts/WarmUpWindows.ts'
import { normals } from '../../../src/runtime/Noise.ts'

const ends = (warmUp: number): ReadonlyArray<number> => warmUpWindows(warmUp).map((w) => w.to)

test('windows double between 75 and the last 50 iterations; the last takes what is left', () => {
  expect(warmUpWindows(1000).map(({ from, to }) => [from, to])).toEqual([
    [75, 100],
    [100, 150],
    [150, 250],
    [250, 450],
    [450, 950]
  ])
  expect(ends(150)).toEqual([100])
  expect(ends(500)).toEqual([100, 150, 250, 450])
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
      expect(windows.at(-1)?.to).toBe(warmUp - (warmUp < 150 ? Math.floor(warmUp / 10) : 50))
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

test.each(['diagonal', 'dense'] as const)(
  'a %s mass matrix is the covariance of two passes, shrunk to 10⁻³ by five draws’ worth',
  (kind) => {
    const [size, count] = [3, 40]
    const z = normals({ seed: 2, step: 0 }, 'draws', size * count)
    const draws = Array.from({ length: count }, (_, d) => {
      const [a = 0, b = 0, c = 0] = z.subarray(d * size, (d + 1) * size)
      return Float64Array.of(1e3 + a, a + 0.5 * b, 1e-2 * c)
    })
    const seen = runningCovariance(kind, size)
    draws.forEach((q) => see(seen, q))
    const mean = Array.from(
      { length: size },
      (_, i) => draws.reduce((s, q) => s + (q[i] ?? 0), 0) / count
    )
    const { inverse } = massOf(seen)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const covariance =
          draws.reduce(
            (s, q) => s + ((q[i] ?? 0) - (mean[i] ?? 0)) * ((q[j] ?? 0) - (mean[j] ?? 0)),
            0
          ) /
          (count - 1)
        const expected = (40 / 45) * covariance + (i === j ? (1e-3 * 5) / 45 : 0)
        if (kind === 'dense') expect(inverse[i * size + j]).toBeCloseTo(expected, 9)
        else if (i === j) expect(inverse[i]).toBeCloseTo(expected, 9)
      }
  }
)
