/** A target of bytes or errors: what is tried, what is kept, what is refused. */
import { beforeAll, expect, test } from 'vitest'
import { md5 } from '../../src/storage/Checksum.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const all = toyImages('/data', 36)
const training = Object.fromEntries(Object.entries(all).filter(([path]) => path.includes('train')))
// test files are not there, and never asked for
const world = () => memoryFileSystem({ files: training })
const words = (out: string, ...more: ReadonlyArray<string>): ReadonlyArray<string> =>
  trainWords(out, '--rate-location', '0.02', '--hold-out', '9', ...more)

const searchIn = (files: ReturnType<typeof world>, out: string) =>
  JSON.parse(new TextDecoder().decode(files.contents.get(`${out}/search.json`)))

let whole: ReturnType<typeof world>
let answer: Awaited<ReturnType<ReturnType<typeof farrier>>>
beforeAll(async () => {
  whole = world()
  answer = await farrier({ files: whole })(
    ...words('/s', '--target-bytes', '100000', '--runs', '2')
  )
})

test('the budget is said, every trial is in a table, and the best is a network that meets the target', () => {
  expect(answer.code).toBe(0)
  expect(answer.err).toContain(
    'looking for the thrift of at most 100,000 bytes: at most 2 complete runs, each pressed and tested on ' +
      'the last 9 training rows, which none is trained on'
  )
  expect(answer.err).toMatch(/\ntrial 1, thrift 1: [\d,]+ bytes, error [\d.]+ %: met\n/)
  expect(answer.out).toMatch(
    /^target: at most 100,000 bytes, on held-out training rows\ntrial +thrift/
  )
  expect(answer.out).toMatch(
    /\nbest: trial [12], thrift .*; the network is \/s\/trial-[12]\/net.farrier\n/
  )
  expect(answer.out).toMatch(
    /\non all rows: the same command with --thrift .* without --hold-out 9\n$/
  )
  const { trials } = searchIn(whole, '/s')
  expect(trials.map((t: { thrift: number }) => t.thrift)).toEqual([1, 0.333])
  for (const [i, trial] of trials.entries())
    expect(whole.contents.get(`/s/trial-${i + 1}/net.farrier`)?.length).toBe(trial.sizeBytes)
  const record = JSON.parse(new TextDecoder().decode(whole.contents.get('/s/trial-2/run.json')))
  expect(record).toMatchObject({
    outcome: 'finished',
    training: { thrift: 0.333 },
    data: { holdOut: 9 }
  })
})

test.each([4, 10])(
  'interrupted after step %i and resumed, it ends with the same bytes',
  async (interruptAfter) => {
    const files = world()
    const stopped = await farrier({ files, interruptAfter })(
      ...words('/s', '--target-bytes', '100000', '--runs', '2')
    )
    expect(stopped.code).toBe(130)
    expect(stopped.out).toContain('go on with: farrier train model.ts --out /s --resume')
    const resumed = await farrier({ files })('train', 'model.ts', '--out', '/s', '--resume')
    expect(resumed).toMatchObject({ code: 0, out: answer.out })
    for (const path of ['search.json', 'trial-1/net.farrier', 'trial-2/net.farrier'])
      expect(md5(files.contents.get(`/s/${path}`) ?? new Uint8Array())).toBe(
        md5(whole.contents.get(`/s/${path}`) ?? new Uint8Array([1]))
      )
  }
)

test('a search that is there is not overwritten; resumed, it may have another target', async () => {
  const files = memoryFileSystem({ files: Object.fromEntries(whole.contents) })
  const again = await farrier({ files })(...words('/s', '--target-error', '90'))
  expect(again.code).toBe(1)
  expect(again.err).toContain('/s: there is a search in this folder (2 trials)')
  const other = await farrier({ files })(
    'train',
    'model.ts',
    '--out',
    '/s',
    '--resume',
    '--target-error',
    '99.9',
    '--json'
  )
  expect(JSON.parse(other.out)).toMatchObject({
    outcome: 'met',
    target: { what: 'error', most: 0.999 },
    trials: [
      { thrift: 1, isMet: true },
      { thrift: 0.333, isMet: true }
    ],
    best: { folder: expect.stringMatching(/^\/s\/trial-\d$/) }
  })
  const changed = await farrier({ files })(
    ...words('/s', '--resume', '--seed', '3', '--target-error', '9')
  )
  expect(changed.err).toContain('--seed is not what the search in /s was begun with')
})

test('what no run meets is refused, with the nearest, which is kept', async () => {
  const files = world()
  const { code, err } = await farrier({ files })(
    ...words('/s', '--target-bytes', '20', '--runs', '2')
  )
  expect(code).toBe(1)
  expect(err).toContain('no run of 2 has at most 20 bytes on held-out rows')
  expect(err).toMatch(/the nearest is trial \d at thrift [\d.]+: .*; it is kept in \/s\/trial-\d/)
  expect(files.contents.has('/s/trial-2/net.farrier')).toBe(true)
})

test.each([
  [['--target-bytes', '9', '--target-error', '9'], '--target-bytes and --target-error'],
  [['--target-bytes', '9', '--thrift', '2'], 'a target, and beside it --thrift'],
  [['--target-bytes', '9', '--complexity-weight', '2'], 'beside it --complexity-weight'],
  [['--runs', '3'], '--runs without a target']
])('%j is refused', async (more, what) => {
  const { code, err } = await farrier({ files: world() })(...words('/s', ...more))
  expect(code).toBe(1)
  expect(err).toContain(what)
})

test('a target needs rows that are held out', async () => {
  const { code, err } = await farrier({ files: world() })(
    ...trainWords('/s', '--target-bytes', '9')
  )
  expect(code).toBe(1)
  expect(err).toContain('a target without --hold-out')
  expect(err).toContain('--hold-out 10000')
})

test('a damaged record is refused by name, and so is another model', async () => {
  const goOn = (model: string, files: ReturnType<typeof world>) =>
    farrier({ files })('train', model, '--out', '/s', '--resume')
  const kept = Object.fromEntries(whole.contents)
  const other = await goOn('other.ts', memoryFileSystem({ files: kept }))
  expect(other.err).toContain('other.ts is not the model of the search in /s')
  const text = JSON.stringify({ ...searchIn(whole, '/s'), runs: -1 })
  const damaged = { ...kept, '/s/search.json': new TextEncoder().encode(text) }
  const { code, err } = await goOn('model.ts', memoryFileSystem({ files: damaged }))
  expect(code).toBe(1)
  expect(err).toContain('/s/search.json: expected the record of a search')
})
