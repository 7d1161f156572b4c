/** The example of correlated inputs and a flooded field, checked against its closed form. */
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import twoGauges from '../../dsl-examples/two-gauges.ts'
import { tables } from '../../dsl-examples/data/make.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { exampleTable } from '../support/ExampleTable.ts'

const { text, rows } = exampleTable('two-gauges.csv')

const noise = 0.25
const sum = (f: (row: ReadonlyArray<number>) => number): number =>
  rows.reduce((a, row) => a + f(row), 0)
const at = (row: ReadonlyArray<number>, i: number): number => row[i] ?? NaN
/** XᵀX/s² + I and its inverse. */
const precision = [0, 1].map((i) =>
  [0, 1].map((j) => sum((r) => at(r, i) * at(r, j)) / noise + (i === j ? 1 : 0))
)
const entry = (i: number, j: number): number => precision[i]?.[j] ?? NaN
const determinant = entry(0, 0) * entry(1, 1) - entry(0, 1) ** 2
const variance = [entry(1, 1) / determinant, entry(0, 0) / determinant]
const towards = [0, 1].map((i) => sum((r) => at(r, i) * at(r, 2)) / noise)
const mean = [0, 1].map(
  (i) =>
    ((towards[i] ?? NaN) * entry(1 - i, 1 - i) - (towards[1 - i] ?? NaN) * entry(0, 1)) /
    determinant
)

const trained = async (...more: ReadonlyArray<string>) => {
  const files = memoryFileSystem({ files: { '/two-gauges.csv': new TextEncoder().encode(text) } })
  const run = farrier({ files, loadModule: () => TE.right({ default: twoGauges }) })
  const { out } = await run('train', 'g.ts', '--data', '/two-gauges.csv', '--out', '/run', ...more)
  return { run, out, files }
}

test('the table is what make.ts makes', () => {
  expect(tables['two-gauges.csv']?.()).toBe(text)
})

test('is fitted with the right means, and check says that they are all that is right', async () => {
  const { run, out } = await trained()
  expect(out).toMatch(/^trust means only: a 90 % interval of w\[gauges rain[12]\] holds 4\d %/m)
  const checked = JSON.parse((await run('check', '/run', '--loo', '--json')).out)
  expect(checked).toMatchObject({ verdict: 'trust means only', by: 'intervals' })
  checked.sites[0].rows.forEach(
    (
      {
        mean: own,
        sd,
        corrected
      }: {
        readonly mean: number
        readonly sd: number
        readonly corrected: { readonly mean: number; readonly sd: number; readonly holds: number }
      },
      i: number
    ) => {
      const [m = NaN, v = NaN] = [mean[i], variance[i]]
      expect(own).toBeCloseTo(m, 1)
      expect(corrected.mean).toBeCloseTo(m, 2)
      expect(corrected.sd / Math.sqrt(v)).toBeCloseTo(1, 1)
      expect(sd * Math.sqrt(entry(i, i))).toBeCloseTo(1, 1)
      // 2Φ(1.645 · 0.084/0.235) − 1
      expect(corrected.holds).toBeCloseTo(0.444, 1)
    }
  )
  const worst = checked.loo.pointwise.reduce(
    (a: { readonly k: number }, b: { readonly k: number }) => (b.k > a.k ? b : a)
  )
  expect(worst).toMatchObject({ name: 'crop[fields 17]' })
  expect(worst.k).toBeGreaterThan(0.5)
})

test('with a guide that has correlations it is trusted, and has the deviations of the posterior', async () => {
  const { run, out } = await trained('--joint', 'w')
  expect(out).not.toContain('trust')
  const checked = JSON.parse((await run('check', '/run', '--json')).out)
  expect(checked).toMatchObject({ verdict: 'trust' })
  checked.sites[0].rows.forEach(({ mean: m, sd }: { mean: number; sd: number }, i: number) => {
    const deviation = Math.sqrt(variance[i] ?? NaN)
    expect(Math.abs(m - (mean[i] ?? NaN))).toBeLessThan(0.05 * deviation)
    expect(sd / deviation).toBeCloseTo(1, 1)
  })
  const summary = JSON.parse((await run('summary', '/run', '--json', '--backend', 'cpu')).out)
  summary.sites[0].rows.forEach(({ sd, responseSd }: { sd: number; responseSd: number }) => {
    expect(sd / responseSd).toBeCloseTo(1, 3)
  })
})

test('a run remembers which sites are correlated, and goes on with them', async () => {
  const { run, files } = await trained('--joint', 'w:1')
  const record = () => JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json')))
  expect(record().compile).toMatchObject({ joint: 'w:1' })
  const before = files.contents.get('/run/posterior.safetensors')
  expect((await run('train', 'g.ts', '--out', '/run', '--resume')).code).toBe(0)
  expect(files.contents.get('/run/posterior.safetensors')).toEqual(before)
  expect((await run('explain', 'g.ts', '--joint', 'w:1')).out).toContain('total correlation of (w)')
  const { code, err } = await run('train', 'g.ts', '--out', '/other', '--joint', 'w:none')
  expect(code).toBe(1)
  expect(err).toContain('a rank behind a colon')
})

test('its model never draws the flooded field', async () => {
  const { run } = await trained()
  const words = ['replicate', '/run', '--backend', 'cpu', '--json']
  const { statistics } = JSON.parse((await run(...words)).out)
  const p = (name: string): number =>
    statistics.find((s: { readonly statistic: string }) => s.statistic === name)?.p
  expect(p('least')).toBe(1)
  expect(p('skewness')).toBeGreaterThan(0.995)
  expect(p('mean')).toBeGreaterThan(0.05)
  expect(p('mean')).toBeLessThan(0.95)
})
