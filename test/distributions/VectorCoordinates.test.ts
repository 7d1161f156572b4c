/** Laws of vectors that lie somewhere together, by their coordinates. */
import * as fc from 'fast-check'
import { isSome } from 'fp-ts/lib/Option.js'
import { describe, test } from 'vitest'
import {
  coordinates,
  type Distribution,
  family,
  lkjCholesky,
  vectorBijector
} from '../../src/distributions/index.ts'
import { constants, type Expr } from '../../src/expr/index.ts'
import { between, expectNear } from './Arbitrary.ts'
import {
  along,
  answersOf,
  countOf,
  freeOf,
  numbersOf,
  valueOf,
  vectorsAmong
} from './VectorRows.ts'

/** Of one that lies somewhere together: the map, and its values at coordinates. */
const mapped = (d: Distribution) => {
  const map = vectorBijector(family(d).support)
  if (map === undefined) throw new Error('internal: a vector with coordinates')
  const [axis_] = map.coordinates
  const n = axis_?.size ?? 0
  const at = (u: ReadonlyArray<number>): Expr => constants([axis_?.name ?? ''], [n], u)
  return { map, n, at }
}

describe.each(vectorsAmong((d) => vectorBijector(family(d).support) !== undefined))(
  '%s, by its coordinates',
  (_, { generated }) => {
    const point = generated.chain((d) => {
      const { n } = mapped(d)
      return fc.tuple(fc.constant(d), fc.array(between(-2, 2), { minLength: n, maxLength: n }))
    })
    test('back and forth is where it was; the volume is that of differences', () =>
      fc.assert(
        fc.property(point, ([d, u]) => {
          const { map, n, at } = mapped(d)
          const value = (v: ReadonlyArray<number>) => [...numbersOf(d, map.forward(at(v)))]
          const x = value(u)
          ;[...numbersOf(d, map.inverse(valueOf(d, x)))].forEach((v, i) =>
            expectNear(v, u[i] ?? NaN, 1e-9)
          )
          const h = 1e-5
          const moved = (i: number, by: number) => value(u.map((v, j) => (j === i ? v + by : v)))
          const slopes = u.map((_v, i) => {
            const [more, less] = [moved(i, h), moved(i, -h)]
            return freeOf(d)
              .slice(0, n)
              .map((j) => ((more[j] ?? NaN) - (less[j] ?? NaN)) / (2 * h))
          })
          expectNear(
            numbersOf(d, map.logJacobian(at(u)))[0] ?? NaN,
            Math.log(Math.abs(determinant(slopes))),
            1e-6
          )
        }),
        { numRuns: 25 }
      ))
    test('the density of coordinates integrates to 1, and the moments are its', () => {
      // of two coordinates where there are such
      const [d] = fc
        .sample(
          generated.filter((one) => mapped(one).n <= 2),
          { numRuns: 20, seed: 4 }
        )
        .toSorted((a, b) => mapped(b).n - mapped(a).n)
      if (d === undefined) throw new Error('internal: none')
      const { points, mass } = gridOf(d, 0.35, 201)
      const total = mass.reduce((a, b) => a + b, 0)
      expectNear(total, 1, 1e-5)
      const { moment } = family(d)
      if (!isSome(moment(1))) return
      for (const k of [1, 2])
        answersOf(d, moment(k)).forEach((expected, i) =>
          expectNear(
            mass.reduce((sum, p, g) => sum + p * (points[g * countOf(d) + i] ?? NaN) ** k, 0),
            expected,
            1e-5
          )
        )
    })
  }
)

/**
 * Values at equally spaced coordinates, with their masses: of what falls as an exponential at least and is
 * smooth, their sum is the integral.
 */
function gridOf(d: Distribution, step: number, n: number) {
  const { map } = mapped(d)
  const [axis_] = map.coordinates
  const dims = axis_?.size ?? 0,
    many = n ** dims
  const u = Array.from({ length: many }, (_v, g) =>
    Array.from(
      { length: dims },
      (_w, c) => ((Math.floor(g / n ** (dims - 1 - c)) % n) - (n - 1) / 2) * step
    )
  ).flat()
  const grid = constants(['point', axis_?.name ?? ''], [many, dims], u)
  const before = ['point', many] as const
  return {
    points: numbersOf(d, map.forward(grid), before),
    mass: numbersOf(d, family(coordinates(d)).logDensity(grid), before).map(
      (l) => Math.exp(l) * step ** dims
    )
  }
}

test('each correlation of a factor has the same beta law, whichever its rows', () => {
  const shape = 1.3,
    n = 3
  const d: Distribution = lkjCholesky({ shape, along, across: 'across', size: n })
  const { points, mass } = gridOf(d, 0.36, 61)
  const mean = (f: (l: (i: number, k: number) => number) => number): number =>
    mass.reduce((sum, p, g) => sum + p * f((i, k) => points[g * n * n + i * n + k] ?? NaN), 0)
  expectNear(
    mean(() => 1),
    1,
    1e-5
  )
  // ½(1 + r) ~ beta(b, b)
  const b = shape - 1 + n / 2
  for (const [i, j] of [
    [1, 0],
    [2, 0],
    [2, 1]
  ] as const) {
    const r = (l: (row: number, k: number) => number): number =>
      l(i, 0) * l(j, 0) + l(i, 1) * l(j, 1) + l(i, 2) * l(j, 2)
    expectNear(mean(r), 0, 1e-9)
    expectNear(
      mean((l) => r(l) ** 2),
      1 / (2 * shape + n - 1),
      1e-5
    )
    expectNear(
      mean((l) => r(l) ** 4),
      3 / ((2 * b + 1) * (2 * b + 3)),
      1e-5
    )
  }
})

/** By elimination with the largest pivot. */
function determinant(rows_: ReadonlyArray<ReadonlyArray<number>>): number {
  const m = rows_.map((row) => [...row])
  let product = 1
  for (let c = 0; c < m.length; c++) {
    const best = m.reduce(
      (b, row, i) => (i >= c && Math.abs(row[c] ?? 0) > Math.abs(m[b]?.[c] ?? 0) ? i : b),
      c
    )
    const [pivot, here] = [m[best] ?? [], m[c] ?? []]
    if (best !== c) {
      m[c] = pivot
      m[best] = here
      product = -product
    }
    product *= pivot[c] ?? NaN
    for (let i = c + 1; i < m.length; i++)
      m[i] = (m[i] ?? []).map(
        (x, j) => x - ((m[i]?.[c] ?? NaN) / (pivot[c] ?? NaN)) * (pivot[j] ?? NaN)
      )
  }
  return product
}
