/** What the documents name is there: the files that they link to, and the paths that they mention. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './Blocks.ts'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.startsWith('api'))
    .map((path) => `docs/${path}`)
].map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const anchorsIn = (path: string): ReadonlyArray<string> =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title]) => anchorOf(title ?? ''))

test('every link leads to a file, and its anchor to a title', () => {
  const broken = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      if (/^[a-z]+:/.test(target)) return []
      const [file = '', anchor] = target.split('#')
      const there = file === '' ? root + path : join(root, dirname(path), file)
      const isThere =
        existsSync(there) && (anchor === undefined || anchorsIn(there).includes(anchor))
      return isThere ? [] : [`${path}: ${target}`]
    })
  )
  expect(broken).toEqual([])
})

test('every path that is mentioned exists; Name stands for one to be chosen', () => {
  const found = documents.flatMap(({ path, text }) =>
    [
      ...text.matchAll(
        /`((?:(?:src|test|bench|docs|dsl-examples|bin)\/[\w./-]+|[a-z/]+\/[A-Z]\w+\.ts))`/g
      )
    ]
      .map(([, mentioned = '']) => mentioned)
      .filter((mentioned) => !/Name|^docs\/api|^src\/export\//.test(mentioned))
      .filter(
        (mentioned) => !existsSync(root + mentioned) && !existsSync(`${root}src/${mentioned}`)
      )
      .map((mentioned) => `${path}: ${mentioned}`)
  )
  expect(found).toEqual([])
})
