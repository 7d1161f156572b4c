import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { axis, data, gather, halfNormal, indicesOf, normal } from '../../src/index.ts'
import { observe, over, plate, program, sample, uniform } from '../../src/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'

const readings = plate('readings'),
  scales = axis('scales', 2)

const model = pipe(
  program,
  data('scale', [readings], indicesOf(scales)),
  sample('noise', over(scales)(halfNormal(1))),
  sample('longest', halfNormal(10)),
  observe('grams', ({ scale, noise }) => normal(5, pipe(noise, gather(scales)(scale)))),
  observe('seen', ({ longest }) => over(readings)(uniform(0, longest)))
)

const table = 'scale,grams,seen\nspring,4.1,2.5\ndigital,5.2,7.7\n'
const emitted = async (...words: ReadonlyArray<string>) => {
  const files = memoryFileSystem({ files: { '/t.csv': bytesOf(table) } })
  const answer = await farrier({ files, model })('emit', 'model.ts', ...words)
  const text = async (path: string): Promise<string | undefined> => {
    const found = await files.read(path)()
    return found._tag === 'Right' ? new TextDecoder().decode(found.right) : undefined
  }
  return { ...answer, text }
}

test('the source is printed; with --json what it is given, too', async () => {
  const { code, out, err } = await emitted('--to', 'numpyro')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toContain('numpyro.sample("noise", dist.HalfNormal(scale=1.0))')
  const { slots } = JSON.parse((await emitted('--to', 'numpyro', '--json')).out)
  expect(slots.map((s: { identifier: string }) => s.identifier)).toEqual([
    'readings',
    'scale',
    'longest_low',
    'grams',
    'seen'
  ])
})

test('source and data in a folder: labels as positions, and an end that no datum is above', async () => {
  const words = ['--to', 'numpyro', '--data', '/t.csv', '--out', '/emitted']
  const { code, out, text } = await emitted(...words)
  expect({ code, out }).toEqual({
    code: 0,
    out: 'NumPyro: /emitted/model.py and /emitted/data.json\n'
  })
  expect(await text('/emitted/model.py')).toContain('def model(')
  expect(await text('/emitted/data.json')).toBe(`{
  "readings": 2,
  "scale": [1, 0],
  "longest_low": 7.700000286102295,
  "grams": [4.1, 5.2],
  "seen": [2.5, 7.7]
}
`)
})

test('without data the folder has the source, and says what it is given', async () => {
  const { code, out, text } = await emitted('--to', 'numpyro', '--out', '/emitted')
  expect(code).toBe(0)
  expect(out).toContain('it reads data.json: readings, scale, longest_low, grams, seen')
  expect(await text('/emitted/data.json')).toBeUndefined()
})

test.each([
  [[], 'farrier emit --to: this option is needed'],
  [['--to', 'cobol'], 'farrier emit --to: expected one of json, numpyro, stan, typescript'],
  [['--to', 'json', '--data', '/t.csv'], 'a model in JSON reads none of its own'],
  [['--to', 'numpyro', '--data', '/t.csv'], 'data were given, and no folder to write them to'],
  [['--to', 'numpyro', '--data', '/no.csv', '--out', '/e'], '/no.csv']
])('%j is refused', async (words, message) => {
  const { code, out, err } = await emitted(...words)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain(message)
})

test('to typescript and json is the model itself, which every command takes', async () => {
  const typescript = await emitted('--to', 'typescript')
  expect(typescript.code).toBe(0)
  expect(typescript.out).toContain("yield* observe('grams', normal(")
  const json = await emitted('--to', 'json', '--out', '/emitted')
  const text = await json.text('/emitted/model.json')
  const files = memoryFileSystem({
    files: { 'model.json': new TextEncoder().encode(text ?? '') }
  })
  const asFile = (path: string, ...words: ReadonlyArray<string>) =>
    farrier({ files, model })('explain', path, ...words)
  expect(await asFile('model.json')).toEqual(await asFile('model.ts'))
  const set = await asFile('model.json', '--set', 'a=1')
  expect(set.code).toBe(1)
  expect(set.err).toContain('model.json: --set: found a')
  const broken = await farrier({
    files: memoryFileSystem({ files: { 'model.json': new TextEncoder().encode('{}') } })
  })('explain', 'model.json')
  expect(broken.code).toBe(1)
  expect(broken.err).toMatch(/^model\.json: expected a model as JSON\n {2}why: /)
})
