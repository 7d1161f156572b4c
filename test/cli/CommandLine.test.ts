import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/Commands.ts'
import { flagOf } from '../../src/cli/options/OptionTable.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { toyImages } from '../support/ToyImages.ts'

test('without a command the help is shown, and that is wrong use', async () => {
  const { code, out, err } = await farrier()()
  expect({ code, out }).toEqual({ code: 2, out: '' })
  for (const { name } of commands) expect(err).toContain(`\n  ${name} `)
})

test.each(commands.map((c) => [c.name, c] as const))(
  'farrier %s --help lists every option with its default',
  async (name, { load }) => {
    const { table } = await load()
    const { code, out, err } = await farrier()(name, '--help')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('--json')
    for (const [option, { fallback }] of Object.entries(table)) {
      expect(out).toContain(flagOf(option))
      if (fallback !== undefined)
        expect(out.replace(/\s+/g, ' ')).toContain(`(default ${fallback})`)
    }
  }
)

test('--version', async () => {
  expect(await farrier()('--version')).toEqual({ code: 0, out: '0.0.0-test\n', err: '' })
})

test('a mistake of ours is one readable message too', async () => {
  const { code, out, err } = await farrier({
    loadModule: () => () => Promise.reject(new Error('internal: oh no'))
  })('explain', 'model.ts')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/^farrier: oh no \(at .*\)\n {2}why: this is a mistake in farrier/)
})

test('as a process: a model file anywhere on disk is trained, pressed and tested', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-process-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  Object.entries(toyImages(join(folder, 'data'))).forEach(([path, bytes]) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  })
  writeFileSync(
    join(folder, 'model.ts'),
    `
    import { pipe } from 'fp-ts/lib/function.js'
    import {
      axis, categorical, data, dense, groupJeffreys, observe, include, over, plate, program, type Prior
    } from 'farrier'
    const images = plate('images'), pixels = axis('pixels', 16), classes = axis('classes', 3)
    const prior: Prior = groupJeffreys
    export default pipe(program,
      data('x', [images, pixels]),
      include('fc', ({ x }) => dense(pixels, classes, prior)(x)),
      observe('y', ({ fc }) => over(images)(categorical({ logits: fc, along: classes }))))`
  )
  const run = (...words: ReadonlyArray<string>) =>
    spawnSync(
      process.execPath,
      [fileURLToPath(new URL('../../bin/farrier.js', import.meta.url)), ...words],
      { cwd: folder, encoding: 'utf8' }
    )
  expect(
    run(
      'train',
      'model.ts',
      '--data',
      'data',
      '--epochs',
      '20',
      '--batch',
      '12',
      '--out',
      'runs/a',
      '--rate-location',
      '0.05'
    )
  ).toMatchObject({ status: 0, stdout: expect.stringMatching(/^trained: epoch 20, 60 steps/) })
  expect(run('press', 'runs/a', '--out', 'net.farrier')).toMatchObject({ status: 0 })
  expect(run('eval', 'net.farrier', '--data', 'data')).toMatchObject({ status: 0, stderr: '' })
  expect(run('eval', 'net.farrier', '--data', 'elsewhere')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('elsewhere: no such file or folder')
  })
  expect(run('eval', 'net.farrier', '--date', 'data')).toMatchObject({ status: 2, stdout: '' })
  expect(readdirSync(join(folder, 'runs/a'))).toEqual([
    'metrics.jsonl',
    'posterior.safetensors',
    'run.json',
    'state.safetensors'
  ])
}, 60_000)
