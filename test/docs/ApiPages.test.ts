/** What `npm run docs` makes: TypeDoc reads every doc comment of the two doors. */
import { Application, LogLevel } from 'typedoc'
import { beforeAll, expect, test } from 'vitest'
import * as farrier from '../../src/index.ts'
import { root } from './Blocks.ts'

const warnings: Array<string> = []
const words: Array<string> = []

beforeAll(async () => {
  const app = await Application.bootstrapWithPlugins({
    options: `${root}typedoc.json`,
    tsconfig: `${root}tsconfig.build.json`,
    entryPoints: ['src/index.ts', 'src/laws/index.ts'].map((path) => root + path),
    logLevel: 'Warn',
    // types are what `npm run types` checks
    skipErrorChecking: true
  })
  app.logger.log = (message, level) => {
    if (level >= LogLevel.Warn) warnings.push(message)
  }
  const project = await app.convert()
  if (project === undefined) throw new Error(warnings.join('\n'))
  app.validate(project)
  words.push(
    ...(project.children?.find(({ name }) => name === 'farrier')?.children ?? []).map(
      ({ name }) => name
    )
  )
}, 240_000)

test('comments are well formed: no link leads nowhere, no tag is unknown', () => {
  expect(warnings).toEqual([])
})

test('every word that is exported has a page', () => {
  expect(words.length).toBeGreaterThan(100)
  expect(Object.keys(farrier).filter((word) => !words.includes(word))).toEqual([])
})
