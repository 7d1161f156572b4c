import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'
import { normal, observe, program, sample } from '../../src/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const model = pipe(
  program,
  sample('base', normal(0, 1000)),
  observe('y', ({ base }) => normal(base, 1))
)

/** The command line beside a model file of this text. */
const beside = (text: string) =>
  farrier({
    model,
    files: memoryFileSystem({ files: { 'model.ts': new TextEncoder().encode(text) } })
  })
const meant = "sample('base', normal(0, 1000)) // farrier-ignore scale-literal: kilowatts"

test('a warning is printed, with its rule, and the exit code is 5', async () => {
  const { code, out, err } = await beside('')('lint', 'model.ts')
  expect({ code, err }).toEqual({ code: 5, err: '' })
  expect(out).toMatch(
    /^base: the scale 1000 is far from 1 \(scale-literal\)\n {2}why: .*\n {2}try: /
  )
  expect(out).toMatch(/\n\n1 warning\n$/)
})

test('a reason in the file keeps it quiet, and is printed; the exit code is 0', async () => {
  expect(await beside(meant)('lint', 'model.ts')).toEqual({
    code: 0,
    out: 'no warnings; 1 kept quiet:\nbase (scale-literal): kilowatts\n',
    err: ''
  })
})

test('--json has the same', async () => {
  const { code, out } = await beside(meant)('lint', 'model.ts', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    warnings: [],
    ignored: [{ rule: 'scale-literal', where: 'base', reason: 'kilowatts' }]
  })
})

test('explain prints what is left of them last, and is done all the same', async () => {
  const loud = await beside('')('explain', 'model.ts')
  expect(loud.code).toBe(0)
  expect(loud.out).toMatch(/\n\nwarnings\nbase: the scale 1000 is far from 1 \(scale-literal\)\n/)
  const quiet = await beside(meant)('explain', 'model.ts')
  expect(quiet.out).not.toContain('warnings')
  expect(JSON.parse((await beside('')('explain', 'model.ts', '--json')).out).warnings).toHaveLength(
    1
  )
})

test('what is wrong is no warning: the exit code is 1', async () => {
  const refused = farrier({ model: 3 })
  expect((await refused('lint', 'model.ts')).code).toBe(1)
})

const examples = fileURLToPath(new URL('../../dsl-examples/', import.meta.url))
const names = readdirSync(examples).filter((name) => name.endsWith('.ts'))

test.each(names)('%s is without warnings, or has its reasons', async (name) => {
  const run = farrier({
    loadModule: () => loadModelModule(examples + name),
    files: memoryFileSystem({ files: { [name]: readFileSync(examples + name) } })
  })
  const { code, out } = await run('lint', name)
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/^no warnings/) })
})
