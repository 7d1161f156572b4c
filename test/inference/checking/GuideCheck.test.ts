/** Checks of fits whose posteriors are known: by closed forms, by quadrature. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import eightSchools from '../../../dsl-examples/eight-schools.ts'
import {
  axis,
  type Checked,
  checkFitted,
  type CheckOptions,
  type CompileOptions,
  contract,
  data,
  fitModel,
  normal,
  observe,
  over,
  plate,
  program,
  type Program,
  sample
} from '../../../src/index.ts'
import { logNdtr } from '../../../src/expr/numbers/SpecialFunctions.ts'
import type { BoundData } from '../../../src/inference/index.ts'
import { cholesky, solveWith } from '../../../src/inference/solving/Vectors.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import { standardNormals } from '../diagnostics/Draws.ts'

const checked = async <Env, Sites, R>(
  model: Program<Env, Sites, R>,
  bound: BoundData,
  options: CheckOptions = {},
  compile: Partial<CompileOptions> = {}
): Promise<Checked> => {
  const found = await pipe(
    model,
    fitModel({ data: bound, backend: 'cpu', compile }),
    TE.chainEitherK(checkFitted(options))
  )()
  if (E.isLeft(found)) throw new Error(found.left.map(showProblem).join('\n'))
  return found.right
}

const vector = (of: string, values: ReadonlyArray<number>) => ({
  axes: [of],
  sizes: [values.length],
  values: Float32Array.from(values)
})

describe('linear regression with known noise', () => {
  const [rows, inputs] = [60, 3]
  const features = axis('features', inputs)
  const model = pipe(
    program,
    data('x', [plate('people'), features]),
    sample('w', over(features)(normal(0, 1))),
    observe('y', ({ x, w }) => normal(pipe(x, contract(features)(w)), 1))
  )
  /** Inputs with one correlation between every two, and the exact posterior. */
  const known = (correlation: number) => {
    const z = standardNormals(rows * (inputs + 2), 5)
    const x = Array.from({ length: rows }, (_, i) =>
      Array.from(
        { length: inputs },
        (_w, j) =>
          Math.sqrt(correlation) * (z[i * 5] ?? 0) +
          Math.sqrt(1 - correlation) * (z[i * 5 + 1 + j] ?? 0)
      )
    )
    const y = x.map((row, i) => (row[0] ?? 0) - (row[1] ?? 0) + (z[i * 5 + 4] ?? 0))
    const precision = Array.from({ length: inputs }, (_, j) =>
      Float64Array.from({ length: inputs }, (_w, k) =>
        x.reduce((sum, row) => sum + (row[j] ?? 0) * (row[k] ?? 0), j === k ? 1 : 0)
      )
    )
    const factor = cholesky(precision)
    if (factor === undefined) throw new Error('no factor')
    const solve = solveWith(factor)
    const unit = (j: number) => Float64Array.from({ length: inputs }, (_, k) => (j === k ? 1 : 0))
    const mean = solve(
      Float64Array.from({ length: inputs }, (_, j) =>
        x.reduce((sum, row, i) => sum + (row[j] ?? 0) * (y[i] ?? 0), 0)
      )
    )
    return {
      data: new Map([
        [
          'x',
          {
            axes: ['people', 'features'],
            sizes: [rows, inputs],
            values: Float32Array.from(x.flat())
          }
        ],
        ['y', vector('people', y)]
      ]),
      mean,
      sd: Array.from({ length: inputs }, (_, j) => Math.sqrt(solve(unit(j))[j] ?? NaN)),
      guideSd: precision.map((row, j) => 1 / Math.sqrt(row[j] ?? NaN))
    }
  }

  test.each([
    [0, 'trust'],
    [0.3, 'trust'],
    [0.9, 'trust means only']
  ] as const)('correlation %d: %s', async (correlation, trust) => {
    const exact = known(correlation)
    const found = await checked(model, exact.data)
    expect(found.verdict.trust).toBe(trust)
    const [w] = found.check.sites
    expect(w?.elements).toHaveLength(inputs)
    w?.elements.forEach(({ mean, sd, corrected }, j) => {
      const [m = NaN, s = NaN, q = NaN] = [exact.mean[j], exact.sd[j], exact.guideSd[j]]
      expect(Math.abs(mean - m)).toBeLessThan(0.04 * q)
      expect(sd / q).toBeCloseTo(1, 1)
      expect(Math.abs(corrected.mean - m)).toBeLessThan(4 * corrected.error + 1e-3)
      expect(corrected.sd / s).toBeCloseTo(1, 1)
      // of a normal of deviation s the interval ± 1.645 q holds 2Φ(1.645 q/s) − 1
      const holds = 2 * Math.exp(logNdtr((1.6448536 * q) / s)) - 1
      expect(Math.abs(corrected.holds - holds)).toBeLessThan(4 * corrected.holdsError + 0.01)
    })
  })

  test('is the same for the same seed, and another for another', async () => {
    const { data: d } = known(0.3)
    const ks = await Promise.all(
      [1, 1, 2].map((seed) => checked(model, d, { seed, draws: 200 }).then(({ check }) => check.k))
    )
    expect(ks[0]).toBe(ks[1])
    expect(ks[0]).not.toBe(ks[2])
  })
})

test('a guide that is the posterior has equal weights', async () => {
  const model = pipe(
    program,
    sample('mu', normal(1, 2)),
    observe('y', ({ mu }) => normal(mu, 1))
  )
  const y = { axes: [], sizes: [], values: Float32Array.of(3) }
  const { check, verdict } = await checked(model, new Map([['y', y]]))
  expect(verdict.trust).toBe('trust')
  // parameters are float32: weights differ in the seventh digit
  expect(check.size).toBeGreaterThan(9999.9)
  expect(check.sites[0]?.elements[0]?.corrected.offSds).toBeLessThan(1e-3)
})

describe('eight schools', () => {
  const schools = new Map([
    ['y', vector('schools', [28, 8, -3, 7, -1, 1, 18, 12])],
    ['sigma', vector('schools', [15, 10, 16, 11, 9, 11, 10, 18])]
  ])

  test.each([1, 2, 3, 4])('with centring forced: do not trust (seed %d)', async (seed) => {
    const { check, verdict } = await checked(
      eightSchools,
      schools,
      { seed },
      { skip: ['noncentre'] }
    )
    expect(verdict).toMatchObject({ trust: 'do not trust', by: 'reference' })
    expect(check.k).toBeGreaterThan(check.mostK)
    expect(check.sites).toEqual([])
  })

  test('as it is solved: means are corrected to those of quadrature', async () => {
    const { check } = await checked(eightSchools, schools, { draws: 40_000 })
    const at = (site: string, i: number): number =>
      check.sites.find((s) => s.site === site)?.elements[i]?.corrected.mean ?? NaN
    expect(at('mu', 0)).toBeCloseTo(4.4, 0)
    expect(Math.abs(at('tau', 0) - 3.6)).toBeLessThan(0.15)
    const theta = [6.2, 4.9, 3.9, 4.8, 3.6, 4, 6.3, 4.9]
    theta.forEach((wanted, i) => expect(Math.abs(at('theta', i) - wanted)).toBeLessThan(0.25))
  })
})
