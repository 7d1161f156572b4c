/** `farrier draws` and `farrier check` of a sampled run. */
import { readFileSync } from 'node:fs'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const table = Uint8Array.from(
  readFileSync(new URL('../../dsl-examples/data/eight-schools.csv', import.meta.url))
)
const sampled = async (...more: ReadonlyArray<string>) => {
  const files = memoryFileSystem({ files: { '/schools.csv': table } })
  const run = farrier({ files, loadModule: () => TE.right({ default: eightSchools }) })
  await run('sample', 'schools.ts', '--data', '/schools.csv', '--out', '/run', ...more)
  return { files, run }
}
const short = ['--chains', '2', '--draws', '30', '--warmup', '30']

test('draws: a store with the labels of the data, its root last and only once', async () => {
  const { files, run } = await sampled(...short)
  const { code, out, err } = await run('draws', '/run', '--out', '/s.zarr')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('2 × 30 draws of mu, tau, theta: /s.zarr\n')
  const root = JSON.parse(new TextDecoder().decode(files.contents.get('/s.zarr/zarr.json')))
  expect(root.consolidated_metadata.metadata['posterior/theta'].shape).toEqual([2, 30, 8])
  expect(root.consolidated_metadata.metadata['log_likelihood/y'].shape).toEqual([2, 30, 8])
  const letters = new Uint32Array(
    files.contents.get('/s.zarr/posterior/schools/c/0')?.slice().buffer ?? []
  )
  expect(String.fromCodePoint(...letters)).toBe('ABCDEFGH')
  const again = await run('draws', '/run', '--out', '/s.zarr')
  expect(again.code).toBe(1)
  expect(again.err).toContain('/s.zarr: zarr.json is in this folder already')
})

test('draws: one that was cut off is written over, another folder is not', async () => {
  const { files, run } = await sampled(...short)
  await files.writeWhole('/s.zarr/posterior/mu/c/0/0', Uint8Array.of(1))()
  expect((await run('draws', '/run', '--out', '/s.zarr')).code).toBe(0)
  expect(files.contents.get('/s.zarr/posterior/mu/c/0/0')).toHaveLength(2 * 30 * 8)
  await files.writeWhole('/photos/cat.jpg', Uint8Array.of(1))()
  const { code, err } = await run('draws', '/run', '--out', '/photos')
  expect(code).toBe(1)
  expect(err).toContain('/photos: cat.jpg is in this folder already')
})

test('draws: for Stan and in Parquet, and read again by summary and check', async () => {
  const { files, run } = await sampled(...short)
  expect((await run('draws', '/run', '--to', 'stan-csv', '--out', '/c')).out).toContain(
    'in Python: cmdstanpy.from_csv("/c")'
  )
  expect([...files.contents.keys()].filter((p) => p.startsWith('/c/'))).toEqual([
    '/c/chain-1.csv',
    '/c/chain-2.csv'
  ])
  await run('draws', '/run', '--out', '/s.zarr')
  const table = async (path: string) =>
    JSON.parse((await run('summary', path, '--json')).out).sites.flatMap(
      ({ rows }: { readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>> }) =>
        // elements have no names of axes in Stan's files
        rows.map((row) => ({ ...row, name: undefined }))
    )
  const ours = await table('/run')
  expect(ours).toHaveLength(10)
  expect(await table('/c')).toEqual(ours)
  expect(await table('/s.zarr/')).toEqual(ours)
  expect((await run('summary', '/c')).out).toMatch(
    /\ntheta\[8\] .*\n(.*\n)*(no divergences|\d+ divergences? )/
  )
  expect((await run('summary', '/s.zarr')).out).toContain('\ntheta[schools H] ')
  expect((await run('summary', '/c/chain-1.csv')).out).toContain('from 30 draws of the posterior')
  const check = await run('check', '/c')
  expect(check.code).toBe(4)
  expect(check.out).toContain('\n2 chains of 30 draws, 10 numbers in each\n')
  expect((await run('check', '/c', '--loo')).err).toContain(
    'there is no model that could say what an observation costs'
  )
  expect((await run('draws', '/run', '--to', 'parquet', '--out', '/d.parquet')).code).toBe(0)
  expect(new TextDecoder().decode(files.contents.get('/d.parquet')?.subarray(0, 4))).toBe('PAR1')
  const again = await run('draws', '/run', '--to', 'stan-csv', '--out', '/c')
  expect(again.err).toContain('/c: chain-2.csv is in this folder already')
})

test('draws of a run that was trained are refused', async () => {
  const files = memoryFileSystem({ files: { '/schools.csv': table } })
  const run = farrier({ files, loadModule: () => TE.right({ default: eightSchools }) })
  await run('train', 'schools.ts', '--data', '/schools.csv', '--out', '/run')
  const { code, err } = await run('draws', '/run', '--out', '/s.zarr')
  expect(code).toBe(1)
  expect(err).toContain('this run was trained, and has the parameters of a guide')
})

test('check: chains that are too short are not to be trusted, and say which', async () => {
  const { run } = await sampled(...short)
  const { code, out } = await run('check', '/run')
  expect(code).toBe(4)
  expect(out).toMatch(/^do not trust: /)
  expect(out).toContain('\n2 chains of 30 draws, 10 numbers in each\n')
  const json = JSON.parse((await run('check', '/run', '--json')).out)
  expect(json).toMatchObject({ verdict: 'do not trust', chains: 2, draws: 30 })
})

test('check: long ones are, and leave one out as the fit does', async () => {
  const { run } = await sampled('--acceptance', '0.95')
  const json = JSON.parse((await run('check', '/run', '--loo', '--json')).out)
  expect(json.verdict).toMatch(/^trust/)
  expect(json.rHat.value).toBeLessThan(1.01)
  expect(json.bulkSize.value).toBeGreaterThan(400)
  // by weighed draws of the guide: −30.8
  expect(Math.abs(json.loo.elpd + 30.8)).toBeLessThan(0.2)
  expect(json.loo.pointwise).toHaveLength(8)
})
