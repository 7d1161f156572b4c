/** What a command loads before it works: a second of waiting is made of files that nobody needs. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { importsWordsAlone } from '../../src/cli/ModelHooks.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'farrier-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes down every file that Node loads. */
const recorder = (file: string): string =>
  `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module'
    import { writeFileSync } from 'node:fs'
    const seen = []
    registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) })
    process.on('exit', () => writeFileSync(${JSON.stringify(file)}, seen.join('\\n')))`)}`

const loadedBy = (...words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const file = join(folder, 'loaded.txt')
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', recorder(file), join(root, 'bin/farrier.js'), ...words],
    { cwd: root, encoding: 'utf8' }
  )
  expect(stderr.includes('why:'), stderr).toBe(false)
  expect(status, stderr).toBe(0)
  return readFileSync(file, 'utf8').split('\n')
}

const sampling = () =>
  loadedBy(
    'sample',
    'dsl-examples/eight-schools.ts',
    '--data',
    'dsl-examples/data/eight-schools.csv',
    '--out',
    join(folder, 'run'),
    ...'--chains 1 --warmup 30 --draws 30 --threads 1'.split(' ')
  )

/** Folders of src that sampling a model has nothing to do with. */
const elsewhere =
  /\/src\/(compress|laws|report\/(charts|derivation|studies)|export\/(?!json\/)|runtime\/engine\/(?!Profile))/

/** Packages that it may load. */
const packages = [
  '@noble',
  '@stdlib',
  'commander',
  'crc-32',
  'csv-parse',
  'debug',
  'fp-ts',
  'io-ts',
  'ms'
]

test('sampling loads what it needs', () => {
  const loaded = sampling()
  expect(loaded.length).toBeGreaterThan(300)
  expect(loaded.filter((url) => elsewhere.test(url))).toEqual([])
  const found = loaded.flatMap((url) => /.*\/node_modules\/([^/]+)/.exec(url)?.[1] ?? [])
  expect([...new Set(found)].filter((name) => !packages.includes(name))).toEqual([])
})

test.each([
  ["import { axis, draw } from 'farrier'", true],
  ['import { type Axis, axis as a } from "farrier"\nimport type { Graph } from \'farrier\'', true],
  ["import { axis, fitModel } from 'farrier'", false],
  ["import * as f from 'farrier'", false],
  ["import { axis } from 'farrier'\nconst f = await import('farrier')", false],
  ["export * from 'farrier'", false],
  ["import type { Graph } from 'farrier'", false]
])('%s: words alone, %s', (text, are) => {
  expect(importsWordsAlone(text)).toBe(are)
})
