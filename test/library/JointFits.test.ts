/** Joint guides against posteriors that are normal, in closed form; and against each other. */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import {
  add,
  axis,
  bernoulli,
  checkFitted,
  type CompileOptions,
  contract,
  data,
  encodeFit,
  fitModel,
  type Fitted,
  multivariateNormal,
  normal,
  observe,
  over,
  plate,
  type Program,
  program,
  sample,
  type Settings
} from '../../src/index.ts'
import { evaluate, type NamedArray } from '../../src/expr/index.ts'
import type { BoundData } from '../../src/inference/index.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { standardNormals } from '../inference/diagnostics/Draws.ts'
import { between } from '../distributions/Arbitrary.ts'
import { determinant, inverse, rowsOf, solve } from '../support/Dense.ts'
import { filled } from '../support/Draws.ts'

type Joint = CompileOptions['joint']
type Matrix = ReadonlyArray<ReadonlyArray<number>>

const fitted = async <Env, Sites, R>(
  model: Program<Env, Sites, R>,
  bound: BoundData,
  compile: Partial<CompileOptions> = {},
  settings: Partial<Settings> = {}
): Promise<Fitted<Sites>> => {
  const found = await fitModel({ data: bound, backend: 'wasm', threads: 1, compile, settings })(
    model
  )()
  if (E.isLeft(found)) throw new Error(found.left.map(showProblem).join('\n'))
  return found.right
}

const lossOf = <S>({ result }: Fitted<S>): number => {
  expect(result.outcome).toBe('converged')
  return result.solution?.lossNats ?? NaN
}

const vector = (of: string, values: ReadonlyArray<number>) => ({
  axes: [of],
  sizes: [values.length],
  values: Float32Array.from(values)
})

/** Covariance of declared sites under the guide: what a draw of them does with each noise. */
const covarianceOf = <S>({ model: { program: p }, result }: Fitted<S>): Matrix => {
  const sizes = new Map(
    p.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
  )
  const parameters = [...result.state.parameters].map(
    ([name, t]): readonly [string, NamedArray] => [
      name,
      { ...t, values: Float64Array.from(t.values) }
    ]
  )
  const lengths = p.drawNoise.map((n) => n.axes.reduce((k, a) => k * (sizes.get(a) ?? 1), 1))
  const all = lengths.reduce((a, b) => a + b, 0)
  const at = (k: number): ReadonlyArray<number> => {
    const noise = p.drawNoise.map((n, i) => {
      const before = lengths.slice(0, i).reduce((a, b) => a + b, 0)
      return [n.name, filled(n.axes, sizes, (j) => (before + j === k ? 1 : 0))] as const
    })
    const env = { sizes, values: new Map([...parameters, ...noise]) }
    return [...p.draws.values()].flatMap((e) =>
      rowsOf(
        evaluate(env)(e),
        e.axes,
        e.axes.map((a) => sizes.get(a) ?? 1)
      )
    )
  }
  const mean = at(-1)
  const columns = Array.from({ length: all }, (_, k) => at(k).map((v, i) => v - (mean[i] ?? 0)))
  return mean.map((_, i) =>
    mean.map((__, j) => columns.reduce((sum, c) => sum + (c[i] ?? 0) * (c[j] ?? 0), 0))
  )
}

/** −ln N(y; 0, S) */
const minusLogEvidence = (y: ReadonlyArray<number>, s: Matrix): number =>
  0.5 *
  (y.length * Math.log(2 * Math.PI) +
    Math.log(determinant(s)) +
    solve(s, y).reduce((sum, v, i) => sum + v * (y[i] ?? 0), 0))

// ---------------------------------------------------------------------------
// regressions
// ---------------------------------------------------------------------------

const features = axis('features', 3)
const [priorOfSlopes, priorOfIntercept, noise] = [1.5, 4, 0.8]
const regression = pipe(
  program,
  data('x', [plate('rows'), features]),
  sample('w', over(features)(normal(0, priorOfSlopes))),
  sample('b', normal(0, priorOfIntercept)),
  observe('y', ({ x, w, b }) => normal(pipe(x, contract(features)(w), add(b)), noise))
)
const everything = ['w', 'b']

/** Inputs that say nearly the same, away from 0; the exact posterior of w and b. */
const known = (correlation: number, offset: number, seed: number) => {
  const rows = 25
  const z = standardNormals(rows * 5, seed)
  const at = (i: number, k: number): number => z[5 * i + k] ?? 0
  const x = Array.from({ length: rows }, (_, i) => [
    ...[1, 2, 3].map((k) =>
      Math.fround(
        offset + Math.sqrt(correlation) * at(i, 0) + Math.sqrt(1 - correlation) * at(i, k)
      )
    ),
    1
  ])
  const y = x.map((row, i) =>
    Math.fround((row[0] ?? 0) - 0.5 * (row[1] ?? 0) + 2 + noise * at(i, 4))
  )
  const prior = [priorOfSlopes, priorOfSlopes, priorOfSlopes, priorOfIntercept]
  const precision = prior.map((s, j) =>
    prior.map((_, k) =>
      x.reduce(
        (sum, row) => sum + ((row[j] ?? 0) * (row[k] ?? 0)) / noise ** 2,
        j === k ? 1 / s ** 2 : 0
      )
    )
  )
  const marginal = x.map((a, i) =>
    x.map((b, j) =>
      prior.reduce(
        (sum, s, k) => sum + s ** 2 * (a[k] ?? 0) * (b[k] ?? 0),
        i === j ? noise ** 2 : 0
      )
    )
  )
  return {
    data: new Map([
      [
        'x',
        {
          axes: ['rows', 'features'],
          sizes: [rows, 3],
          values: Float32Array.from(x.flatMap((row) => row.slice(0, 3)))
        }
      ],
      ['y', vector('rows', y)]
    ]),
    mean: solve(
      precision,
      prior.map((_, j) =>
        x.reduce((s, row, i) => s + ((row[j] ?? 0) * (y[i] ?? 0)) / noise ** 2, 0)
      )
    ),
    covariance: inverse(precision),
    minusLogEvidence: minusLogEvidence(y, marginal)
  }
}

const meansOf = <S>({ sites }: Fitted<S>): ReadonlyArray<number> =>
  everything.flatMap((name) => [...(sites.get(name)?.mean.values ?? [])])

describe('of a normal posterior', () => {
  test('full rank is the posterior, and −ELBO is −ln evidence', async () => {
    await fc.assert(
      fc.asyncProperty(
        between(0, 0.98),
        between(-2, 2),
        fc.integer({ min: 1, max: 1000 }),
        async (correlation, offset, seed) => {
          const exact = known(correlation, offset, seed)
          const fit = await fitted(regression, exact.data, { joint: [{ sites: everything }] })
          expect(Math.abs(lossOf(fit) - exact.minusLogEvidence)).toBeLessThan(1e-4)
          const sds = exact.covariance.map((row, i) => Math.sqrt(row[i] ?? NaN))
          meansOf(fit).forEach((m, i) => {
            expect(Math.abs(m - (exact.mean[i] ?? NaN))).toBeLessThan(1e-3 * (sds[i] ?? NaN))
          })
          covarianceOf(fit).forEach((row, i) => {
            row.forEach((v, j) => {
              const size = (sds[i] ?? NaN) * (sds[j] ?? NaN)
              expect(Math.abs(v - (exact.covariance[i]?.[j] ?? NaN))).toBeLessThan(5e-3 * size)
            })
          })
          // linear response, which is exact here, finds nothing to correct
          const w = fit.sites.get('w')
          w?.response?.values.forEach((v, i) => {
            expect(v / (w.variance.values[i] ?? NaN)).toBeCloseTo(1, 2)
          })
        }
      ),
      { numRuns: 6 }
    )
  })

  test('more rank is no worse, and a rank that is enough is exact', async () => {
    for (const seed of [1, 2]) {
      const exact = known(0.9, 1, seed)
      const losses: Array<number> = []
      for (const joint of [
        [],
        [{ sites: everything, rank: 1 }],
        [{ sites: everything, rank: 2 }],
        [{ sites: everything, rank: 3 }],
        [{ sites: everything }]
      ] satisfies ReadonlyArray<Joint>)
        losses.push(lossOf(await fitted(regression, exact.data, { joint })))
      const [apart = NaN, one = NaN, two = NaN, three = NaN, full = NaN] = losses
      expect(apart - one).toBeGreaterThan(0.1)
      expect(one - two).toBeGreaterThan(-1e-3)
      expect(two - three).toBeGreaterThan(-1e-3)
      expect(Math.abs(three - full)).toBeLessThan(1e-3)
      expect(Math.abs(full - exact.minusLogEvidence)).toBeLessThan(1e-4)
    }
  })

  test('of a diagonal and rank 1, rank 1 is exact', async () => {
    const [along, across] = [axis('k', 4), axis('k2', 4)]
    // with 1 everywhere and 0.7 more on the diagonal, observed one by one
    const covariance = (i: number, j: number): number => (i === j ? 1.7 : 1)
    const model = pipe(
      program,
      data('covariance', [along, across]),
      data('s', [along]),
      sample('theta', ({ covariance: c }) =>
        multivariateNormal({ mean: 0, covariance: c, along, across })
      ),
      observe('y', ({ theta }) => normal(theta, 1.5))
    )
    const y = [1, -0.5, 2, 0.3]
    const bound = new Map([
      [
        'covariance',
        {
          axes: ['k', 'k2'],
          sizes: [4, 4],
          values: Float32Array.from({ length: 16 }, (_, i) => covariance(i >> 2, i & 3))
        }
      ],
      ['s', vector('k', [1, 1, 1, 1])],
      ['y', vector('k', y)]
    ])
    const exact = minusLogEvidence(
      y,
      y.map((_, i) => y.map((__, j) => covariance(i, j) + (i === j ? 2.25 : 0)))
    )
    const of = async (joint: Joint): Promise<number> =>
      lossOf(await fitted(model, bound, { joint, centred: ['theta'] }))
    expect(Math.abs((await of([{ sites: ['theta'], rank: 1 }])) - exact)).toBeLessThan(1e-4)
    expect((await of([])) - exact).toBeGreaterThan(0.05)
  })

  test('is trusted under full rank, where independent factors are not', async () => {
    const exact = known(0.9, 0, 7)
    const trustOf = async (joint: Joint): Promise<string> => {
      const checked = checkFitted()(await fitted(regression, exact.data, { joint }))
      if (E.isLeft(checked)) throw new Error(checked.left.map(showProblem).join('\n'))
      const { check, verdict } = checked.right
      if (joint.length > 0) {
        // all weights are nearly the same
        expect(check.size / check.draws).toBeGreaterThan(0.99)
        const means = check.sites.flatMap((s) => s.elements)
        means.forEach(({ sd }, i) => {
          expect(sd / Math.sqrt(exact.covariance[i]?.[i] ?? NaN)).toBeCloseTo(1, 1)
        })
      }
      return verdict.trust
    }
    expect(await trustOf([])).toBe('trust means only')
    expect(await trustOf([{ sites: everything }])).toBe('trust')
    expect(await trustOf([{ sites: everything, rank: 3 }])).toBe('trust')
  })

  test('is found by a schedule too, in batches and with several draws a step', async () => {
    const exact = known(0.8, 0, 3)
    const rates = { location: 0.02, scale: 0.02, logVariance: 0.02 }
    const settings = {
      epochs: 500,
      batch: { rows: 5 },
      schedule: { rates, decayFrom: 0.3, warmUp: 0 }
    }
    for (const joint of [[{ sites: everything }], [{ sites: everything, rank: 3 }]]) {
      const fit = await fitted(regression, exact.data, { joint, samples: 4 }, settings)
      covarianceOf(fit).forEach((row, i) => {
        const own = exact.covariance[i]?.[i] ?? NaN
        expect((row[i] ?? NaN) / own).toBeGreaterThan(0.6)
        expect((row[i] ?? NaN) / own).toBeLessThan(1.6)
      })
    }
  })
})

test('a loading that has no end arrives', async () => {
  const inputs = axis('inputs', 5)
  const model = pipe(
    program,
    data('x', [plate('rows'), inputs]),
    sample('w', over(inputs)(normal(0, 2))),
    sample('b', normal(0, 2)),
    observe('y', ({ x, w, b }) => bernoulli({ logits: pipe(x, contract(inputs)(w), add(b)) }))
  )
  const z = standardNormals(420, 4)
  const x = Float32Array.from(
    { length: 300 },
    (_, i) => 0.8 * (z[300 + Math.floor(i / 5)] ?? 0) + 0.6 * (z[i] ?? 0)
  )
  const y = Array.from({ length: 60 }, (_, i) =>
    (x[5 * i] ?? 0) + 0.5 * (z[360 + i] ?? 0) > 0 ? 1 : 0
  )
  const bound = new Map([
    ['x', { axes: ['rows', 'inputs'], sizes: [60, 5], values: x }],
    ['y', vector('rows', y)]
  ])
  // all that one weight has is shared with the others
  const fit = await fitted(model, bound, { joint: [{ sites: ['w', 'b'], rank: 1 }] }, { seed: 2 })
  const loadings = fit.result.state.parameters.get('w.loading')?.values ?? []
  expect(Math.max(...[...loadings].map(Math.abs))).toBeGreaterThan(50)
  expect(lossOf(fit)).toBeCloseTo(24.17, 1)
})

describe('eight schools', () => {
  const schools = new Map([
    ['y', vector('schools', [28, 8, -3, 7, -1, 1, 18, 12])],
    ['sigma', vector('schools', [15, 10, 16, 11, 9, 11, 10, 18])]
  ])
  const sites = ['mu', 'tau', 'theta']

  test('centred, more rank is better', async () => {
    const of = async (joint: Joint): Promise<number> =>
      lossOf(await fitted(eightSchools, schools, { joint, centred: ['theta'] }))
    // rank 5 is more than is needed: some directions of its loadings are flat
    const [apart, two, five, full] = [
      await of([]),
      await of([{ sites, rank: 2 }]),
      await of([{ sites, rank: 5 }]),
      await of([{ sites }])
    ]
    expect(apart - two).toBeGreaterThan(1)
    expect(two - full).toBeGreaterThan(0.02)
    expect(Math.abs(five - full)).toBeLessThan(0.01)
  })

  test('goes on from bytes, in the form that was chosen', async () => {
    const compile = { joint: [{ sites }] }
    const first = await fitted(eightSchools, schools, compile)
    const resumed = await fitModel({
      data: schools,
      backend: 'wasm',
      threads: 1,
      compile,
      resume: encodeFit(first)
    })(eightSchools)()
    if (E.isLeft(resumed)) throw new Error(resumed.left.map(showProblem).join('\n'))
    const there = resumed.right
    expect(there.result.state.parameters).toEqual(first.result.state.parameters)
    expect(there.model.program.axes).toEqual(first.model.program.axes)
  })
})
