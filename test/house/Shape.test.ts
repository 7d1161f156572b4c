/** The shape of the text: lines, names, folders. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { sourceFiles } from './Tree.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Every line that people read, with where it stands; characters count, not bytes. */
const lines = ['src', 'test', 'bench', 'dsl-examples', 'bin', 'docs/generate'].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|js)$/.test(path) && !/node_modules|^[.]peers/.test(path))
    .flatMap((path) =>
      readFileSync(`${root}${folder}/${path}`, 'utf8')
        .split('\n')
        .map((line, at) => ({ where: `${folder}/${path}:${at + 1}`, length: [...line].length }))
    )
)

test('no line is above 120 characters, and at most 3 % are above 100', () => {
  expect(lines.length).toBeGreaterThan(10_000)
  expect(lines.filter(({ length }) => length > 120).map(({ where }) => where)).toEqual([])
  const long = lines.filter(({ length }) => length > 100).length
  expect(long / lines.length).toBeLessThanOrEqual(0.03)
})

test('no two files of src share a name, apart from doors', () => {
  const names = sourceFiles
    .map(({ path }) => path.replace(/^.*\//, ''))
    .filter((name) => name !== 'index.ts')
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})

test('no folder of src holds more than 24 files', () => {
  const folders = sourceFiles.map(({ path }) => path.replace(/\/?[^/]*$/, ''))
  const counted = [...new Set(folders)].map(
    (f) => [f, folders.filter((g) => g === f).length] as const
  )
  expect(counted.filter(([, count]) => count > 24)).toEqual([])
})

test('a folder named dist is what a build makes, nowhere else', () => {
  const inside = ['src', 'test', 'bench', 'docs', 'dsl-examples', 'bin'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => /(^|\/)dist(\/|$)/.test(path) && !/node_modules/.test(path)
    )
  )
  expect(inside).toEqual([])
})
