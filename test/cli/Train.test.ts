import { expect, test } from 'vitest'
import { md5 } from '../../src/storage/Checksum.ts'
import type { FileSystem } from '../../src/storage/FileSystem.ts'
import { farrier, toyFiles, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'
import { joined } from '../support/Joined.ts'

const world = () => memoryFileSystem({ files: toyImages('/data') })

test('a run leaves its record, posterior, state and a line for every epoch', async () => {
  const files = world()
  const { code, out, err } = await farrier({ files })(...trainWords('/run'))
  expect(err).toMatch(
    joined(
      /^epoch 1: loss [\d.]+ nats per datum, training error [\d.]+ %, test error [\d.]+ %, /,
      /surviving pixels \d+\/16, hidden \d+\/5\nepoch 2: .*\nepoch 3: .*\n$/
    )
  )
  expect(code).toBe(0)
  expect(out).toMatch(
    joined(
      /^trained: epoch 3, 9 steps, in \/run\nloss .*\n/,
      /−ELBO in nats per datum: [\d.]+ = error cost [\d.]+ \+ complexity [\d.]+\n/,
      /in bits, of all data: [\d.]+ = error cost [\d.]+ \+ complexity [\d.]+ \(.*\)\n/,
      /null model, every group removed and the rest refitted: −ELBO 1\.3855 nats per datum, /,
      /[\d.]+ below this fit\nthis fit ends above its null model: .*\n/,
      /seed 1, backend cpu\nnext: farrier press \/run --out net.farrier\n$/
    )
  )
  expect([...files.contents.keys()].filter((path) => path.startsWith('/run'))).toEqual(
    expect.arrayContaining([
      '/run/run.json',
      '/run/posterior.safetensors',
      '/run/state.safetensors',
      '/run/metrics.jsonl'
    ])
  )
})

test('--json prints one object, and one line an epoch beside it', async () => {
  const { code, out, err } = await farrier()(...trainWords('/run', '--json'))
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    out: '/run',
    outcome: 'finished',
    epoch: 3,
    steps: { done: 9, of: 9 },
    seed: 1,
    backend: 'cpu',
    nullModel: { lossNats: expect.closeTo(1.3855 * 36, 1), isBelowFit: true }
  })
  expect(
    err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).epoch)
  ).toEqual([1, 2, 3])
})

const bytes = (files: ReturnType<typeof world>, path: string): string =>
  md5(files.contents.get(path) ?? new Uint8Array())

test('the same seed gives the same bytes, another seed others', async () => {
  const files = world()
  const run = farrier({ files })
  await run(...trainWords('/a'))
  await run(...trainWords('/b'))
  await run(...trainWords('/c', '--seed', '2'))
  for (const name of ['posterior.safetensors', 'metrics.jsonl', 'state.safetensors'])
    expect(bytes(files, `/a/${name}`)).toBe(bytes(files, `/b/${name}`))
  expect(bytes(files, '/a/posterior.safetensors')).not.toBe(
    bytes(files, '/c/posterior.safetensors')
  )
})

test.each([1, 3, 5, 8])(
  'interrupted after step %i and resumed, a run ends with the same bytes',
  async (steps) => {
    const files = world()
    await farrier({ files })(...trainWords('/whole'))
    const stopped = await farrier({ files, interruptAfter: steps })(...trainWords('/cut'))
    expect(stopped.code).toBe(130)
    expect(stopped.out).toContain(`interrupted and saved: ${steps} of 9 steps, in /cut`)
    expect(stopped.out).toContain('go on with: farrier train model.ts --out /cut --resume')
    const resumed = await farrier({ files })('train', 'model.ts', '--out', '/cut', '--resume')
    expect(resumed).toMatchObject({
      code: 0,
      out: expect.stringContaining('trained: epoch 3, 9 steps')
    })
    for (const name of ['posterior.safetensors', 'metrics.jsonl', 'state.safetensors'])
      expect(bytes(files, `/cut/${name}`)).toBe(bytes(files, `/whole/${name}`))
  }
)

test('resuming a finished run changes nothing', async () => {
  const files = world()
  await farrier({ files })(...trainWords('/run'))
  const before = bytes(files, '/run/posterior.safetensors')
  expect(await farrier({ files })('train', 'model.ts', '--out', '/run', '--resume')).toMatchObject({
    code: 0
  })
  expect(bytes(files, '/run/posterior.safetensors')).toBe(before)
})

test('--init-from starts at the parameters of another run, where they fit', async () => {
  const files = world()
  await farrier({ files })(...trainWords('/a', '--epochs', '30'))
  const { code, err } = await farrier({ files })(
    ...trainWords('/b', '--init-from', '/a', '--set', 'units=4', '--epochs', '1')
  )
  expect(code).toBe(0)
  expect(err).toMatch(/^\d+ parameters from \/a; not taken: .*hidden 4.* here, .*hidden 5.* there/)
})

test('--batch all sees all images in every step', async () => {
  const { code, out } = await farrier()(
    ...trainWords('/run', '--batch', 'all', '--steps', '4', '--json')
  )
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ steps: { done: 4, of: 4 }, epoch: 1 })
})

test('a run is evaluated at its posterior means and by draws, on its own data', async () => {
  const files = toyFiles()
  await farrier({ files })(...trainWords('/run', '--epochs', '40'))
  const { code, out } = await farrier({ files })(
    'eval',
    '/run',
    '--backend',
    'cpu',
    '--draws',
    '3',
    '--json'
  )
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    plugIn: [{ site: 'y', count: 15 }],
    predictive: [{ site: 'y', count: 15 }]
  })
})

test('what is written of the metrics grows with the epochs, not with their square', async () => {
  const written = async (epochs: number): Promise<number> => {
    const files = world()
    let bytes = 0
    const counting: FileSystem = {
      ...files,
      append: (path, more) => {
        if (path.endsWith('metrics.jsonl')) bytes += more.length
        return files.append(path, more)
      },
      writeWhole: (path, whole) => {
        if (path.endsWith('metrics.jsonl')) bytes += whole.length
        return files.writeWhole(path, whole)
      }
    }
    await farrier({ files: counting })(...trainWords('/run', '--epochs', String(epochs)))
    expect(bytes).toBe(files.contents.get('/run/metrics.jsonl')?.length)
    return bytes
  }
  expect((await written(24)) / (await written(6))).toBeLessThan(4.2)
})

test('a line of metrics that was cut when the process died is trained again', async () => {
  const files = world()
  await farrier({ files, interruptAfter: 4 })(...trainWords('/run'))
  const path = '/run/metrics.jsonl'
  await files.append(path, new TextEncoder().encode('{"epoch":2,"st'))()
  const { code } = await farrier({ files })('train', 'model.ts', '--out', '/run', '--resume')
  expect(code).toBe(0)
  const uncut = world()
  await farrier({ files: uncut })(...trainWords('/run'))
  expect(bytes(files, path)).toBe(bytes(uncut, path))
})
