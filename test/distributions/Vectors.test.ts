/** Laws of distributions of vectors. */
import * as fc from 'fast-check'
import { isSome, type Option } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { type Distribution, family } from '../../src/distributions/index.ts'
import { constant, constants, type Expr } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { uniformStreams } from '../../src/inference/predictive/UniformStreams.ts'
import { between, expectNear } from './Arbitrary.ts'
import {
  along,
  by,
  logDensityAt,
  numbersOf,
  sizeOf,
  sizesOf,
  squared,
  vector,
  type VectorRow,
  vectorRows
} from './VectorRows.ts'

const some = (e: Option<Expr>): Expr => {
  if (isSome(e)) return e.value
  throw new Error('internal: an answer of every vector')
}
const numberAt = (d: Distribution, e: Option<Expr>): number => numbersOf(d, some(e))[0] ?? NaN
/** An answer along the axis. */
const along_ = (d: Distribution, e: Option<Expr>): ReadonlyArray<number> => {
  const found = [...numbersOf(d, some(e))]
  return Array.from({ length: sizeOf(d) }, (_, i) => found[found.length === 1 ? 0 : i] ?? NaN)
}

const whitened = (d: Distribution, base: ReadonlyArray<number>): ReadonlyArray<number> => {
  const value = family(d).whitened?.value(vector(base))
  if (value === undefined) throw new Error('internal: a vector in terms of independent numbers')
  return [...numbersOf(d, value)]
}

/** The covariance, by what each independent number adds. */
const covarianceOf = (d: Distribution): ReadonlyArray<ReadonlyArray<number>> => {
  const n = sizeOf(d)
  const zero = whitened(
    d,
    Array.from({ length: n }, () => 0)
  )
  const moves = zero.map((_, k) =>
    whitened(
      d,
      zero.map((__, i) => (i === k ? 1 : 0))
    ).map((x, i) => x - (zero[i] ?? NaN))
  )
  return zero.map((_, i) =>
    zero.map((__, j) => moves.reduce((sum, m) => sum + (m[i] ?? NaN) * (m[j] ?? NaN), 0))
  )
}

const correlationOf = (d: Distribution): number => {
  const [[a = NaN, b = NaN] = [], [, c = NaN] = []] = covarianceOf(d)
  return Math.abs(b) / Math.sqrt(a * c)
}

const draws = (d: Distribution, count: number): ReadonlyArray<ReadonlyArray<number>> => {
  const { arguments: given, sampleVector } = family(d)
  if (sampleVector === undefined) throw new Error('internal: a vector has draws')
  const args = given.map((a) => numbersOf(d, a.value))
  const streams = uniformStreams({ seed: 3, step: 0 }, 'vector')
  return Array.from({ length: count }, (_, k) => sampleVector(args, streams(k), sizeOf(d)))
}

const rows = Object.entries<VectorRow<Distribution>>(vectorRows)

describe.each(rows)('%s', (_, { generated, figures }) => {
  test('has the density of figures from elsewhere, to 1e-12', () => {
    for (const [d, x, expected] of figures)
      expect(Math.abs(Math.expm1(logDensityAt(d, x) - expected)), `${expected}`).toBeLessThan(
        1e-12 * Math.max(1, Math.abs(expected))
      )
  })
  const point = generated.chain((d) =>
    fc.tuple(
      fc.constant(d),
      fc.array(between(-3, 3), { minLength: sizeOf(d), maxLength: sizeOf(d) })
    )
  )
  test('ln p of what independent numbers make is theirs, up to the volume: −½ |ε|² below the peak', () =>
    fc.assert(
      fc.property(point, ([d, base]) =>
        expectNear(
          logDensityAt(d, whitened(d, base)) - numberAt(d, family(d).peak),
          -0.5 * base.reduce((sum, e) => sum + e * e, 0),
          1e-9
        )
      ),
      { numRuns: 25 }
    ))
  test('moments are those of what independent numbers make; the entropy is ½ n above −ln p at the peak', () =>
    fc.assert(
      fc.property(generated, (d) => {
        const { moment, peak, entropy } = family(d)
        const [mean, square] = [moment(1), moment(2)].map((m) => along_(d, m))
        whitened(
          d,
          Array.from({ length: sizeOf(d) }, () => 0)
        ).forEach((m, i) => expectNear(mean?.[i] ?? NaN, m, 1e-12))
        covarianceOf(d).forEach((row, i) =>
          expectNear(square?.[i] ?? NaN, (row[i] ?? NaN) + (mean?.[i] ?? NaN) ** 2, 1e-9)
        )
        expectNear(numberAt(d, entropy), 0.5 * sizeOf(d) - numberAt(d, peak), 1e-12)
      }),
      { numRuns: 25 }
    ))
  test('draws on the host have its means, deviations and entropy', () => {
    const many = 1500
    for (const d of fc.sample(generated, { numRuns: 4, seed: 5 })) {
      const found = draws(d, many)
      const covariance = covarianceOf(d)
      along_(d, family(d).moment(1)).forEach((mean, i) => {
        const sd = Math.sqrt(covariance[i]?.[i] ?? NaN)
        const own = found.map((x) => ((x[i] ?? NaN) - mean) / sd)
        const average = own.reduce((a, b) => a + b, 0) / many
        const spread = own.reduce((a, b) => a + b * b, 0) / many
        expect(Math.abs(average) * Math.sqrt(many)).toBeLessThan(5)
        expect(Math.abs(spread - 1) * Math.sqrt(many / 2)).toBeLessThan(5)
      })
      const rows_ = constants(['draw', along], [many, sizeOf(d)], found.flat())
      const nats = evaluate({ sizes: sizesOf(d), values: new Map() })(family(d).logDensity(rows_))
      const mean = nats.values.reduce((a, b) => a + b, 0) / many
      const error = Math.sqrt(sizeOf(d) / 2 / many)
      expect(Math.abs(mean + numberAt(d, family(d).entropy)) / error).toBeLessThan(5)
    }
  })
  test('the density integrates to 1 over the plane', () => {
    const planar = fc.sample(
      generated.filter((d) => sizeOf(d) === 2 && correlationOf(d) < 0.9),
      { numRuns: 2, seed: 2 }
    )
    // the mean of equally spaced values is exact to rounding for a smooth density that falls as fast
    const n = 101
    for (const d of planar) {
      const covariance = covarianceOf(d)
      const [mx = NaN, my = NaN] = along_(d, family(d).moment(1))
      const steps = [0, 1].map((i) => (18 * Math.sqrt(covariance[i]?.[i] ?? NaN)) / n)
      const values = Array.from({ length: n * n }, (_, k) => [
        mx + (Math.floor(k / n) - n / 2) * (steps[0] ?? NaN),
        my + ((k % n) - n / 2) * (steps[1] ?? NaN)
      ]).flat()
      const nats = evaluate({ sizes: sizesOf(d), values: new Map() })(
        family(d).logDensity(constants(['point', along], [n * n, 2], values))
      )
      const mass = nats.values.reduce((sum, l) => sum + Math.exp(l), 0)
      expectNear(mass * (steps[0] ?? NaN) * (steps[1] ?? NaN), 1, 1e-8)
    }
  })
})

test('a covariance is that of the draws, a precision its inverse', () => {
  const l = [
    [1.5, 0, 0],
    [0.4, 0.2, 0],
    [-1, 0.3, 0.7]
  ]
  const a = squared(l)
  covarianceOf(by('covariance', [0, 0, 0], a)).forEach((row, i) =>
    row.forEach((x, j) => expectNear(x, a[i]?.[j] ?? NaN, 1e-12))
  )
  const inverse = covarianceOf(by('precision', [0, 0, 0], a))
  inverse.forEach((row, i) =>
    row.forEach((_, j) =>
      expectNear(
        row.reduce((sum, x, k) => sum + x * (a[k]?.[j] ?? NaN), 0),
        i === j ? 1 : 0,
        1e-9
      )
    )
  )
})

test.each([
  [
    'a covariance that is not positive definite',
    'covariance',
    [
      [1, 2],
      [2, 1]
    ]
  ],
  [
    'a precision with a zero',
    'precision',
    [
      [0, 0],
      [0, 1]
    ]
  ],
  [
    'a factor with a zero on its diagonal',
    'cholesky',
    [
      [1, 0],
      [3, 0]
    ]
  ]
] as const)('%s gives no vector a density, and no NaN', (_, kind, matrix) =>
  expect(logDensityAt(by(kind, [0, 0], matrix), [0.3, 1])).toBe(-Infinity)
)

test('a constant is a vector of equal numbers', () => {
  const d = by(
    'covariance',
    [1, 1],
    [
      [2, 0.5],
      [0.5, 1]
    ]
  )
  expectNear(logDensityAt({ ...d, mean: constant(1) }, [0, 3]), logDensityAt(d, [0, 3]), 1e-15)
})
