/**
 * Training images held out: trained without them, pressed without them, tested on them; the test
 * files are never asked for.
 */
import { beforeAll, expect, test } from 'vitest'
import { md5 } from '../../src/storage/Checksum.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { diskFull, memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const all = toyImages('/data', 36)
/** What a run may see of the first 27 images alone. */
const first = toyImages('/first', 27)
const training = Object.fromEntries(Object.entries(all).filter(([path]) => path.includes('train')))
const words = ['--epochs', '12', '--rate-location', '0.02']

const bytesAt = (files: ReadonlyMap<string, Uint8Array>, path: string): string =>
  md5(files.get(path) ?? new Uint8Array())

let done: Readonly<Record<string, Uint8Array>> = {}
beforeAll(async () => {
  const files = memoryFileSystem({ files: { ...training, ...first } })
  const run = farrier({ files })
  expect(await run(...trainWords('/run', ...words, '--hold-out', '9'))).toMatchObject({ code: 0 })
  expect(
    await run(...trainWords('/short', ...words).map((w) => (w === '/data' ? '/first' : w)))
  ).toMatchObject({ code: 0 })
  done = Object.fromEntries(files.contents)
})

test('the run is, to the byte, the run on the images that are left; its record says what it held out', () => {
  const files = new Map(Object.entries(done))
  for (const name of ['posterior.safetensors', 'state.safetensors'])
    expect(bytesAt(files, `/run/${name}`)).toBe(bytesAt(files, `/short/${name}`))
  expect(JSON.parse(new TextDecoder().decode(files.get('/run/run.json')))).toMatchObject({
    data: { name: '/data', holdOut: 9 },
    options: { holdOut: '9' }
  })
})

test('interrupted and resumed, it ends with the same bytes; other images held out are another run', async () => {
  const files = memoryFileSystem({ files: training })
  await farrier({ files, interruptAfter: 7 })(...trainWords('/run', ...words, '--hold-out', '9'))
  const other = await farrier({ files })(
    'train',
    'model.ts',
    '--out',
    '/run',
    '--resume',
    '--hold-out',
    '6'
  )
  expect(other.err).toContain('/run: data/holdOut: the run has 9, this command 6')
  expect(await farrier({ files })('train', 'model.ts', '--out', '/run', '--resume')).toMatchObject({
    code: 0
  })
  expect(bytesAt(files.contents, '/run/posterior.safetensors')).toBe(
    md5(done['/run/posterior.safetensors'] ?? new Uint8Array())
  )
})

test('a run begun before there was the option goes on', async () => {
  const files = memoryFileSystem({ files: all })
  await farrier({ files, interruptAfter: 7 })(...trainWords('/run', ...words))
  const record = JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json')))
  expect(record.data.holdOut).toBe(0)
  delete record.data.holdOut
  const old = memoryFileSystem({
    files: {
      ...Object.fromEntries(files.contents),
      '/run/run.json': new TextEncoder().encode(JSON.stringify(record))
    }
  })
  expect(
    await farrier({ files: old })('train', 'model.ts', '--out', '/run', '--resume')
  ).toMatchObject({ code: 0 })
})

test('pressing measures effects on the images that were trained on, and the file remembers', async () => {
  const files = memoryFileSystem({ files: done })
  const pressed = await farrier({ files })(
    'press',
    '/run',
    '--out',
    '/net.farrier',
    '--backend',
    'cpu'
  )
  expect(pressed.err).toBe(
    'pressing /run: effects on 27 training images, tolerance 0.006 nats per datum\n'
  )
  expect(pressed.out).toContain('test it: farrier eval /net.farrier --data /data --hold-out 9\n')
  const short = await farrier({ files })(
    'press',
    '/short',
    '--out',
    '/short.farrier',
    '--backend',
    'cpu',
    '--json'
  )
  const again = await farrier({ files })(
    'press',
    '/run',
    '--out',
    '/net.farrier',
    '--backend',
    'cpu',
    '--json'
  )
  expect(JSON.parse(again.out).nats).toEqual(JSON.parse(short.out).nats)
  expect(JSON.parse(again.out).provenance.settings).toMatchObject({ data: 'data', holdOut: '9' })
})

const testedOnHeldOut =
  'a run is tested on what it held out, a network where that is said; the test files only ' +
  'where they are asked for'
test(testedOnHeldOut, async () => {
  const files = memoryFileSystem({
    files: { ...all, ...done },
    fail: (operation, path) =>
      operation === 'read' && path.startsWith('/data/t10k') ? diskFull(path) : undefined
  })
  const run = farrier({ files })
  await run('press', '/run', '--out', '/net.farrier', '--backend', 'cpu')
  const json = async (...given: ReadonlyArray<string>) =>
    JSON.parse((await run('eval', ...given, '--backend', 'cpu', '--json')).out)
  expect(await json('/run')).toMatchObject({ heldOut: 9, trainedOn: 0, plugIn: [{ count: 9 }] })
  expect(await json('/net.farrier', '--data', '/data', '--hold-out', '9')).toMatchObject({
    heldOut: 9,
    trainedOn: 0,
    evaluations: [{ count: 9 }]
  })
  expect((await run('eval', '/run', '--backend', 'cpu')).out).toMatch(
    /^run \/run, epoch 12, seed 1, on the last 9 training images of data\nplug-in/
  )
  for (const tested of [
    ['eval', '/run', '--data', '/data'],
    ['eval', '/net.farrier', '--data', '/data']
  ])
    expect(await run(...tested, '--backend', 'cpu')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^\/data\/t10k-images-idx3-ubyte: the disk is full/)
    })
})

test('that some of the images were trained on is said', async () => {
  const files = memoryFileSystem({ files: done })
  const run = farrier({ files })
  await run('press', '/run', '--out', '/net.farrier', '--backend', 'cpu')
  expect((await run('eval', '/run', '--hold-out', '12', '--backend', 'cpu')).out).toContain(
    'on the last 12 training images of data\n3 of these images were trained on\n'
  )
  expect(
    (await run('eval', '/net.farrier', '--data', '/data', '--hold-out', '12', '--backend', 'cpu'))
      .out
  ).toContain('\n3 of these images were trained on\n(by the name of the data: ')
  expect(
    (await run('eval', '/net.farrier', '--data', '/first', '--hold-out', '12', '--backend', 'cpu'))
      .out
  ).not.toContain('trained on')
})

test.each([
  ['0', "farrier train --hold-out: expected a whole number above 0, found '0'"],
  ['2.5', "farrier train --hold-out: expected a whole number above 0, found '2.5'"],
  ['some', "farrier train --hold-out: expected a whole number above 0, found 'some'"],
  ['36', "data set 'data': expected to hold out from 1 to 35 of its 36 training images, found 36"],
  ['37', "data set 'data': expected to hold out from 1 to 35 of its 36 training images, found 37"]
])('to hold out %s images is refused', async (count, message) => {
  const files = memoryFileSystem({ files: all })
  const { code, out, err } = await farrier({ files })(...trainWords('/new', '--hold-out', count))
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err.split('\n')[0]).toBe(message)
  expect([...files.contents.keys()].filter((path) => path.startsWith('/new'))).toEqual([])
})
