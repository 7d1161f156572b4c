/**
 * Each statistical example as a person runs it: train on the table shipped beside it, summary,
 * predict; the answers against values from outside. Settings: 2,000 steps on all rows, four draws a
 * step, learning rates 0.05 that fall from a third of the steps on, no warm-up.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { right } from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import changePoint from '../../dsl-examples/change-point.ts'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import horseshoe from '../../dsl-examples/horseshoe-regression.ts'
import linear from '../../dsl-examples/linear-regression.ts'
import logistic from '../../dsl-examples/logistic-regression.ts'
import lowRank from '../../dsl-examples/low-rank.ts'
import serialNumbers from '../../dsl-examples/serial-numbers.ts'
import threeScales from '../../dsl-examples/three-scales.ts'
import { exactChangePoint } from '../docs/ChangePoint.ts'
import { effects, errors, meanFieldOptimum } from '../docs/EightSchools.ts'
import { exactThreeScales } from '../docs/ThreeScales.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { integrate } from '../support/Quadrature.ts'
import { bytesOf } from '../support/Tables.ts'

// ---------------------------------------------------------------------------
// commands
// ---------------------------------------------------------------------------

const rates = ['--rate-location', '--rate-scale', '--rate-variance'].flatMap((r) => [r, '0.05'])
const settings = ['--steps', '2000', '--samples', '4', '--warm-up', '0', '--decay-from', '0.3']
const engine = ['--backend', 'wasm', '--threads', '1']

const shipped = (name: string): string =>
  readFileSync(
    fileURLToPath(new URL(`../../dsl-examples/data/${name}.csv`, import.meta.url)),
    'utf8'
  )

/** Cells by row; no cell of these files is quoted. */
const cells = (csv: string): ReadonlyArray<ReadonlyArray<string>> =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/"([^"]*)"/g, (_, name: string) => name.replaceAll(',', ';')))
    .map((line) => line.split(','))

const numbersIn = (name: string): ReadonlyArray<ReadonlyArray<number>> =>
  cells(shipped(name))
    .slice(1)
    .map((row) => row.map(Number))

type Row = Readonly<Record<string, number>>

/** The rows of a table by their first cell, each with its numbers by column. */
const byName = (csv: string): ReadonlyMap<string, Row> => {
  const [head = [], ...rows] = cells(csv)
  return new Map(
    rows.map((row) => [
      row[0] ?? '',
      Object.fromEntries(head.map((name, i) => [name, Number(row[i])]))
    ])
  )
}

/** Trained on the table of its name; `summary` and `predictions` are tables. */
const trained = async (name: string, model: unknown, newRows = '') => {
  const files = memoryFileSystem({
    files: { '/data.csv': bytesOf(shipped(name)), '/new.csv': bytesOf(newRows) }
  })
  const run = farrier({ files, loadModule: () => right({ default: model }) })
  const train = ['train', 'model.ts', '--data', '/data.csv', '--out', '/run']
  expect(await run(...train, ...settings, ...rates, ...engine)).toMatchObject({ code: 0 })
  const summary = await run('summary', '/run', '--csv', '--rows', '50', ...engine)
  const data = newRows === '' ? [] : ['--data', '/new.csv']
  const out = ['--out', '/out.csv', '--draws', '2000']
  expect(await run('predict', '/run', ...data, ...out, ...engine)).toMatchObject({ code: 0 })
  return {
    summary: byName(summary.out),
    predictions: new TextDecoder().decode(files.contents.get('/out.csv'))
  }
}

const at = (rows: ReadonlyMap<string, Row>, name: string): Row => {
  const row = rows.get(name)
  if (row === undefined) throw new Error(`no row ${name} among ${[...rows.keys()].join(', ')}`)
  return row
}

// ---------------------------------------------------------------------------
// answers
// ---------------------------------------------------------------------------

/** A x = b by elimination; A is positive definite. */
const solve = (
  A: ReadonlyArray<ReadonlyArray<number>>,
  b: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const n = b.length
  const rows = A.map((row, i) => [...row, b[i] ?? NaN])
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++)
      if (i !== k) {
        const factor = (rows[i]?.[k] ?? NaN) / (rows[k]?.[k] ?? NaN)
        rows[i] = (rows[i] ?? []).map((v, j) => v - factor * (rows[k]?.[j] ?? NaN))
      }
  return rows.map((row, i) => (row[n] ?? NaN) / (row[i] ?? NaN))
}

/** Σ over rows of weight · x xᵀ, and the precision of the prior on the diagonal. */
const gram = (
  x: ReadonlyArray<ReadonlyArray<number>>,
  weights: ReadonlyArray<number>,
  prior: ReadonlyArray<number>
): ReadonlyArray<ReadonlyArray<number>> =>
  prior.map((precision, j) =>
    prior.map((_, k) =>
      x.reduce(
        (s, row, i) => s + (weights[i] ?? 1) * (row[j] ?? 0) * (row[k] ?? 0),
        j === k ? precision : 0
      )
    )
  )

const dot = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  a.reduce((s, v, i) => s + v * (b[i] ?? NaN), 0)
const sigmoid = (t: number): number => 1 / (1 + Math.exp(-t))

describe('linear regression', () => {
  const rows = numbersIn('linear-regression')
  const x = rows.map((r) => r.slice(0, 3))
  const A = gram(x, [], [1, 1, 1])
  const m = solve(
    A,
    [0, 1, 2].map((j) => x.reduce((s, r, i) => s + (r[j] ?? 0) * (rows[i]?.[3] ?? 0), 0))
  )
  const variance = A.map((row, j) => 1 / (row[j] ?? NaN))

  test('has the conjugate mean and the best mean-field variances, and predicts N(x m, Σ x² v + 1)', async () => {
    const inputs = [
      [1, 0, 0],
      [3, 1, 2]
    ]
    const { summary, predictions } = await trained(
      'linear-regression',
      linear,
      `x1,x2,x3\n${inputs.map((r) => r.join()).join('\n')}\n`
    )
    m.forEach((mean, j) => {
      const w = at(summary, `w[features x${j + 1}]`)
      const sd = Math.sqrt(variance[j] ?? NaN)
      expect(Math.abs((w['mean'] ?? NaN) - mean) / sd).toBeLessThan(0.15)
      expect(Math.abs((w['sd'] ?? NaN) / sd - 1)).toBeLessThan(0.05)
      expect(Math.abs((w['q0.95'] ?? NaN) - mean - 1.645 * sd) / sd).toBeLessThan(0.25)
    })
    const y = byName(predictions)
    inputs.forEach((row, i) => {
      const found = at(y, String(i))
      const sd = Math.sqrt(row.reduce((s, v, j) => s + v * v * (variance[j] ?? NaN), 1))
      expect(Math.abs((found['mean'] ?? NaN) - dot(row, m)) / sd).toBeLessThan(0.15)
      expect(Math.abs((found['sd'] ?? NaN) / sd - 1)).toBeLessThan(0.08)
      expect(Math.abs((found['q0.05'] ?? NaN) - dot(row, m) + 1.645 * sd) / sd).toBeLessThan(0.25)
    })
  })
})

describe('logistic regression', () => {
  const table = cells(shipped('logistic-regression')).slice(1)
  const x = table.map((r) => [1, ...r.slice(0, 4).map(Number)])
  const y = table.map((r) => (r[4] === 'yes' ? 1 : 0))
  const prior = [1 / 100, ...[1, 2, 3, 4].map(() => 1 / 2.5 ** 2)]
  let mode: ReadonlyArray<number> = prior.map(() => 0)
  for (let k = 0; k < 30; k++) {
    const p = x.map((row) => sigmoid(dot(row, mode)))
    const gradient = prior.map(
      (precision, j) =>
        x.reduce((s, row, i) => s + ((y[i] ?? 0) - (p[i] ?? 0)) * (row[j] ?? 0), 0) -
        precision * (mode[j] ?? 0)
    )
    const weights = p.map((q) => q * (1 - q))
    mode = solve(gram(x, weights, prior), gradient).map((step, j) => step + (mode[j] ?? 0))
  }
  const curvature = gram(
    x,
    x.map((row) => sigmoid(dot(row, mode)) * (1 - sigmoid(dot(row, mode)))),
    prior
  )

  test('lies about the posterior mode (by Newton), as wide as its curvature says, and predicts by label', async () => {
    const inputs = [
      [1, 0, 0, 0],
      [0, 1, 0, 2],
      [-1, 0.5, 1, 0]
    ]
    const { summary, predictions } = await trained(
      'logistic-regression',
      logistic,
      `x1,x2,x3,x4\n${inputs.map((r) => r.join()).join('\n')}\n`
    )
    const names = ['intercept', ...[1, 2, 3, 4].map((j) => `w[features x${j}]`)]
    names.forEach((name, j) => {
      const sd = 1 / Math.sqrt(curvature[j]?.[j] ?? NaN)
      expect(Math.abs((at(summary, name)['mean'] ?? NaN) - (mode[j] ?? NaN)) / sd).toBeLessThan(0.6)
      expect(Math.abs((at(summary, name)['sd'] ?? NaN) / sd - 1)).toBeLessThan(0.25)
    })
    const found = byName(predictions)
    inputs.forEach((row, i) => {
      const p = at(found, String(i))
      expect((p['p(no)'] ?? NaN) + (p['p(yes)'] ?? NaN)).toBeCloseTo(1, 6)
      expect(Math.abs((p['p(yes)'] ?? NaN) - sigmoid(dot([1, ...row], mode)))).toBeLessThan(0.05)
    })
  })
})

describe('eight schools', () => {
  const best = meanFieldOptimum()

  test("has the family's optimum, 4.53 for mu, and predicts its own eight cells", async () => {
    const { summary, predictions } = await trained('eight-schools', eightSchools)
    expect(Math.abs((at(summary, 'mu')['mean'] ?? NaN) - 4.53)).toBeLessThan(0.2)
    expect(Math.abs((at(summary, 'mu')['mean'] ?? NaN) - best.mu)).toBeLessThan(0.2)
    expect(Math.abs((at(summary, 'mu')['sd'] ?? NaN) - best.muSd)).toBeLessThan(0.1)
    expect(Math.abs((at(summary, 'tau')['mean'] ?? NaN) - best.tau)).toBeLessThan(0.25)
    const y = byName(predictions)
    expect([...y.keys()]).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'])
    ;[...y].forEach(([name, row], j) => {
      const theta = at(summary, `theta[schools ${name}]`)
      expect(Math.abs((theta['mean'] ?? NaN) - (best.theta[j] ?? NaN))).toBeLessThan(0.25)
      // the mean of so many draws of y, whose deviation is that of theta and of the measurement
      const sd = Math.hypot(theta['sd'] ?? NaN, errors[j] ?? NaN)
      expect(Math.abs((row['mean'] ?? NaN) - (best.theta[j] ?? NaN))).toBeLessThan(
        0.25 + (4 * sd) / Math.sqrt(2000)
      )
      expect(Math.abs((row['sd'] ?? NaN) / sd - 1)).toBeLessThan(0.07)
      // what was observed is no surprise
      expect(Math.abs((effects[j] ?? NaN) - (row['mean'] ?? NaN)) / sd).toBeLessThan(2)
    })
  })
})

describe('change point', () => {
  const rows = numbersIn('change-point')
  const exact = exactChangePoint(
    rows.map(([year = NaN]) => year),
    rows.map(([, flow = NaN]) => flow)
  )

  test('has the exact posterior by quadrature, to a fifth of its deviations, and predicts both levels', async () => {
    const { summary, predictions } = await trained(
      'change-point',
      changePoint,
      'year\n1880\n1950\n'
    )
    for (const [site, { mean, sd }] of Object.entries(exact)) {
      expect(Math.abs((at(summary, site)['mean'] ?? NaN) - mean) / sd, site).toBeLessThan(0.2)
      expect(Math.abs((at(summary, site)['sd'] ?? NaN) / sd - 1), site).toBeLessThan(0.15)
    }
    const y = byName(predictions)
    for (const [row, { mean }] of [
      ['0', exact.before],
      ['1', exact.after]
    ] as const)
      expect(Math.abs((at(y, row)['mean'] ?? NaN) - mean)).toBeLessThan(
        0.05 + (4 * exact.spread.mean) / Math.sqrt(2000)
      )
  })
})

describe('serial numbers', () => {
  const seen = numbersIn('serial-numbers').flat()
  const most = Math.max(...seen)
  const density = (count: number): number =>
    Math.exp(-0.5 * (Math.log(count) - 6) ** 2) / count / (count / most) ** seen.length
  const mass = integrate(density, most, 3000)
  const mean = integrate((c) => c * density(c), most, 3000) / mass
  const sd = Math.sqrt(integrate((c) => (c - mean) ** 2 * density(c), most, 3000) / mass)

  test('has the exact posterior by quadrature, above the largest number seen, and predicts below', async () => {
    expect(mean).toBeCloseTo(319.3, 1)
    expect(sd).toBeCloseTo(23.0, 1)
    const { summary, predictions } = await trained(
      'serial-numbers',
      serialNumbers,
      'number\n0\n0\n'
    )
    const count = at(summary, 'count')
    expect(Math.abs((count['mean'] ?? NaN) - mean) / sd).toBeLessThan(0.2)
    expect(count['q0.05'] ?? NaN).toBeGreaterThan(most)
    for (const [, next] of byName(predictions)) {
      expect(Math.abs((next['mean'] ?? NaN) - mean / 2)).toBeLessThan(10)
      expect(next['q0.05'] ?? NaN).toBeGreaterThan(0)
    }
  })
})

describe('three scales', () => {
  const names = ['balance', 'digital', 'spring']
  const rows = cells(shipped('three-scales')).slice(1)
  const exact = exactThreeScales(
    names.map((name) => rows.flatMap(([scale, grams]) => (scale === name ? [Number(grams)] : [])))
  )

  test('has the noise of each scale by its label, as quadrature has it, and predicts by it', async () => {
    expect(exact.weight.mean).toBeCloseTo(0.11, 2)
    expect(exact.noise.map((n) => n.mean.toFixed(2))).toEqual(['0.53', '1.36', '7.35'])
    const { summary, predictions } = await trained(
      'three-scales',
      threeScales,
      'scale\nspring\nbalance\n'
    )
    const weight = at(summary, 'weight')
    expect(Math.abs((weight['mean'] ?? NaN) - 500 - exact.weight.mean)).toBeLessThan(
      0.25 * exact.weight.sd
    )
    names.forEach((name, k) => {
      const { mean, sd } = exact.noise[k] ?? { mean: NaN, sd: NaN }
      expect(Math.abs((at(summary, `noise[scales ${name}]`)['mean'] ?? NaN) - mean)).toBeLessThan(
        0.3 * sd
      )
    })
    const sds = [...byName(predictions).values()].map((row) => row['sd'] ?? NaN)
    expect((sds[0] ?? NaN) / (sds[1] ?? NaN)).toBeGreaterThan(5)
  })
})

describe('horseshoe regression', () => {
  test('finds the three inputs that the data were made with, and predicts what they would give', async () => {
    const truth = [2, 0, 0, 0, -1.5, 0, 0, 0, 0, 1]
    const zeros = Array.from({ length: 20 }, () => 0)
    const inputs = [zeros, zeros.with(0, 1), zeros.with(4, 2)]
    const { summary, predictions } = await trained(
      'horseshoe-regression',
      horseshoe,
      `${zeros.map((_, j) => `x${j + 1}`).join()}\n${inputs.map((r) => r.join()).join('\n')}\n`
    )
    zeros.forEach((_, j) => {
      const w = at(summary, `w[features x${j + 1}]`)
      const error = Math.abs((w['mean'] ?? NaN) - (truth[j] ?? 0))
      // 80 rows and noise of 0.5: a deviation of 0.056 each
      expect(error).toBeLessThan((truth[j] ?? 0) === 0 ? 0.05 : 0.2)
    })
    expect(Math.abs((at(summary, 'sigma')['mean'] ?? NaN) - 0.5)).toBeLessThan(0.15)
    const y = byName(predictions)
    ;[0, 2, -3].forEach((mean, i) => {
      expect(Math.abs((at(y, String(i))['mean'] ?? NaN) - mean)).toBeLessThan(0.3)
    })
    expect(Math.abs((at(y, '0')['sd'] ?? NaN) - 0.5)).toBeLessThan(0.15)
  })
})

describe('low rank', () => {
  test('keeps two of ten components, and predicts its own cells to about the noise', async () => {
    const { summary, predictions } = await trained('low-rank', lowRank)
    const scales = Array.from(
      { length: 10 },
      (_, k) => at(summary, `z[components ${k}]`)['mean'] ?? NaN
    ).toSorted((a, b) => b - a)
    expect(scales[1]).toBeGreaterThan(5 * (scales[2] ?? NaN))
    const [head = [], ...found] = cells(predictions)
    const observed = numbersIn('low-rank').flat()
    expect(found).toHaveLength(observed.length)
    const squares = found.reduce(
      (s, row, i) => s + (Number(row[head.indexOf('mean')]) - (observed[i] ?? NaN)) ** 2,
      0
    )
    // made with noise of 0.3, of which a fit of rank two takes a part
    const rms = Math.sqrt(squares / observed.length)
    expect(rms).toBeGreaterThan(0.2)
    expect(rms).toBeLessThan(0.35)
  })
})
