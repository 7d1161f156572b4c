/** `farrier check`: a verdict, its numbers and its exit code. */
import { readFileSync } from 'node:fs'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import { farrier, toyFiles, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const table = Uint8Array.from(
  readFileSync(new URL('../../dsl-examples/data/eight-schools.csv', import.meta.url))
)

const trained = async (...more: ReadonlyArray<string>) => {
  const files = memoryFileSystem({ files: { '/schools.csv': table } })
  const run = farrier({ files, loadModule: () => TE.right({ default: eightSchools }) })
  await run('train', 'schools.ts', '--data', '/schools.csv', '--out', '/run', ...more)
  return { files, run }
}

test('eight schools as they are solved: trust, with corrected means beside', async () => {
  const { run } = await trained()
  const { code, out, err } = await run('check', '/run', '--rows', '2')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^trust: means and intervals|^trust: means and 90 % intervals/)
  expect(out).toMatch(/\nof 10,000 draws of the guide \(seed 1\) [\d,]+ are effective\n/)
  expect(out).toMatch(/\ntheta\[schools A\] +5\.\d+ +6\.\d+ /)
  expect(out).toContain('\ntheta: 2 of 8 elements (--rows)')
})

test('with centring forced: do not trust, exit code 4, and JSON says the same', async () => {
  const { run } = await trained('--centred', 'theta')
  const { code, out } = await run('check', '/run')
  expect(code).toBe(4)
  expect(out).toMatch(/^do not trust: no weighted draws .* \(k̂ [\d.]+, where 0\.7 is the most/)
  const json = await run('check', '/run', '--json')
  expect(json.code).toBe(4)
  expect(JSON.parse(json.out)).toMatchObject({
    verdict: 'do not trust',
    by: 'reference',
    draws: 10_000,
    reference: null,
    sites: []
  })
})

test('draws and seed are those that are asked for', async () => {
  const { run } = await trained()
  const asked = async (...words: ReadonlyArray<string>) =>
    JSON.parse((await run('check', '/run', '--json', ...words)).out)
  expect(await asked('--draws', '500', '--seed', '7')).toMatchObject({ draws: 500, seed: 7 })
  const { code, err } = await run('check', '/run', '--draws', '50')
  expect(code).toBe(1)
  expect(err).toContain('draws: expected a whole number from 100 to 1000000, found 50')
})

test('the data must be those of the training', async () => {
  const { files, run } = await trained()
  const other = new TextEncoder().encode(
    new TextDecoder().decode(table).replace(/^([^\n]*\n[^\n\d]*)\d/, '$19')
  )
  await files.writeWhole('/schools.csv', other)()
  const { code, err } = await run('check', '/run')
  expect(code).toBe(1)
  expect(err).toMatch(/schools\.csv/)
})

test('of a network on images it says at once that this would take too long', async () => {
  const files = toyFiles()
  await farrier({ files })(...trainWords('/run'))
  const { code, err } = await farrier({ files })('check', '/run', '--draws', '1000000')
  expect(code).toBe(1)
  expect(err).toMatch(/a check of 1000000 draws computes [\d.e+]+ numbers, more than/)
})

test('a fit that is not to be trusted says so without being asked, and so does its summary', async () => {
  const { run, files } = await trained('--centred', 'theta')
  const line = /^do not trust: no weighted draws .*; farrier check says more$/m
  const again = await run('train', 'schools.ts', '--data', '/schools.csv', '--out', '/again')
  expect(again.out).not.toMatch(/trust/)
  expect((await run('summary', '/run', '--backend', 'cpu')).out).toMatch(line)
  expect((await run('summary', '/again', '--backend', 'cpu')).out).not.toMatch(/trust/)
  const words = ['train', 'schools.ts', '--data', '/schools.csv', '--centred', 'theta']
  expect((await run(...words, '--out', '/third')).out).toMatch(line)
  const record = JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json')))
  expect(record.check).toMatchObject({ trust: 'do not trust', by: 'reference', at: null })
  expect(JSON.parse((await run('summary', '/run', '--json')).out).check).toEqual(record.check)
})

test('--loo: leave-one-out beside, or why there is none', async () => {
  const { run } = await trained()
  const { out } = await run('check', '/run', '--loo')
  expect(out).toMatch(/\nleave-one-out: elpd -3\d\.\d+ ± \d\.\d+ nats over 8 observations, /)
  expect(out).toMatch(/\nk̂ is /)
  const json = JSON.parse((await run('check', '/run', '--loo', '--json')).out)
  expect(json.loo.pointwise.map((p: { readonly name: string }) => p.name)).toContain('y[schools A]')
  expect(json.loo.elpd).toBeCloseTo(-31, 0)
  const { run: again } = await trained('--centred', 'theta')
  expect((await again('check', '/run', '--loo')).out).toContain('\nleave-one-out: not known: ')
  expect(JSON.parse((await again('check', '/run', '--loo', '--json')).out).loo).toBe(null)
})
