/** Laws of distributions of vectors. */
import * as fc from 'fast-check'
import { isSome, some as option } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { type Distribution, family } from '../../src/distributions/index.ts'
import { constant, constants } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { uniformStreams } from '../../src/inference/predictive/UniformStreams.ts'
import { integrate } from '../support/Quadrature.ts'
import { between, expectNear } from './Arbitrary.ts'
import {
  along,
  answersOf,
  by,
  countOf,
  fewFactors,
  logDensityAt,
  numberOf,
  numbersOf,
  sizeOf,
  sizesOf,
  squared,
  valueOf,
  vector,
  type VectorRow,
  vectorRows,
  vectorsAmong
} from './VectorRows.ts'

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
  return Array.from({ length: count }, (_, k) => sampleVector(args, streams(k), countOf(d)))
}

const rows = Object.entries<VectorRow<Distribution>>(vectorRows)
describe.each(rows)('%s', (_, { generated, figures }) => {
  test('has the density of figures from elsewhere, to 1e-12', () => {
    for (const [d, x, expected] of figures)
      expect(Math.abs(Math.expm1(logDensityAt(d, x) - expected)), `${expected}`).toBeLessThan(
        1e-12 * Math.max(1, Math.abs(expected))
      )
  })
  test('draws on the host have its means, deviations and entropy', () => {
    const many = 1500
    for (const d of fc.sample(generated, { numRuns: 4, seed: 5 })) {
      const { moment, entropy } = family(d)
      const found = draws(d, many)
      const [means, squares] = [1, 2].map((k) => (isSome(moment(k)) ? answersOf(d, moment(k)) : []))
      means?.forEach((mean, i) => {
        const variance = (squares?.[i] ?? NaN) - mean ** 2
        const own = found.map((x) => (x[i] ?? NaN) - mean)
        const power = (p: number): number => own.reduce((a, b) => a + b ** p, 0) / many
        expect(power(1) ** 2 * many).toBeLessThanOrEqual(25 * variance + 1e-12)
        const ofSquares = power(4) - power(2) ** 2
        expect((power(2) - variance) ** 2 * many).toBeLessThanOrEqual(25 * ofSquares + 1e-12)
      })
      if (!isSome(entropy)) continue
      const all = valueOf(d, found.flat(), ['draw'])
      const nats = numbersOf(d, family(d).logDensity(all), ['draw', many])
      const mean = nats.reduce((a, b) => a + b, 0) / many
      const variance = nats.reduce((a, b) => a + (b - mean) ** 2, 0) / many
      expect(Math.abs(mean + numberOf(d, entropy))).toBeLessThan(
        5 * Math.sqrt(variance / many) + 1e-9
      )
    }
  })
})

describe.each(vectorsAmong((d) => family(d).whitened !== undefined))('%s', (_, { generated }) => {
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
          logDensityAt(d, whitened(d, base)) - numberOf(d, family(d).peak),
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
        const [mean, square] = [moment(1), moment(2)].map((m) => answersOf(d, m))
        whitened(
          d,
          Array.from({ length: sizeOf(d) }, () => 0)
        ).forEach((m, i) => expectNear(mean?.[i] ?? NaN, m, 1e-12))
        covarianceOf(d).forEach((row, i) =>
          expectNear(square?.[i] ?? NaN, (row[i] ?? NaN) + (mean?.[i] ?? NaN) ** 2, 1e-9)
        )
        expectNear(numberOf(d, entropy), 0.5 * sizeOf(d) - numberOf(d, peak), 1e-12)
      }),
      { numRuns: 25 }
    ))
  test('the density integrates to 1 over the plane', () => {
    const planar = fc.sample(
      generated.filter((d) => sizeOf(d) === 2 && correlationOf(d) < 0.9),
      { numRuns: 2, seed: 2 }
    )
    // the mean of equally spaced values is exact to rounding for a smooth density that falls as fast
    const n = 101
    for (const d of planar) {
      const covariance = covarianceOf(d)
      const [mx = NaN, my = NaN] = answersOf(d, family(d).moment(1))
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

test('the masses of a multinomial sum to 1; another sum than the total has none', () => {
  const { Multinomial } = vectorRows
  for (const d of fc.sample(
    Multinomial.generated.filter((m) => m.size === 3),
    { numRuns: 3, seed: 1 }
  )) {
    const n = numbersOf(d, d.total)[0] ?? NaN
    const all = Array.from({ length: (n + 1) ** 2 }, (_, k) => [
      k % (n + 1),
      Math.floor(k / (n + 1))
    ])
    const masses = all
      .filter(([a = 0, b = 0]) => a + b <= n)
      .map(([a = 0, b = 0]) => Math.exp(logDensityAt(d, [a, b, n - a - b])))
    expectNear(
      masses.reduce((a, b) => a + b, 0),
      1,
      1e-11
    )
    expect(logDensityAt(d, [n + 1, 0, 0])).toBe(-Infinity)
  }
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

const anyLowRank = vectorRows.LowRankMultivariateNormal.generated.chain((d) =>
  fc.tuple(fc.constant(d), fc.array(between(-5, 5), { minLength: d.size, maxLength: d.size }))
)

test('few factors are the normal of their covariance, whole', () =>
  fc.assert(
    fc.property(anyLowRank, ([d, x]) => {
      const [mean, scale] = [d.mean, d.scale].map((e) => answersOf(d, option(e)))
      const factor = numbersOf(d, d.factor)
      const at = (i: number, k: number): number => factor[i * d.rank + k] ?? NaN
      const covariance = x.map((_, i) =>
        x.map((__, j) => {
          const own = i === j ? (scale?.[i] ?? NaN) ** 2 : 0
          return Array.from({ length: d.rank }, (___, k) => at(i, k) * at(j, k)).reduce(
            (a, b) => a + b,
            own
          )
        })
      )
      const whole = by('covariance', mean ?? [], covariance)
      expectNear(logDensityAt(d, x), logDensityAt(whole, x), 1e-9)
      covarianceOf(d).forEach((row, i) =>
        row.forEach((found, j) => expectNear(found, covariance[i]?.[j] ?? NaN, 1e-10))
      )
    }),
    { numRuns: 60 }
  ))

test('few factors are summed out: one factor, by quadrature over it', () => {
  const [w, s, m] = [
    [2, -0.5, 3],
    [0.3, 1, 0.1],
    [1, 0, -2]
  ]
  const d = fewFactors(
    m,
    w.map((x) => [x]),
    s
  )
  for (const x of [
    [1, 0, -2],
    [3.5, -1, 1.4],
    [-4, 2, -9.2]
  ]) {
    const joint = (z: number): number =>
      Math.exp(
        x.reduce(
          (sum, v, i) => {
            const off = (v - (m[i] ?? NaN) - (w[i] ?? NaN) * z) / (s[i] ?? NaN)
            return sum - 0.5 * off ** 2 - Math.log(s[i] ?? NaN) - 0.5 * Math.log(2 * Math.PI)
          },
          -0.5 * z ** 2 - 0.5 * Math.log(2 * Math.PI)
        )
      )
    expectNear(logDensityAt(d, x), Math.log(integrate(joint, -8, 8)), 1e-9)
  }
})

test.each([0, 1e-200, 1e5])(
  'columns that are one: at %d of them, the factor of one of √2 its size',
  (size) => {
    const twice = fewFactors(
      0,
      [
        [size, size],
        [2 * size, 2 * size]
      ],
      1
    )
    const once = fewFactors(0, [[Math.SQRT2 * size], [2 * Math.SQRT2 * size]], 1)
    expectNear(logDensityAt(twice, [0.3, -1]), logDensityAt(once, [0.3, -1]), 1e-9)
  }
)

test('a factor in whose place a number is put has it everywhere: at 0 the elements are independent', () => {
  const d = fewFactors(
    [1, 2],
    [
      [3, -1],
      [0.5, 2]
    ],
    0.4
  )
  const none = { ...d, factor: constant(0) }
  const alone = [0.3, 1.5].map(
    (x, i) => -0.5 * ((x - i - 1) / 0.4) ** 2 - Math.log(0.4 * Math.sqrt(2 * Math.PI))
  )
  expectNear(logDensityAt(none, [0.3, 1.5]), (alone[0] ?? NaN) + (alone[1] ?? NaN), 1e-12)
})

test('a scale of 0 gives no vector a density, and no NaN', () =>
  expect(logDensityAt(fewFactors(0, [[1], [2]], [0, 1]), [0.3, 1])).toBe(-Infinity))

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
