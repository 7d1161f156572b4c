/** Noise with correlations, against dense matrices: margins, total correlation, density, what is given. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, type Expr, gradients, type NamedArray } from '../../../src/expr/index.ts'
import {
  type CorrelatedNoise,
  elementsOf,
  fullRankNoise,
  lowRankNoise,
  type Member
} from '../../../src/guides/index.ts'
import { eitherSign, logSpread } from '../../../src/laws/ArbitraryNumber.ts'
import { filled } from '../../support/Draws.ts'
import { rowsOf, determinant, solve } from '../../support/Dense.ts'

// ---------------------------------------------------------------------------
// what laws are about
// ---------------------------------------------------------------------------

const axis = (name: string, size: number) => ({ name, size })
const member = (name: string, ...axes: Member['axes']): Member => ({ name, declared: name, axes })
/** Scalars, vectors, a matrix; two that lie over the same axis. */
const sets: ReadonlyArray<ReadonlyArray<Member>> = [
  [member('a'), member('b')],
  [member('w', axis('i', 4))],
  [member('w', axis('i', 2)), member('b')],
  [member('b'), member('v', axis('i', 2), axis('j', 3))],
  [member('u', axis('i', 3)), member('v', axis('i', 3)), member('b')]
]
const count = (members: ReadonlyArray<Member>): number =>
  members.reduce((n, m) => n + elementsOf(m), 0)

interface Case {
  readonly noise: CorrelatedNoise
  readonly members: ReadonlyArray<Member>
  readonly n: number
  readonly isFull: boolean
  readonly loadings: ReadonlyArray<number>
  readonly normals: ReadonlyArray<number>
}

const many = 40
const arbitraryCase: fc.Arbitrary<Case> = fc
  .record({
    members: fc.constantFrom(...sets),
    rank: fc.integer({ min: 0, max: 4 }),
    loadings: fc.array(eitherSign(logSpread(1e-3, 10)), { minLength: many, maxLength: many }),
    normals: fc.array(eitherSign(logSpread(1e-3, 4)), { minLength: many, maxLength: many })
  })
  .map(({ members, rank, ...numbers }) => {
    const n = count(members)
    const law = { name: '(all)', rank: undefined, members }
    const isFull = rank === 0
    const noise = isFull ? fullRankNoise(law) : lowRankNoise(law, Math.min(rank, n - 1))
    return { ...numbers, members, n, isFull, noise }
  })

const sizesOf = ({ noise, members }: Case): ReadonlyMap<string, number> =>
  new Map([...noise.axes, ...members.flatMap((m) => m.axes)].map((a) => [a.name, a.size]))

const noisesOf = ({ noise }: Case) => [
  ...new Map(
    [...noise.of.values()].flatMap((s) => s.drawn([]).noise).map((n) => [n.name, n] as const)
  ).values()
]
const parametersOf = ({ noise }: Case) => [...noise.of.values()].flatMap((s) => s.loadings)

/** Numbers one after the other into arrays. */
const spreadOut = (
  c: Case,
  arrays: ReadonlyArray<{ readonly name: string; readonly axes: ReadonlyArray<string> }>,
  numbers: (i: number) => number
): ReadonlyArray<readonly [string, NamedArray]> => {
  let from = 0
  return arrays.map(({ name, axes }) => {
    const begin = from
    const found = filled(axes, sizesOf(c), (i) => numbers(begin + i))
    from += found.values.length
    return [name, found] as const
  })
}

const at =
  (c: Case, noise: (i: number) => number, loadings = (i: number) => c.loadings[i % many] ?? 0) =>
  (e: Expr): NamedArray =>
    evaluate({
      sizes: sizesOf(c),
      values: new Map([
        ...spreadOut(c, parametersOf(c), loadings),
        ...spreadOut(c, noisesOf(c), noise)
      ])
    })(e)

/** An expression of each site, all elements in row-major order, site after site. */
const elementsAt = (
  c: Case,
  noise: (i: number) => number,
  of: (s: NonNullable<ReturnType<CorrelatedNoise['of']['get']>>) => Expr
): ReadonlyArray<number> =>
  c.members.flatMap((m) => {
    const shared = c.noise.of.get(m.name)
    if (shared === undefined) return []
    const found = at(c, noise)(of(shared))
    const axes = m.axes.map((a) => a.name)
    return rowsOf(
      found,
      axes,
      m.axes.map((a) => a.size)
    )
  })

const drawnBy = (c: Case, noise: (i: number) => number): ReadonlyArray<number> =>
  elementsAt(c, noise, (s) => s.drawn([]).value)

/** z = A ε: column by column. */
const matrixOf = (c: Case): ReadonlyArray<ReadonlyArray<number>> => {
  const all = noisesOf(c).reduce(
    (n, { axes }) => n + axes.reduce((k, a) => k * (sizesOf(c).get(a) ?? 1), 1),
    0
  )
  const columns = Array.from({ length: all }, (_, k) => drawnBy(c, (i) => (i === k ? 1 : 0)))
  return Array.from({ length: c.n }, (_, i) => columns.map((column) => column[i] ?? NaN))
}

const correlationsOf = (c: Case): ReadonlyArray<ReadonlyArray<number>> => {
  const a = matrixOf(c)
  return a.map((x) => a.map((y) => x.reduce((sum, v, k) => sum + v * (y[k] ?? 0), 0)))
}

const scalarAt = (c: Case, e: Expr): number =>
  at(c, (i) => c.normals[i % many] ?? 0)(e).values[0] ?? NaN

const law = (check: (c: Case) => void): void => {
  fc.assert(fc.property(arbitraryCase, check), { numRuns: 60 })
}
const near = (found: number, wanted: number, tolerance = 1e-9): void => {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(wanted)))
}

// ---------------------------------------------------------------------------
// laws
// ---------------------------------------------------------------------------

describe('correlated noise', () => {
  test('has standard normal margins', () => {
    law((c) => {
      correlationsOf(c).forEach((row, i) => {
        near(row[i] ?? NaN, 1)
      })
    })
  })

  test('has the total correlation −½ ln|R| of its dense matrix, which is not negative', () => {
    law((c) => {
      const found = scalarAt(c, c.noise.totalCorrelation)
      // loadings of 10 leave a determinant of 1e-12, and of its digits few
      near(found, -0.5 * Math.log(determinant(correlationsOf(c))), 1e-6)
      expect(found).toBeGreaterThanOrEqual(-1e-12)
    })
  })

  test('has the density of its dense matrix, over that of its margins', () => {
    law((c) => {
      const r = correlationsOf(c)
      const z = drawnBy(c, (i) => c.normals[i % many] ?? 0)
      const within = solve(r, z).reduce((sum, v, i) => sum + v * (z[i] ?? 0), 0)
      const apart = z.reduce((sum, v) => sum + v * v, 0)
      const wanted = -0.5 * (Math.log(determinant(r)) + within - apart)
      near(scalarAt(c, c.noise.logRatio([])), wanted, 1e-6 * (1 + apart))
    })
  })

  test('is what it is given plus noise of its own', () => {
    law((c) => {
      const numbers = (i: number): number => c.normals[i % many] ?? 0
      const a = matrixOf(c)
      const inflations = elementsAt(c, numbers, (s) => s.given([]).logInflation)
      const means = elementsAt(c, numbers, (s) => s.given([]).mean)
      const z = drawnBy(c, numbers)
      a.forEach((row, i) => {
        const scale = Math.exp(-0.5 * (inflations[i] ?? NaN))
        const own = row.findIndex(
          (v, k) =>
            Math.abs(v - scale) < 1e-9 &&
            a.every((other, j) => j === i || (c.isFull && j > i) || (other[k] ?? 0) === 0)
        )
        expect(own).toBeGreaterThanOrEqual(0)
        near(z[i] ?? NaN, (means[i] ?? NaN) + scale * numbers(own), 1e-8)
      })
    })
  })

  test('in full rank each element knows those before it alone', () => {
    law((c) => {
      if (!c.isFull) return
      matrixOf(c).forEach((row, i) => {
        expect(row.slice(i + 1).every((v) => v === 0)).toBe(true)
        expect(row[i]).toBeGreaterThan(0)
        // loadings are the rows of a triangle, each once
        row.slice(0, i).forEach((v, j) => {
          near(v / (row[i] ?? NaN), c.loadings[(i * (i - 1)) / 2 + j] ?? NaN)
        })
      })
    })
  })

  test('has the derivatives that differences have', () => {
    law((c) => {
      const parameters = parametersOf(c)
      for (const e of [c.noise.totalCorrelation, c.noise.logRatio([])]) {
        const found = gradients(e, parameters)
        const noise = (i: number): number => c.normals[i % many] ?? 0
        const flat = parameters.flatMap((p) => {
          const g = found.get(p.name)
          const sizes = p.axes.map((a) => sizesOf(c).get(a) ?? 1)
          const all = Array.from({ length: sizes.reduce((x, y) => x * y, 1) }, () => 0)
          return g === undefined ? all : rowsOf(at(c, noise)(g), p.axes, sizes)
        })
        flat.slice(0, 8).forEach((slope, k) => {
          const step = 1e-5 * (1 + Math.abs(c.loadings[k % many] ?? 0))
          const [high, low] = [step, -step].map(
            (d) =>
              at(c, noise, (i) => (c.loadings[i % many] ?? 0) + (i === k ? d : 0))(e).values[0] ??
              NaN
          )
          near(((high ?? NaN) - (low ?? NaN)) / (2 * step), slope, 1e-4)
        })
      }
    })
  })
})
