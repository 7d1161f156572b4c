import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { descend, type Objective } from '../../../src/inference/solving/Lbfgs.ts'
import { cholesky, solveWith } from '../../../src/inference/solving/Vectors.ts'
import { between, withExtremes } from '../../../src/laws/ArbitraryNumber.ts'

const far = (n: number): Float64Array => new Float64Array(n).fill(1e6)

const options = (n: number) => ({ iterations: 500, reach: far(n), tolerance: 1e-8 })

/** Curvatures between 1e-2 and 1e2, and where the bottom is. */
const bowls = fc
  .array(fc.tuple(withExtremes(between(-2, 2), -2, 0, 2), withExtremes(between(-5, 5), -5, 0, 5)), {
    minLength: 1,
    maxLength: 12
  })
  .map((rows) => rows.map(([p, b]) => ({ curvature: 10 ** p, bottom: b })))

test('the bottom of a bowl is found, however narrow it is in some directions', () => {
  fc.assert(
    fc.property(bowls, (bowl) => {
      const f: Objective = (x, gradient) => {
        let value = 0
        bowl.forEach(({ curvature, bottom }, i) => {
          const d = (x[i] ?? NaN) - bottom
          gradient[i] = curvature * d
          value += 0.5 * curvature * d * d
        })
        return value
      }
      const found = descend(f, new Float64Array(bowl.length), options(bowl.length))
      expect(found.isFlat).toBe(true)
      bowl.forEach(({ bottom }, i) => expect(found.x[i]).toBeCloseTo(bottom, 5))
    }),
    { numRuns: 60 }
  )
})

/** Rosenbrock's valley; NaN beyond a wall at x = `wall`. */
const valley =
  (wall: number): Objective =>
  (p, gradient) => {
    const [x = NaN, y = NaN] = p
    if (x > wall) {
      gradient.fill(NaN)
      return NaN
    }
    gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x)
    gradient[1] = 200 * (y - x * x)
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2
  }

describe('a curved valley', () => {
  test('is followed to its end', () => {
    const { x } = descend(valley(Infinity), Float64Array.of(-1.2, 1), options(2))
    expect([...x].map((v) => Number(v.toFixed(6)))).toEqual([1, 1])
  })

  test('and beside a wall of what is not finite', () => {
    const { x } = descend(valley(1.05), Float64Array.of(-1.2, 1), options(2))
    expect([...x].map((v) => Number(v.toFixed(6)))).toEqual([1, 1])
  })
})

test('nothing moves where the function has no value', () => {
  const start = Float64Array.of(3)
  const f: Objective = (_, gradient) => {
    gradient[0] = NaN
    return NaN
  }
  expect(descend(f, start, options(1))).toMatchObject({ x: start, isFlat: false })
})

test('A x = b is solved by the factor of A; what is not positive definite has none', () => {
  const a = [Float64Array.of(4, 1, 0), Float64Array.of(1, 3, -1), Float64Array.of(0, -1, 2)]
  const factor = cholesky(a)
  const x = factor === undefined ? [] : [...solveWith(factor)(Float64Array.of(1, 2, 3))]
  const back = a.map((row) => row.reduce((s, v, i) => s + v * (x[i] ?? NaN), 0))
  back.forEach((v, i) => expect(v).toBeCloseTo(i + 1, 12))
  expect(cholesky([Float64Array.of(1, 2), Float64Array.of(2, 1)])).toBeUndefined()
})
