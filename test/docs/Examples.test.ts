/**
 * Every `@example` and every whole program of the documents is checked by the compiler and runs, as
 * a file of a user's would.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withCompileCache } from '../support/CompileCache.ts'
import { type Block, documented, examples, root } from './Blocks.ts'
import { inContext, isShort } from './ShortExamples.ts'
import { typeErrors } from './TypeErrors.ts'

/** Examples have `assert` in scope. */
const programs: ReadonlyArray<Block> = [
  ...examples.map(({ where, code }) => ({
    where,
    code: `import assert from 'node:assert/strict'\n${isShort(code) ? inContext(code) : code}\nvoid assert\nexport {}\n`
  })),
  ...documented.map(({ where, code }) => ({ where, code: `${code}\nexport {}\n` }))
]

const folder = mkdtempSync(join(tmpdir(), 'farrier-examples-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * Imports each program in turn; a model that it exports must compile, a study must be one. Answers with
 * what went wrong, by file.
 */
const driver = (files: ReadonlyArray<string>): string => `
  import { loadModelModule } from ${JSON.stringify(`${root}src/cli/ModelHooks.ts`)}
  import { resolveModel } from ${JSON.stringify(`${root}src/index.ts`)}
  import { compile } from ${JSON.stringify(`${root}src/compile/index.ts`)}
  import { readStudy } from ${JSON.stringify(`${root}src/study/index.ts`)}
  const compiled = (model) => {
    if (model?.networks !== undefined) return readStudy('study.ts')(model)
    const graph = resolveModel(model, {})
    return graph._tag === 'Left' ? graph : compile()(graph.right)
  }
  const answers = {}
  for (const file of ${JSON.stringify(files)}) {
    const loaded = await loadModelModule(file)()
    const result = loaded._tag === 'Right' && 'default' in loaded.right ? compiled(loaded.right.default) : loaded
    answers[file] = result._tag === 'Left' ? JSON.stringify(result.left) : ''
  }
  process.stdout.write('\\n' + JSON.stringify(answers))`

let types: ReadonlyMap<string, string> = new Map()
let answers: Readonly<Record<string, string>> = {}
let said = ''
beforeAll(() => {
  types = typeErrors(
    new Map(programs.map(({ where, code }, i) => [`test/docs/program-${i}.ts`, { where, code }]))
  )
  const files = programs.map(({ code }, i) => {
    writeFileSync(join(folder, `program-${i}.ts`), code)
    return `program-${i}.ts`
  })
  writeFileSync(join(folder, 'driver.mjs'), driver(files))
  const { stdout, stderr } = spawnSync(process.execPath, ['driver.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: withCompileCache
  })
  said = stderr
  answers = JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1) || '{}')
}, 60_000)

test('there are examples, and the README has a whole program', () => {
  expect(examples.length).toBeGreaterThan(2)
  expect(documented.map(({ where }) => where.replace(/:.*/, ''))).toContain('README.md')
})

describe.each(programs.map(({ where }, i) => ({ where, i })))('$where', ({ where, i }) => {
  test('is well typed', () => {
    expect(types.get(where)).toBe('')
  })
  test('runs', () => {
    expect(answers[`program-${i}.ts`] ?? said).toBe('')
  })
})
