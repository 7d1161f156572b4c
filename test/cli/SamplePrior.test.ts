/** `farrier sample --prior`: what it leaves, and what is asked of it afterwards. */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import airQuality from '../../dsl-examples/air-quality.ts'
import { tables } from '../../dsl-examples/data/make.ts'
import { readOthersDraws } from '../../src/data/index.ts'
import { readDraws } from '../../src/storage/run/DrawsFile.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'

const text = tables['air-quality.csv']?.() ?? ''
const unseen = text.replace(/,[^,\n]*$/gm, '')

const world = (csv = text) => {
  const files = memoryFileSystem({ files: { '/air.csv': bytesOf(csv) } })
  const run = farrier({ files, loadModule: () => TE.right({ default: airQuality }) })
  const words = ['sample', 'air-quality.ts', '--data', '/air.csv', '--prior', '--out', '/run']
  return {
    files,
    run,
    sampled: (...more: ReadonlyArray<string>) => run(...words, '--draws', '30', ...more)
  }
}

const drawsIn = (contents: ReadonlyMap<string, Uint8Array>) => {
  const found = readDraws('draws')(contents.get('/run/draws.safetensors') ?? new Uint8Array())
  if (E.isLeft(found)) throw new Error(found.left.what)
  return found.right.draws
}

describe('air quality', () => {
  test('its priors have their known law, in the place of every city', async () => {
    const { files, sampled } = world()
    const { code, out, err } = await sampled('--draws', '500')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^drawn from the priors: 2,000 draws of every site, in \/run\nsite +mean +sd +5 %/
    )
    expect(out).toMatch(/\nnext: farrier replicate \/run\n$/)
    const { from, sites } = drawsIn(files.contents)
    expect(from).toBe('prior')
    expect([...sites.keys()].sort()).toEqual(['dust', 'level', 'noise', 'slope'])
    const dust = sites.get('dust')?.values ?? new Float64Array()
    const rows = text.trimEnd().split('\n').slice(1)
    rows.slice(0, 8).forEach((row, i) => {
      const s = Math.log(Number(row.split(',')[0]))
      const logs = Float64Array.from({ length: 2000 }, (_, d) =>
        Math.log(dust[d * rows.length + i] ?? NaN)
      )
      const mean = logs.reduce((a, b) => a + b, 0) / 2000
      const variance = logs.reduce((a, b) => a + (b - mean) ** 2, 0) / 1999
      const exact = 2 + (s * s) / 4
      expect(Math.abs(mean - s)).toBeLessThan(4.5 * Math.sqrt(exact / 2000))
      expect(Math.abs(variance / exact - 1)).toBeLessThan(0.2)
    })
  })
  test('vague priors hold dust possible that no city has, and that is seen', async () => {
    const { run, sampled } = world()
    await sampled('--set', 'priors=vague')
    const { statistics } = JSON.parse((await run('replicate', '/run', '--json')).out)
    const largest = statistics.find(
      (s: { readonly statistic: string }) => s.statistic === 'largest'
    )
    expect(largest.quantiles['0.5']).toBeGreaterThan(1e7)
    expect(largest.observed).toBeLessThan(1e3)
  })
})

test('what was observed may be absent, and is drawn all the same', async () => {
  const [seen, blind] = [world(), world(unseen)]
  expect((await blind.sampled()).out).toMatch(/\nnext: farrier summary \/run\n$/)
  await seen.sampled()
  expect(drawsIn(blind.files.contents)).toEqual(drawsIn(seen.files.contents))
  const { code, err } = await blind.run('replicate', '/run')
  expect(code).toBe(1)
  expect(err).toContain('nothing was observed that its draws could be compared with')
  expect(
    (await blind.run('sample', 'a.ts', '--data', '/air.csv', '--out', '/other')).err
  ).toContain('dust')
})

test('summary, plot and replicate read it; check does not, and says why', async () => {
  const { files, run, sampled } = world()
  const { out } = await sampled()
  const summary = await run('summary', '/run')
  expect(summary.out).toContain(/site +mean[^]*draws of the priors/.exec(out)?.[0])
  expect(summary.out).not.toContain('next:')
  expect(JSON.parse((await run('summary', '/run', '--json')).out).sites[0]).toMatchObject({
    site: 'level',
    moments: 'prior'
  })
  expect((await run('replicate', '/run')).out).toContain(
    '120 data sets drawn from the priors (seed 1)'
  )
  expect((await run('plot', '/run', '--out', '/p.json', '--backend', 'cpu')).code).toBe(0)
  expect(new TextDecoder().decode(files.contents.get('/p.json'))).toContain(
    'The prior of air-quality'
  )
  const checked = await run('check', '/run')
  expect(checked.code).toBe(1)
  expect(checked.err).toContain('farrier replicate /run')
})

test('as a store of ArviZ it has the groups of priors, and is read again', async () => {
  const { files, run, sampled } = world()
  await sampled()
  expect((await run('draws', '/run', '--out', '/s')).code).toBe(0)
  const groups = new Set(
    [...files.contents.keys()].flatMap((p) => /^\/s\/(\w+)\//.exec(p)?.[1] ?? [])
  )
  expect([...groups].sort()).toEqual([
    'constant_data',
    'observed_data',
    'prior',
    'prior_predictive'
  ])
  expect(files.contents.has('/s/prior_predictive/dust/zarr.json')).toBe(true)
  const read = await readOthersDraws(files, '/s')()
  if (E.isLeft(read) || read.right === undefined) throw new Error('not read')
  expect(read.right.draws.from).toBe('prior')
  expect(read.right.draws.sites.get('dust')?.values).toEqual(
    drawsIn(files.contents).sites.get('dust')?.values
  )
  expect((await run('summary', '/s')).out).toContain('from 120 draws of the priors')
})

test('options of chains are refused, a run is not written over, and is made again to the same bytes', async () => {
  const { files, sampled } = world()
  expect((await sampled('--max-depth', '3')).err).toContain(
    '--max-depth: it says nothing of --prior'
  )
  expect([...files.contents.keys()]).toEqual(['/air.csv'])
  await sampled()
  const first = files.contents.get('/run/draws.safetensors')
  expect((await sampled()).err).toContain('there is a finished run in this folder')
  expect((await sampled('--force')).code).toBe(0)
  expect(files.contents.get('/run/draws.safetensors')).toEqual(first)
  expect((await sampled('--resume')).code).toBe(0)
  expect(files.contents.get('/run/draws.safetensors')).toEqual(first)
})
