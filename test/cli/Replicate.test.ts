/** `farrier replicate`: a table, a picture, JSON. */
import { readFileSync } from 'node:fs'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const table = Uint8Array.from(
  readFileSync(new URL('../../dsl-examples/data/eight-schools.csv', import.meta.url))
)
const trained = async () => {
  const files = memoryFileSystem({ files: { '/schools.csv': table } })
  const run = farrier({ files, loadModule: () => TE.right({ default: eightSchools }) })
  await run('train', 'schools.ts', '--data', '/schools.csv', '--out', '/run')
  return { files, run }
}

test('a row for each statistic, the picture beside', async () => {
  const { files, run } = await trained()
  const words = ['replicate', '/run', '--draws', '200', '--backend', 'cpu']
  const { code, out, err } = await run(...words, '--out', '/data.svg')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^site +statistic +data +5 % +50 % +95 % +p\n/)
  expect(out).toMatch(/\ny +largest +28 +[\d.]+ +[\d.]+ +[\d.]+ +0\.\d{3}\n/)
  expect(out).toContain('\n200 data sets drawn from what was learnt (seed 1)\n')
  expect(out).toMatch(/the data are like data of this model, as far as these statistics see$/m)
  const svg = new TextDecoder().decode(files.contents.get('/data.svg'))
  expect(svg).toMatch(/^<svg/)
  expect(svg).toContain('y: largest')
})

test('from the priors, as JSON and as a specification', async () => {
  const { files, run } = await trained()
  const words = [
    'replicate',
    '/run',
    '--prior',
    '--draws',
    '100',
    '--seed',
    '5',
    '--backend',
    'cpu'
  ]
  const { code, out } = await run(...words, '--json', '--out', '/data.json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ from: 'prior', draws: 100, seed: 5 })
  expect(
    JSON.parse(out).statistics.map((s: { readonly statistic: string }) => s.statistic)
  ).toEqual(['mean', 'sd', 'least', 'largest', 'skewness', 'correlation with the next'])
  const specification = JSON.parse(new TextDecoder().decode(files.contents.get('/data.json')))
  expect(specification.concat).toHaveLength(6)
})

test('a picture of another kind is refused', async () => {
  const { run } = await trained()
  const { code, err } = await run('replicate', '/run', '--backend', 'cpu', '--out', '/data.png')
  expect(code).toBe(1)
  expect(err).toContain('farrier replicate --out: expected a name that ends in .svg or .json')
})
