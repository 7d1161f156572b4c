/** The tutorial, followed to the letter: what it shows is what is printed. */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { agrees } from './Agreement.ts'
import { root } from './Blocks.ts'
import { fencesOf, type PageRun, runPage } from './RunPage.ts'
import { typeErrors } from './TypeErrors.ts'

const pages = readdirSync(`${root}docs/tutorial`)
  .filter((name) => /^\d/.test(name))
  .map((name) => `docs/tutorial/${name}`)

test('there are pages, numbered without a gap, each named on the first', () => {
  expect(pages.map((path) => Number(/\/(\d+)-/.exec(path)?.[1]))).toEqual(
    pages.map((_, i) => i + 1)
  )
  const first = readFileSync(`${root}docs/tutorial/README.md`, 'utf8')
  for (const path of pages) expect(first).toContain(`(${path.replace(/^.*\//, '')})`)
})

test('their files of TypeScript are well typed', () => {
  const files = ['README.md', ...pages].flatMap((path) =>
    fencesOf(path)
      .filter(({ language, name }) => language === 'ts' && name !== '')
      .map(
        ({ name, text, line }) =>
          [
            `test/docs/followed/${path.replace(/^.*\/|\.md$/g, '')}/${name}`,
            { where: `${path}:${line + 1} ${name}`, code: text }
          ] as const
      )
  )
  expect([...typeErrors(new Map(files))].filter(([, what]) => what !== '')).toEqual([])
}, 60_000)

// the README is followed with the package installed, in test/cli/Packaging.test.ts
describe.each(pages)('%s', (path) => {
  let run: PageRun = { failed: [], shown: [] }
  beforeAll(() => {
    run = runPage(path)
  }, 120_000)

  test('its commands succeed, apart from those whose message it shows', () => {
    expect(run.failed).toEqual([])
  })

  test('what it shows is what is printed', () => {
    expect(run.shown.length).toBeGreaterThan(0)
    const other = run.shown.filter(({ wanted, printed }) => !agrees(wanted, printed))
    // what is printed there goes into the page
    expect(other.map(({ where, printed }) => `${where}\n${printed}`)).toEqual([])
  })
})
