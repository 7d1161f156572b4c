/** The four ways to sample, of an example with a known answer, and what each says of itself. */
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, describe, expect, test } from 'vitest'
import bioassay from '../../dsl-examples/bioassay.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'
import { exampleTable } from '../support/ExampleTable.ts'

const { text, rows } = exampleTable('bioassay.csv')

/** Moments by a grid that shares no code with the compiler. */
const exact = () => {
  let [mass, a, aa, b, bb] = [0, 0, 0, 0, 0]
  for (let level = -4; level < 8; level += 0.04)
    for (let slope = -10; slope < 60; slope += 0.2) {
      let log = -0.5 * (level / 2) ** 2 - 0.5 * ((slope - 10) / 10) ** 2
      for (const [dose = NaN, n = NaN, dead = NaN] of rows) {
        const eta = level + slope * dose
        log += dead * eta - n * Math.log1p(Math.exp(eta))
      }
      const weight = Math.exp(log)
      mass += weight
      a += weight * level
      aa += weight * level * level
      b += weight * slope
      bb += weight * slope * slope
    }
  const moments = (sum: number, squares: number) => {
    const mean = sum / mass
    return { mean, sd: Math.sqrt(squares / mass - mean * mean) }
  }
  return { level: moments(a, aa), slope: moments(b, bb) }
}
const known = exact()

const files = memoryFileSystem({ files: { '/bioassay.csv': bytesOf(text) } })
const run = farrier({ files, loadModule: () => TE.right({ default: bioassay }) })
const words = (out: string, ...more: ReadonlyArray<string>): ReadonlyArray<string> => [
  'sample',
  'bioassay.ts',
  '--data',
  '/bioassay.csv',
  '--out',
  out,
  ...more
]
const sampled = async (method: string) =>
  run(...words(`/${method}`, '--method', method, ...(method === 'hmc' ? ['--threads', '1'] : [])))

interface Row {
  readonly mean: number
  readonly sd: number
}
const momentsIn = async (folder: string): Promise<{ readonly level: Row; readonly slope: Row }> => {
  const { sites } = JSON.parse((await run('summary', folder, '--json')).out)
  return { level: sites[0].rows[0], slope: sites[1].rows[0] }
}
/** Means in deviations, and ratios of deviations. */
const off = ({ level, slope }: { readonly level: Row; readonly slope: Row }) =>
  [
    [level, known.level],
    [slope, known.slope]
  ].map(([found, wanted]) => ({
    mean: Math.abs((found?.mean ?? NaN) - (wanted?.mean ?? NaN)) / (wanted?.sd ?? NaN),
    ratio: (found?.sd ?? NaN) / (wanted?.sd ?? NaN)
  }))

test('the answer is what the example says', () => {
  expect(known.level.mean).toBeCloseTo(0.95, 1)
  expect(known.level.sd).toBeCloseTo(0.86, 1)
  expect(known.slope.mean).toBeCloseTo(9.98, 1)
  expect(known.slope.sd).toBeCloseTo(4.29, 1)
})

describe.each([
  ['pathfinder', /^approximated by Pathfinder: 4,000 draws of every site, in \/pathfinder\n/],
  ['hmc', /^sampled: 4 chains of 1,000 draws after 1,000 iterations of warm-up, in \/hmc\n/]
] as const)('%s', (method, head) => {
  let out = ''
  beforeAll(async () => {
    out = (await sampled(method)).out
  })
  test('has the answer, and says that it can be trusted', async () => {
    expect(out).toMatch(head)
    for (const { mean, ratio } of off(await momentsIn(`/${method}`))) {
      expect(mean).toBeLessThan(0.12)
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1)
    }
    expect(await run('check', `/${method}`)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^trust: /)
    })
  })
})

test('laplace has it not, says so, and ends with another code', async () => {
  const { out } = await sampled('laplace')
  expect(out).toMatch(/^approximated at the mode, by Laplace: 4,000 draws of every site/)
  const [, slope] = off(await momentsIn('/laplace'))
  expect(slope?.mean).toBeGreaterThan(0.4)
  const checked = await run('check', '/laplace', '--loo')
  expect(checked.code).toBe(4)
  expect(checked.out).toMatch(/^do not trust: .* of the weighed draws\n16,000 draws were weighed/)
  expect(checked.out).toContain('\nleave-one-out: elpd ')
})

test('a run of such draws is read like one of chains', async () => {
  expect((await run('draws', '/pathfinder', '--out', '/store')).code).toBe(0)
  expect(files.contents.has('/store/posterior/slope/zarr.json')).toBe(true)
  expect((await run('replicate', '/pathfinder', '--backend', 'cpu', '--draws', '50')).code).toBe(0)
  const { sampled: facts, training } = JSON.parse(
    new TextDecoder().decode(files.contents.get('/pathfinder/run.json'))
  )
  expect(training).toEqual({ sampler: 'pathfinder', chains: 4, draws: 1000, seed: 1 })
  expect(facts).toMatchObject({ weighed: 16000, mostK: 0.7, k: expect.any(Number) })
})

test.each([
  ['pathfinder', '--warmup', '10', /^--warmup: it says nothing of --method pathfinder/],
  ['laplace', '--mass', 'dense', /^--mass: it says nothing of --method laplace/],
  ['nuts', '--path-length', '2', /^--path-length: it says nothing of --method nuts/]
])('%s takes no %s', async (method, option, value, why) => {
  const { code, err } = await run(...words('/refused', '--method', method, option, value))
  expect(code).toBe(1)
  expect(err).toMatch(why)
})
