import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'

const files: Readonly<Record<string, string>> = {
  // What `npm init` writes: the .ts files beside it would be CommonJS.
  'package.json': '{ "type": "commonjs" }',
  'ok.ts': 'export const answer: number = 42\n',
  'with space#1.ts': 'export const answer: number = 43\n',
  'farrier.ts': "import * as farrier from 'farrier'\nexport const copy: unknown = farrier\n",
  'dependencies.ts': [
    "import { right } from 'fp-ts/lib/Either.js'",
    "import * as t from 'io-ts'",
    "import fc from 'fast-check'",
    'export const answer = right([t.string, fc.nat()])'
  ].join('\n'),
  'throws.ts':
    "import { right } from 'fp-ts/lib/Either.js'\ninterface A { readonly a: string }\n\n" +
    'throw new Error(`boom ${right(1)._tag}`)\n',
  'deep.ts': "import './throws.ts'\n",
  'range.ts': "const axis: string = 'x'\naxis.repeat(-1)\n",
  'text.ts': "throw 'plain text'\n",
  'syntax.ts': 'const a: number = 1\n\nexport const = 2\n',
  'enum.ts': '\nexport enum Prior { Jeffreys }\n',
  'syntax.mjs': 'const a = 1\nexport const b = 1 +* 2\n',
  'unnamed.ts': "const a = 1\nimport { nope } from './ok.ts'\nexport const b = nope + a\n",
  'unknown.ts': "import x from 'no-such-package-anywhere'\nexport const b: unknown = x\n",
  'sub.ts': "import x from './gone.ts'\nexport const b: unknown = x\n",
  'model.py': 'answer = 42\n',
  'module.js': "import { right } from 'fp-ts/lib/Either.js'\nexport const answer = right(1)\n",
  'required.cjs.js': 'exports.answer = require("node:path").sep\n',
  'throws (1).ts': "\nthrow new Error('boom')\n",
  'ending.ts': "import { answer } from './ok.js'\nexport const b = answer\n",
  'bare.ts': "import { answer } from './ok'\nexport const b = answer\n",
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } } // short names\n',
  'short.ts': "import x from '@lib/axes'\nexport const b = x\n"
}

const root = new URL('../../', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'farrier-hooks-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * Runs in a Node of its own, as the command line does: imports the copy of farrier first, then
 * every file.
 */
const driver = (names: ReadonlyArray<string>): string => `
  import { loadModelModule } from ${JSON.stringify(new URL('src/cli/ModelHooks.ts', root).href)}
  const answers = {}
  for (const name of ${JSON.stringify(names)}) {
    const result = await loadModelModule(name)()
    answers[name] = result._tag === 'Left' ? result.left : { exports: Object.keys(result.right) }
  }
  process.stdout.write(JSON.stringify(answers))`

const run = (source: string): { readonly stdout: string; readonly stderr: string } => {
  writeFileSync(join(folder, 'driver.mjs'), source)
  return spawnSync(process.execPath, ['driver.mjs'], { cwd: folder, encoding: 'utf8' })
}

describe('a model file in a folder with nothing installed', () => {
  let answers: Readonly<Record<string, unknown>> = {}
  beforeAll(() => {
    Object.entries(files).forEach(([name, text]) => writeFileSync(join(folder, name), text))
    const { stdout, stderr } = run(
      driver([...Object.keys(files).filter((name) => !/[.]json|farrier/.test(name)), 'gone.ts'])
    )
    expect(stderr).toBe('')
    answers = JSON.parse(stdout)
  })

  test.each([['ok.ts'], ['with space#1.ts'], ['dependencies.ts'], ['module.js']])(
    '%s is imported',
    (name) => {
      expect(answers[name]).toEqual({ exports: ['answer'] })
    }
  )

  test.each([
    ['gone.ts', 'gone.ts', 'found no file there'],
    ['model.py', 'model.py', "found '.py'"],
    ['throws.ts', 'throws.ts:4', 'boom Right'],
    ['throws (1).ts', 'throws (1).ts:2', 'boom'],
    ['deep.ts', `${join(folder, 'throws.ts')}:4 (imported by deep.ts)`, 'boom Right'],
    ['range.ts', 'range.ts:2', 'RangeError: Invalid count value: -1'],
    ['text.ts', 'text.ts', 'plain text'],
    ['syntax.ts', 'syntax.ts:3', 'not a valid module'],
    ['enum.ts', 'enum.ts:2', 'enum'],
    ['syntax.mjs', 'syntax.mjs:2', 'not a valid module'],
    ['unnamed.ts', 'unnamed.ts:2', "'nope'"],
    ['unknown.ts', 'unknown.ts', "'no-such-package-anywhere'"],
    ['sub.ts', 'sub.ts', 'gone.ts']
  ])('%s is refused at %s: %s', (name, where, what) => {
    expect(answers[name]).toMatchObject({
      where,
      what: expect.stringContaining(what),
      why: expect.stringMatching(/./),
      try: expect.stringMatching(/./)
    })
    expect(JSON.stringify(answers[name])).not.toMatch(/ at .*:\d+:\d+/)
  })

  test.each([
    ['ending.ts', 'import it by its full name: …/ok.ts is there'],
    ['bare.ts', 'import it by its full name: …/ok.ts is there'],
    ['short.ts', "'@lib/*' is a short name of tsconfig.json, which Node does not read"],
    ['sub.ts', 'correct the path with its extension'],
    ['syntax.mjs', 'give the file the ending .ts if it has types']
  ])('%s: %s', (name, advice) => {
    expect(answers[name]).toMatchObject({ try: expect.stringContaining(advice) })
  })

  test('a .js file that is CommonJS stays so', () => {
    expect(answers['required.cjs.js']).toEqual({
      exports: expect.arrayContaining(['answer', 'default'])
    })
  })
})

test("'farrier' in a model is the running copy", () => {
  const { stdout, stderr } = run(`
    import { loadModelModule } from ${JSON.stringify(new URL('src/cli/ModelHooks.ts', root).href)}
    import * as running from ${JSON.stringify(new URL('src/index.ts', root).href)}
    const result = await loadModelModule(${JSON.stringify(join(folder, 'farrier.ts'))})()
    process.stdout.write(String(result._tag === 'Right' ? result.right.copy === running : result.left.what))`)
  expect(stderr).toBe('')
  expect(stdout).toBe('true')
})

test('an example under node_modules is explained without a warning of Node', () => {
  const inside = join(folder, 'node_modules', 'models')
  mkdirSync(inside, { recursive: true })
  writeFileSync(
    join(inside, 'one.ts'),
    "import { model, observe, normal } from 'farrier'\n" +
      "export default model(function* () { yield* observe('y' as const, normal(0, 1)) })\n"
  )
  const launcher = fileURLToPath(new URL('bin/farrier.js', root))
  const { stderr, status } = spawnSync(
    process.execPath,
    [launcher, 'explain', inside + '/one.ts'],
    {
      encoding: 'utf8'
    }
  )
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
})

test('without the hooks the same import is not found', () => {
  writeFileSync(join(folder, 'farrier.mts'), files['farrier.ts'] ?? '')
  const { stderr } = run(
    `import ${JSON.stringify(pathToFileURL(join(folder, 'farrier.mts')).href)}`
  )
  expect(stderr).toContain("Cannot find package 'farrier'")
})

test('a model is loaded in the process of a test as well', async () => {
  expect(await loadModelModule(join(folder, 'ok.ts'))()).toEqual(
    E.right(expect.objectContaining({ answer: 42 }))
  )
  expect(await loadModelModule(join(folder, 'throws.ts'))()).toEqual(
    E.left(
      expect.objectContaining({
        where: `${join(folder, 'throws.ts')}:4`,
        what: expect.stringContaining('boom')
      })
    )
  )
})
