/**
 * Every statistical model of `dsl-examples/` trained by the command line on the table beside it,
 * and its posterior compared with values from outside.
 *
 * Settings: 8 draws a step, 1,500 steps that see all rows, learning rates 0.05 that fall to 0 from
 * 30 % of the steps on, no warm-up. The stochastic steps leave each mean within a few hundredths of
 * its deviation.
 */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, describe, expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import horseshoeRegression from '../../dsl-examples/horseshoe-regression.ts'
import linearRegression from '../../dsl-examples/linear-regression.ts'
import logisticRegression from '../../dsl-examples/logistic-regression.ts'
import lowRank from '../../dsl-examples/low-rank.ts'
import { tables } from '../../dsl-examples/data/make.ts'
import type { SitePosterior } from '../../src/ir/Posterior.ts'
import { loadPosterior } from '../../src/storage/index.ts'
import { effects, errors, meanFieldOptimum } from '../docs/EightSchools.ts'
import { farrier } from '../support/CommandLineRun.ts'
import {
  horseshoeOptimum,
  linearOptimum,
  logisticOptimum,
  ofRank
} from '../support/MeanFieldOptima.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const shipped = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(`../../dsl-examples/data/${name}.csv`, import.meta.url)))

const models: Readonly<Record<string, unknown>> = {
  'eight-schools': eightSchools,
  'linear-regression': linearRegression,
  'logistic-regression': logisticRegression,
  'horseshoe-regression': horseshoeRegression,
  'low-rank': lowRank
}
const files = memoryFileSystem({
  files: Object.fromEntries(Object.keys(models).map((name) => [`/data/${name}.csv`, shipped(name)]))
})
const run = farrier({
  files,
  loadModule: (path) => TE.right({ default: models[basename(path, '.ts')] })
})
const settings =
  '--samples 8 --steps 1500 --rate-location 0.05 --rate-scale 0.05 --rate-variance 0.05 --warm-up 0 --decay-from 0.3'

const fitted = new Map<string, Promise<ReadonlyMap<string, SitePosterior>>>()

/** The posterior of an example, trained once. */
const trained = (name: string): Promise<ReadonlyMap<string, SitePosterior>> => {
  const posterior = fitted.get(name) ?? train(name)
  fitted.set(name, posterior)
  return posterior
}

const train = async (name: string): Promise<ReadonlyMap<string, SitePosterior>> => {
  const words = `train ${name}.ts --data /data/${name}.csv --out /runs/${name} ${settings}`
  const { code, err } = await run(...words.split(' '))
  expect(err).not.toContain('why:')
  expect(code).toBe(0)
  const posterior = await loadPosterior(files, `/runs/${name}`)()
  if (E.isLeft(posterior)) throw new Error(posterior.left.what)
  return posterior.right.sites
}

const meansOf = (sites: ReadonlyMap<string, SitePosterior>, site: string): ReadonlyArray<number> =>
  Array.from(sites.get(site)?.mean.values ?? [])
const variancesOf = (
  sites: ReadonlyMap<string, SitePosterior>,
  site: string
): ReadonlyArray<number> => Array.from(sites.get(site)?.variance.values ?? [])

/** The rows of a shipped table, the last column apart, as it is written. */
const cells = (name: string): ReadonlyArray<ReadonlyArray<string>> =>
  new TextDecoder()
    .decode(shipped(name))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
const inputs = (name: string): ReadonlyArray<ReadonlyArray<number>> =>
  cells(name).map((row) => row.slice(0, -1).map(Number))
const outcomes = (name: string): ReadonlyArray<string> => cells(name).map((row) => row.at(-1) ?? '')

/** Within so many posterior deviations of the reference. */
const expectNear = (
  found: ReadonlyArray<number>,
  reference: ReadonlyArray<number>,
  deviations: ReadonlyArray<number>,
  within: number
): void => {
  expect(found).toHaveLength(reference.length)
  found.forEach((x, k) =>
    expect(Math.abs(x - (reference[k] ?? NaN)) / (deviations[k] ?? NaN)).toBeLessThan(within)
  )
}

test.each(Object.entries(tables))('%s is what its script makes', (name, content) => {
  expect(new TextDecoder().decode(shipped(name.replace('.csv', '')))).toBe(content())
})

test('linear regression finds the exact mean-field optimum', async () => {
  const sites = await trained('linear-regression')
  const best = linearOptimum(inputs('linear-regression'), outcomes('linear-regression').map(Number))
  const deviations = best.variance.map(Math.sqrt)
  expectNear(meansOf(sites, 'w'), best.mean, deviations, 0.1)
  expectNear(variancesOf(sites, 'w'), best.variance, best.variance, 0.05)
})

describe('eight schools', () => {
  let sites: ReadonlyMap<string, SitePosterior> = new Map()
  beforeAll(async () => {
    sites = await trained('eight-schools')
  })

  test('have the published figures', () => {
    expect(cells('eight-schools').map(([, y, sigma]) => [Number(y), Number(sigma)])).toEqual(
      effects.map((y, j) => [y, errors[j]])
    )
  })

  test('find the optimum of their guides: mu 4.53, tau 2.83', () => {
    const best = meanFieldOptimum()
    expect(best.mu).toBeCloseTo(4.53, 2)
    expect(Math.abs((meansOf(sites, 'mu')[0] ?? NaN) - best.mu)).toBeLessThan(0.2)
    expect(Math.abs((meansOf(sites, 'tau')[0] ?? NaN) - best.tau)).toBeLessThan(0.2)
    expectNear(
      meansOf(sites, 'theta'),
      best.theta,
      best.theta.map(() => 1),
      0.2
    )
  })

  test('are named in the record and in the summary', async () => {
    const record = JSON.parse(
      new TextDecoder().decode(files.contents.get('/runs/eight-schools/run.json'))
    )
    expect(record).toMatchObject({
      format: 3,
      data: {
        kind: 'tables',
        files: [{ path: '/data/eight-schools.csv', md5: expect.stringMatching(/^[0-9a-f]{32}$/) }],
        labels: { axes: { schools: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] } }
      }
    })
    expect((await run('summary', '/runs/eight-schools', '--backend', 'cpu')).out).toContain(
      'theta[schools H]'
    )
  })
})

test('logistic regression finds the optimum by quadrature', async () => {
  const sites = await trained('logistic-regression')
  const rows = inputs('logistic-regression').map((row) => [1, ...row])
  const y = outcomes('logistic-regression').map((label) => (label === 'yes' ? 1 : 0))
  const best = logisticOptimum(rows, y, [10, 2.5, 2.5, 2.5, 2.5])
  const deviations = best.variance.map(Math.sqrt)
  const both = (of: typeof meansOf) => [...of(sites, 'intercept'), ...of(sites, 'w')]
  expectNear(both(meansOf), best.mean, deviations, 0.15)
  expectNear(both(variancesOf), best.variance, best.variance, 0.1)
})

test('the horseshoe regression finds the optimum of its guides, and which inputs matter', async () => {
  const sites = await trained('horseshoe-regression')
  const y = outcomes('horseshoe-regression').map(Number)
  const best = horseshoeOptimum(inputs('horseshoe-regression'), y, 0.1)
  const deviations = variancesOf(sites, 'w').map(Math.sqrt)
  expectNear(meansOf(sites, 'w'), best.w, deviations, 0.2)
  expect(Math.abs((meansOf(sites, 'sigma')[0] ?? NaN) - best.sigma)).toBeLessThan(0.02)
  const large = meansOf(sites, 'w').flatMap((w, k) => (Math.abs(w) > 0.5 ? [k + 1] : []))
  expect(large).toEqual([1, 5, 10])
})

test('low rank keeps two components, and their product is the best of rank two', async () => {
  const sites = await trained('low-rank')
  const matrix = cells('low-rank').map((row) => row.map(Number))
  const best = ofRank(matrix, 2)
  const [u, v] = [meansOf(sites, 'u'), meansOf(sites, 'v')]
  const product = matrix.map((row, i) =>
    row.map((_, k) =>
      Array.from({ length: 10 }, (_c, c) => (u[10 * i + c] ?? NaN) * (v[10 * k + c] ?? NaN)).reduce(
        (a, b) => a + b,
        0
      )
    )
  )
  const rms = (f: (i: number, k: number) => number): number =>
    Math.sqrt(
      matrix.flatMap((row, i) => row.map((_, k) => f(i, k) ** 2)).reduce((a, b) => a + b, 0) /
        (20 * 12)
    )
  const residual = rms((i, k) => (matrix[i]?.[k] ?? NaN) - (best[i]?.[k] ?? NaN))
  expect(rms((i, k) => (product[i]?.[k] ?? NaN) - (best[i]?.[k] ?? NaN))).toBeLessThan(residual / 3)
  const sizes = Array.from({ length: 10 }, (_, c) =>
    Math.hypot(...Array.from({ length: 20 }, (_r, i) => u[10 * i + c] ?? NaN))
  )
  expect(sizes.filter((size) => size > 0.1)).toHaveLength(2)
})

/** The examples over fixed axes predict their own cells, the others new rows. */
const ownCells = ['eight-schools', 'low-rank']

describe.each(Object.keys(models))('%s', (name) => {
  test('has a summary with a row for each element', async () => {
    const sites = await trained(name)
    const { code, out } = await run(
      'summary',
      `/runs/${name}`,
      '--csv',
      '--rows',
      '1000',
      '--backend',
      'cpu'
    )
    expect(code).toBe(0)
    const elements = [...sites.values()].reduce((sum, { mean }) => sum + mean.values.length, 0)
    expect(out.trimEnd().split('\n')).toHaveLength(1 + elements)
  })

  test('predicts a row a member', async () => {
    await trained(name)
    const data = ownCells.includes(name) ? [] : ['--data', `/data/${name}.csv`]
    const words = ['predict', `/runs/${name}`, ...data, '--out', '/predictions.csv']
    const { code, err } = await run(...words, '--backend', 'cpu')
    expect(err).not.toContain('why:')
    expect(code).toBe(0)
    const lines = new TextDecoder()
      .decode(files.contents.get('/predictions.csv'))
      .trimEnd()
      .split('\n')
    const cellsOf = name === 'low-rank' ? 20 * 12 : cells(name).length
    expect(lines).toHaveLength(1 + cellsOf)
  })
})
