/** Wrong files and wrong words: one readable message each, frozen here; exit code 1 or 2; nothing on stdout, nothing half-written. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'
import { farrier, trainWords, type World } from '../support/CommandLineRun.ts'
import { idxBytes } from '../support/IdxBytes.ts'
import { diskFull, memoryFileSystem, type MemoryOptions } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

type Files = Readonly<Record<string, Uint8Array>>

const data = toyImages('/data')
/** What another training or another folder would change: checksums, lengths, where the tests run. */
const stable = (text: string): string =>
  text.replaceAll(process.cwd(), '.').replace(/\b[0-9a-f]{8}\b/g, '‹crc›').replace(/(safetensors|net\.farrier): (.*)/g, (_, file, rest) => `${file}: ${rest.replace(/\d+ bytes/g, '‹n› bytes').replace(/found \d+$/, 'found ‹n›')}`)

/** The message of a command that must fail. */
const message = async (world: World, words: ReadonlyArray<string>, exit = 1): Promise<string> => {
  const { code, out, err } = await farrier(world)(...words)
  expect({ code, out }).toEqual({ code: exit, out: '' })
  expect(err).not.toMatch(/^\s+at .*:\d+:\d+/m)
  return stable(err.trimEnd())
}

describe('model files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-bad-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const files: Readonly<Record<string, string>> = {
    'nothing.ts': 'export const answer = 42\n',
    'number.ts': 'export default 42\n',
    'function.ts': 'export default () => 1\n',
    'throws.ts': "\nthrow new Error('boom')\n",
    'names.ts': "import { normal, program, sample } from 'farrier'\nexport default sample('a b', normal(0, 1) as never)(sample('c/d' as never, normal(0, 1))(program))\n"
  }
  beforeAll(() => Object.entries(files).forEach(([name, text]) => writeFileSync(join(folder, name), text)))
  const explain = async (name: string, ...words: ReadonlyArray<string>): Promise<string> =>
    (await message({ loadModule: loadModelModule }, ['explain', join(folder, name), ...words])).replaceAll(folder, '')

  test('missing', async () => expect(await explain('/gone.ts')).toMatchInlineSnapshot())
  test('no default export', async () => expect(await explain('/nothing.ts')).toMatchInlineSnapshot())
  test('not a model', async () => expect(await explain('/number.ts')).toMatchInlineSnapshot())
  test('a function', async () => expect(await explain('/function.ts')).toMatchInlineSnapshot())
  test('throwing', async () => expect(await explain('/throws.ts')).toMatchInlineSnapshot())
  test('names that are no names of sites', async () => expect(await explain('/names.ts')).toMatchInlineSnapshot())
  test('an unknown and an ill-typed setting', async () => expect(await message({}, ['explain', 'model.ts', '--set', 'depth=3', '--set', 'units=many'])).toMatchInlineSnapshot())
  test('a setting without a value', async () => expect(await message({}, ['explain', 'model.ts', '--set', 'units'])).toMatchInlineSnapshot())
})

describe('data', () => {
  const train = (files: Files, ...words: ReadonlyArray<string>): Promise<string> => message({ files: memoryFileSystem({ files }) }, trainWords('/run', ...words))
  const images = '/data/train-images-idx3-ubyte', labels = '/data/train-labels-idx1-ubyte', testLabels = '/data/t10k-labels-idx1-ubyte'
  const bytesOf = (path: string): Uint8Array => data[path] ?? new Uint8Array()

  test('no folder', async () => expect(await train({})).toMatchInlineSnapshot())
  test('no package of digits', async () => expect(await message({}, ['train', 'model.ts', '--data', 'mnist', '--out', '/run'])).toMatchInlineSnapshot())
  test('a file is missing', async () => expect(await train(Object.fromEntries(Object.entries(data).filter(([path]) => path !== labels)))).toMatchInlineSnapshot())
  test('truncated', async () => expect(await train({ ...data, [images]: bytesOf(images).slice(0, 100) })).toMatchInlineSnapshot())
  test('wrong magic', async () => expect(await train({ ...data, [images]: Uint8Array.of(1, 2, 3, 4, 5) })).toMatchInlineSnapshot())
  test('more images than labels', async () => expect(await train({ ...data, [labels]: idxBytes([35], new Uint8Array(35)) })).toMatchInlineSnapshot())
  test('a test label beyond the training labels', async () => expect(await train({ ...data, [testLabels]: idxBytes([15], Array.from({ length: 15 }, (_, i) => i)) })).toMatchInlineSnapshot())
  test('a label beyond the classes of the model', async () => expect(await train(data, '--set', 'classes=2')).toMatchInlineSnapshot())
  test('images of another size', async () => expect(await train(data, '--set', 'pixels=9')).toMatchInlineSnapshot())
})

describe('words', () => {
  test('an unknown option', async () => expect(await message({}, ['press', 'runs/a', '--bit', '3'], 2)).toMatchInlineSnapshot())
  test('an unknown command', async () => expect(await message({}, ['traine'], 2)).toMatchInlineSnapshot())
  test('no model', async () => expect(await message({}, ['explain'], 2)).toMatchInlineSnapshot())
  test('options of another type, all of them', async () => expect(await message({}, trainWords('/run', '--epochs', 'ten', '--seed', '-1', '--half-cauchy', 'both'))).toMatchInlineSnapshot())
  test('an option that is needed', async () => expect(await message({}, ['train', 'model.ts'])).toMatchInlineSnapshot())
  test('a range', async () => expect(await message({}, trainWords('/run', '--range', '1..0'))).toMatchInlineSnapshot())
  test('a batch', async () => expect(await message({}, trainWords('/run', '--batch', 'some'))).toMatchInlineSnapshot())
  test('a pass', async () => expect(await message({}, ['explain', 'model.ts', '--print-after', 'magic'])).toMatchInlineSnapshot())
  test('as JSON', async () => expect(JSON.parse(await message({}, ['explain', 'model.ts', '--set', 'depth=3', '--json'])).problems[0].where).toBe('model.ts: option depth'))
})

describe('runs and networks', () => {
  let done: Files = {}
  beforeAll(async () => {
    const files = memoryFileSystem({ files: data })
    await farrier({ files })(...trainWords('/run'))
    await farrier({ files })('press', '/run', '--out', '/net.farrier', '--backend', 'cpu', '--bits', '8', '--threshold', 'pixels=99', '--threshold', 'hidden=99')
    done = Object.fromEntries(files.contents)
  })
  const bytesOf = (path: string): Uint8Array => done[path] ?? new Uint8Array()
  const edited = (path: string, f: (text: string) => string): Files => ({ ...done, [path]: new TextEncoder().encode(f(new TextDecoder().decode(bytesOf(path)))) })
  const flipped = (path: string, at: number): Files => ({ ...done, [path]: bytesOf(path).map((b, i) => (i === at ? b ^ 1 : b)) })
  const press = (files: Files, world: World = {}): Promise<string> => message({ ...world, files: memoryFileSystem({ files }) }, ['press', '/run', '--out', '/new.farrier'])
  const resume = (files: Files, ...words: ReadonlyArray<string>): Promise<string> => message({ files: memoryFileSystem({ files }) }, ['train', 'model.ts', '--out', '/run', '--resume', ...words])
  const evaluate = (net: Uint8Array): Promise<string> => message({ files: memoryFileSystem({ files: { ...done, '/net.farrier': net } }) }, ['eval', '/net.farrier', '--data', '/data'])

  test('no run', async () => expect(await press(data)).toMatchInlineSnapshot())
  test('a finished run is not overwritten', async () => expect(await message({ files: memoryFileSystem({ files: done }) }, trainWords('/run'))).toMatchInlineSnapshot())
  test('the run of another model', async () => expect(await press(edited('/run/run.json', (s) => s.replace(/"settings": \{\}/, '"settings": { "units": "4" }')))).toMatchInlineSnapshot())
  test('the run of another version', async () => expect(await press(edited('/run/run.json', (s) => s.replace('"format": 1', '"format": 2')))).toMatchInlineSnapshot())
  test('a record that is no JSON', async () => expect(await press(edited('/run/run.json', (s) => s.slice(0, 100)))).toMatchInlineSnapshot())
  test('a damaged record', async () => expect(await press(edited('/run/run.json', (s) => s.replace('"done": 9', '"done": "nine"')))).toMatchInlineSnapshot())
  test('a run that has not ended', async () => expect(await press(edited('/run/run.json', (s) => s.replace('"finished"', '"running"')))).toMatchInlineSnapshot())
  test('a posterior that is cut off', async () => expect(await press({ ...done, '/run/posterior.safetensors': bytesOf('/run/posterior.safetensors').slice(0, 1000) })).toMatchInlineSnapshot())
  test('a posterior with a flipped bit', async () => expect(await press(flipped('/run/posterior.safetensors', 7000))).toMatchInlineSnapshot())
  test('resumed with other settings', async () => expect(await resume(done, '--seed', '2')).toMatchInlineSnapshot())
  test('resumed by another version', async () => expect(await resume(edited('/run/run.json', (s) => s.replace('0.0.0-test', '0.0.9')))).toMatchInlineSnapshot())
  test('a state of another model', async () => expect(await resume({ ...done, '/run/state.safetensors': bytesOf('/run/posterior.safetensors') })).toMatchInlineSnapshot())

  test('an empty network', async () => expect(await evaluate(new Uint8Array())).toMatchInlineSnapshot())
  test('a network cut off', async () => expect(await evaluate(bytesOf('/net.farrier').slice(0, 200))).toMatchInlineSnapshot())
  test('a network with a flipped bit', async () => expect(await evaluate(flipped('/net.farrier', 300)['/net.farrier'] ?? new Uint8Array())).toMatchInlineSnapshot())
  test('a network of another version', async () => expect(await evaluate(flipped('/net.farrier', 4)['/net.farrier'] ?? new Uint8Array())).toMatchInlineSnapshot())
  test('a network that is not there', async () => expect(await message({}, ['inspect', '/net.farrier'])).toMatchInlineSnapshot())
  test('a network without data', async () => expect(await message({ files: memoryFileSystem({ files: done }) }, ['eval', '/net.farrier'])).toMatchInlineSnapshot())
  test('other data than the network was made for', async () => expect(await message({ files: memoryFileSystem({ files: { ...done, '/data/train-images-idx3-ubyte': idxBytes([36, 3, 3], new Uint8Array(324)), '/data/t10k-images-idx3-ubyte': idxBytes([15, 3, 3], new Uint8Array(135)) } }) }, ['eval', '/net.farrier', '--data', '/data'])).toMatchInlineSnapshot())
})

describe('while it runs', () => {
  const failing = (fail: MemoryOptions['fail'], files: Files = data) => memoryFileSystem({ files, ...(fail === undefined ? {} : { fail }) })

  test.each(['run.json', 'metrics.jsonl', 'state.safetensors', 'posterior.safetensors'])('the disk is full at %s: what was there stays', async (name) => {
    const files = failing((operation, path) => (operation === 'writeWhole' && path === `/run/${name}` ? diskFull(path) : undefined))
    expect(await message({ files }, trainWords('/run', '--json')).then((text) => text.split('\n').at(-1))).toBe(
      JSON.stringify({ problems: [diskFull(`/run/${name}`)] }))
    expect(files.contents.has(`/run/${name}`)).toBe(false)
  })

  test('the disk is full when a network is written', async () => {
    const trained = memoryFileSystem({ files: data })
    await farrier({ files: trained })(...trainWords('/run'))
    const files = failing((operation, path) => (operation === 'writeWhole' ? diskFull(path) : undefined), Object.fromEntries(trained.contents))
    expect(await message({ files }, ['press', '/run', '--out', '/net.farrier', '--backend', 'cpu', '--bits', '8'])).toMatchInlineSnapshot()
    expect(files.contents.has('/net.farrier')).toBe(false)
  })

  test('the loss stops being finite: the step and the site are named, the last good state stays', async () => {
    const files = failing(undefined)
    expect(await message({ files }, trainWords('/run', '--rate-location', '1e30'))).toMatchInlineSnapshot()
    expect(files.contents.has('/run/state.safetensors')).toBe(true)
  })
})
