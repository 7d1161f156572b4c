/** What a run was trained on is known by its content: whoever goes on with other arrays is told. */
import { beforeAll, describe, expect, test } from 'vitest'
import { digestsOfRows } from '../../src/library/run/RunDigests.ts'
import type { Bound } from '../../src/inference/index.ts'
import { readNamedTensors, writeNamedTensors } from '../../src/storage/index.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'
import { toyImages } from '../support/ToyImages.ts'

type Files = Readonly<Record<string, Uint8Array>>

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)
const LABELS = '/data/train-labels-idx1-ubyte'

/** Labels in another order: the same files by name, size and format. */
const permuted = (files: Files): Files => {
  const labels = files[LABELS] ?? new Uint8Array()
  return { ...files, [LABELS]: Uint8Array.of(...labels.slice(0, 8), ...labels.slice(8).reverse()) }
}

describe('images of the same names', () => {
  let done: Files = {}
  let stopped: Files = {}
  beforeAll(async () => {
    const files = memoryFileSystem({ files: toyImages('/data') })
    await farrier({ files, interruptAfter: 4 })(...trainWords('/run', '--hold-out', '6'))
    stopped = Object.fromEntries(files.contents)
    await farrier({ files })('train', 'model.ts', '--out', '/run', '--resume')
    done = Object.fromEntries(files.contents)
  })
  const on = (files: Files) => farrier({ files: memoryFileSystem({ files }) })

  test('a record has the digest of each array', () => {
    const { digests, id } = JSON.parse(text(done['/run/run.json']))
    expect(Object.keys(digests.train)).toEqual(['x', 'y'])
    for (const digest of [id, ...Object.values(digests.train), ...Object.values(digests.test)])
      expect(digest).toMatch(/^[0-9a-f]{32}$/)
  })

  test('permuted labels are no data to resume on', async () => {
    const { code, err } = await on(permuted(stopped))(
      'train',
      'model.ts',
      '--out',
      '/run',
      '--resume'
    )
    const digests = 'digest [0-9a-f]{32} then, [0-9a-f]{32} now'
    expect(err).toMatch(
      new RegExp(`^/run: y: these data are not those of the training \\(${digests}\\)\n`)
    )
    expect(err).toContain('\n  try: restore the data, or start another run with --init-from\n')
    expect(code).toBe(1)
  })

  test('nor to press on, unless that is said', async () => {
    const press = on(permuted(done))
    const words = ['press', '/run', '--out', '/net.farrier', '--backend', 'cpu']
    const { code, err } = await press(...words)
    expect(err).toMatch(/^\/run: y: these data are not those .*\n.*\n.*--other-data/)
    expect(code).toBe(1)
    expect((await press(...words, '--other-data')).code).toBe(0)
  })

  test('eval says how many rows were trained on only where the arrays say so', async () => {
    const words = ['eval', '/run', '--backend', 'cpu', '--hold-out', '10', '--json']
    expect(JSON.parse((await on(done)(...words)).out)).toMatchObject({ trainedOn: 4 })
    const said = 'these are not the data that it was trained on: y differs\n'
    for (const more of [[], ['--data', '/data']]) {
      const other = await on(permuted(done))('eval', '/run', '--backend', 'cpu', ...more)
      expect(other.code).toBe(0)
      expect(other.out).toContain(said)
    }
    expect(JSON.parse((await on(permuted(done))(...words)).out)).toMatchObject({ trainedOn: 0 })
  })

  test('of a copy elsewhere eval knows what was trained on', async () => {
    const moved = Object.fromEntries(
      Object.entries(done).map(([path, bytes]) => [path.replace('/data/', '/copy/'), bytes])
    )
    const { out } = await on(moved)(
      'eval',
      '/run',
      '--data',
      '/copy',
      '--hold-out',
      '10',
      '--backend',
      'cpu'
    )
    expect(out).toContain('4 of these images were trained on\n')
  })

  test('test images that are others stop a run from being gone on with, and nothing else', async () => {
    const path = '/data/t10k-labels-idx1-ubyte'
    const files = memoryFileSystem({ files: toyImages('/data') })
    await farrier({ files, interruptAfter: 4 })(...trainWords('/run'))
    const labels = files.contents.get(path) ?? new Uint8Array()
    const other = Uint8Array.of(...labels.slice(0, 8), ...labels.slice(8).reverse())
    const resume = ['train', 'model.ts', '--out', '/run', '--resume']
    expect(
      (await on({ ...Object.fromEntries(files.contents), [path]: other })(...resume)).err
    ).toMatch(/^\/run: test: y: these data are not those of the training/)
    expect((await farrier({ files })(...resume)).code).toBe(0)
    const pressed = await on({ ...Object.fromEntries(files.contents), [path]: other })(
      'press',
      '/run',
      '--out',
      '/net.farrier',
      '--backend',
      'cpu'
    )
    expect(pressed.code).toBe(0)
  })
})

describe('two runs in one folder', () => {
  const run = async (seed: string): Promise<Files> => {
    const files = memoryFileSystem({ files: toyImages('/data') })
    await farrier({ files, interruptAfter: 4 })(...trainWords('/run', '--seed', seed))
    return Object.fromEntries(files.contents)
  }
  const mixed = async (name: string): Promise<Files> => ({
    ...(await run('2')),
    [`/run/${name}`]: (await run('1'))[`/run/${name}`] ?? new Uint8Array()
  })
  const says =
    /^\/run\/[a-z.]+: this file is of run [0-9a-f]{32}, the record beside it of run [0-9a-f]{32}\n/

  test.each(['state.safetensors', 'metrics.jsonl'])(
    'the %s of seed 1 beside the record of seed 2 is refused by name',
    async (name) => {
      const { code, err } = await farrier({
        files: memoryFileSystem({ files: await mixed(name) })
      })('train', 'model.ts', '--out', '/run', '--resume')
      expect(err).toMatch(says)
      expect(code).toBe(1)
    }
  )

  test.each([
    ['press', '/run', '--out', '/n', '--backend', 'cpu'],
    ['eval', '/run', '--backend', 'cpu'],
    ['summary', '/run', '--backend', 'cpu']
  ])('its posterior too: %s', async (...words) => {
    const files = memoryFileSystem({ files: await mixed('posterior.safetensors') })
    expect((await farrier({ files })(...words)).err).toMatch(says)
  })

  test('its metrics are not drawn', async () => {
    const files = memoryFileSystem({ files: await mixed('metrics.jsonl') })
    const words = ['plot', '/run', '--what', 'loss', '--out', '/loss.json']
    expect((await farrier({ files })(...words)).err).toMatch(says)
  })

  test('a record whose facts were changed is no longer of its files', async () => {
    const files = await run('1')
    const edited = text(files['/run/run.json']).replaceAll('"seed": 1', '"seed": 3')
    const { err } = await farrier({
      files: memoryFileSystem({ files: { ...files, '/run/run.json': bytesOf(edited) } })
    })('train', 'model.ts', '--out', '/run', '--resume', '--seed', '3')
    expect(err).toMatch(/^\/run: id: the run is named [0-9a-f]{32}, and a run of these facts /)
  })

  test('a run that replaces another leaves nothing of it, even where it is cut off at once', async () => {
    const files = memoryFileSystem({ files: await run('1') })
    const cut = memoryFileSystem({
      files: Object.fromEntries(files.contents),
      fail: (operation, path) =>
        operation === 'writeWhole' && path.endsWith('state.safetensors')
          ? { where: path, what: 'cut', why: '', try: '' }
          : undefined
    })
    await farrier({ files: cut })(...trainWords('/run', '--seed', '2', '--force'))
    expect([...cut.contents.keys()].filter((path) => path.startsWith('/run'))).toEqual([
      '/run/metrics.jsonl',
      '/run/run.json'
    ])
    const again = memoryFileSystem({ files: Object.fromEntries(cut.contents) })
    expect(await farrier({ files: again })('train', 'm.ts', '--out', '/run', '--resume')).toEqual(
      expect.objectContaining({ code: 0 })
    )
    const whole = memoryFileSystem({ files: toyImages('/data') })
    await farrier({ files: whole })(...trainWords('/run', '--seed', '2'))
    for (const name of ['state.safetensors', 'posterior.safetensors', 'metrics.jsonl'])
      expect(again.contents.get(`/run/${name}`)).toEqual(whole.contents.get(`/run/${name}`))
  })
})

test('a run that began at the parameters of another goes on without it, from its first step', async () => {
  const begun = ['--init-from', '/a']
  const whole = memoryFileSystem({ files: toyImages('/data') })
  await farrier({ files: whole })(...trainWords('/a', '--seed', '2'))
  const source = Object.fromEntries(whole.contents)
  await farrier({ files: whole })(...trainWords('/run', ...begun))
  const cut = memoryFileSystem({
    files: source,
    fail: (operation, path) =>
      operation === 'append' && path.endsWith('metrics.jsonl')
        ? { where: path, what: 'cut', why: '', try: '' }
        : undefined
  })
  expect((await farrier({ files: cut })(...trainWords('/run', ...begun))).code).toBe(1)
  const left = [...cut.contents].filter(([path]) => !path.startsWith('/a/'))
  const files = memoryFileSystem({ files: Object.fromEntries(left) })
  const resumed = await farrier({ files })('train', 'model.ts', '--out', '/run', '--resume')
  expect(resumed).toMatchObject({ code: 0 })
  for (const name of ['state.safetensors', 'posterior.safetensors', 'metrics.jsonl', 'run.json'])
    expect(text(files.contents.get(`/run/${name}`))).toBe(text(whole.contents.get(`/run/${name}`)))
})

test.each([1, 2])(
  'a run of format %i is read, evaluated, gone on with and named',
  async (format) => {
    const files = memoryFileSystem({ files: toyImages('/data') })
    await farrier({ files, interruptAfter: 4 })(...trainWords('/run'))
    const {
      id: _id,
      digests: _digests,
      ...record
    } = JSON.parse(text(files.contents.get('/run/run.json')))
    const { file: _file, ...model } = record.model
    const { kind: _kind, ...images } = record.data
    const old = { ...record, format, model, data: format === 1 ? images : record.data }
    const withoutName = (path: string): Uint8Array =>
      bytesOf(text(files.contents.get(path)).replaceAll(/\{"run":"[0-9a-f]+",/g, '{'))
    const unnamed = (path: string): Uint8Array => {
      const read = readNamedTensors(path)(files.contents.get(path) ?? new Uint8Array())
      return read._tag === 'Left'
        ? new Uint8Array()
        : writeNamedTensors({ ...read.right, texts: {} })
    }
    const before = memoryFileSystem({
      files: {
        ...Object.fromEntries(files.contents),
        '/run/run.json': bytesOf(JSON.stringify(old)),
        '/run/metrics.jsonl': withoutName('/run/metrics.jsonl'),
        '/run/state.safetensors': unnamed('/run/state.safetensors'),
        '/run/posterior.safetensors': unnamed('/run/posterior.safetensors')
      }
    })
    const run = farrier({ files: before })
    expect((await run('eval', '/run', '--backend', 'cpu')).code).toBe(0)
    // cut off again at once: what is there is of the run by then
    const cut = await farrier({ files: before, interruptAfter: 1 })(
      'train',
      'model.ts',
      '--out',
      '/run',
      '--resume'
    )
    expect(cut.code).toBe(130)
    expect((await run('train', 'model.ts', '--out', '/run', '--resume')).code).toBe(0)
    const whole = memoryFileSystem({ files: toyImages('/data') })
    await farrier({ files: whole })(...trainWords('/run'))
    for (const name of ['state.safetensors', 'posterior.safetensors', 'metrics.jsonl', 'run.json'])
      expect(text(before.contents.get(`/run/${name}`))).toEqual(
        text(whole.contents.get(`/run/${name}`))
      )
  }
)

test('rows that are parted otherwise have the digests of the whole', () => {
  const bound = (from: number, to: number): Bound => ({
    data: new Map([
      [
        'x',
        {
          axes: ['rows', 'k'],
          sizes: [to - from, 2],
          values: Float32Array.from({ length: 2 * (to - from) }, (_, i) => 2 * from + i)
        }
      ],
      ['scale', { axes: ['k'], sizes: [2], values: Float32Array.of(7, 8) }]
    ]),
    sizes: new Map([['rows', to - from]]),
    plates: ['rows']
  })
  const whole = digestsOfRows(bound(0, 5), undefined, 'rows', 5)
  for (const cut of [1, 3, 4]) {
    expect(digestsOfRows(bound(0, cut), bound(cut, 5), 'rows', 5)).toEqual(whole)
    expect(digestsOfRows(bound(0, cut), bound(cut, 5), 'rows', 4)).toEqual(
      digestsOfRows(bound(0, 5), undefined, 'rows', 4)
    )
  }
  expect(digestsOfRows(bound(0, 5), undefined, 'rows', 4)).not.toEqual(whole)
})
