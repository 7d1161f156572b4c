/** `farrier sample`: what it leaves, how it goes on, what is asked of it afterwards. */
import { readFileSync } from 'node:fs'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import { logUniform, normal, observe, over, plate, program, sample } from '../../src/index.ts'
import { farrier, type World } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'

const table = Uint8Array.from(
  readFileSync(new URL('../../dsl-examples/data/eight-schools.csv', import.meta.url))
)
// on one thread: clocks that jump would move chains to threads of their own
const short = ['--chains', '2', '--draws', '60', '--warmup', '80', '--threads', '1']
const words = (...more: ReadonlyArray<string>) => [
  'sample',
  'eight-schools.ts',
  '--data',
  '/schools.csv',
  '--out',
  '/run',
  ...more
]

/** A clock that a block of iterations ends by, each time it is looked at. */
const hasty = () => {
  let now = 0
  return () => (now += 15)
}

const world = (more: World = {}, left?: ReadonlyMap<string, Uint8Array>) => {
  const files = memoryFileSystem({
    files: left === undefined ? { '/schools.csv': table } : Object.fromEntries(left)
  })
  const run = farrier({ files, loadModule: () => TE.right({ default: eightSchools }), ...more })
  const record = () =>
    JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json') ?? new Uint8Array()))
  return { files, run, record }
}

/** What a process that is gone has left, but for its lock, which another one removes. */
const unlocked = (contents: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
  new Map([...contents].filter(([path]) => !path.endsWith('.lock')))

const runFiles = (contents: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> =>
  new Map([...contents].filter(([path]) => path.startsWith('/run/')))

const whole = async () => {
  const w = world()
  const answer = await w.run(...words(...short))
  return { ...w, answer }
}

test('the run is in its folder, and what it says is printed', async () => {
  const { files, answer, record } = await whole()
  expect(answer.code).toBe(0)
  expect(answer.out).toMatch(
    /^sampled: 2 chains of 60 draws after 80 iterations of warm-up, in \/run\nsite +mean +sd /
  )
  expect(answer.out).toMatch(/ 95 % +mcse +ess bulk +ess tail +R̂\nmu /)
  expect(answer.out).toMatch(/\ntheta\[schools H\] /)
  expect(answer.out).toMatch(/\nE-BFMI /)
  expect(answer.err).toMatch(/chain 1: warm, step size [\d.]+\n/)
  expect(answer.err).toMatch(/chain 2: 60 draws, \d+ divergences\n/)
  expect([...runFiles(files.contents).keys()].sort()).toEqual([
    '/run/draws.safetensors',
    '/run/run.json',
    '/run/state.safetensors'
  ])
  expect(record()).toMatchObject({
    outcome: 'finished',
    steps: { done: 280, of: 280 },
    training: { sampler: 'nuts', chains: 2, warmUp: 80 },
    sampled: { chains: 2, draws: 60, stepSizes: [expect.any(Number), expect.any(Number)] }
  })
})

describe('it goes on to the same bytes', () => {
  test.each([1, 3, 9, 14, 20])('stopped after %i blocks', async (blocks) => {
    const { files: wanted } = await whole()
    const cut = world({ interruptAfter: blocks, nowMs: hasty() })
    const stopped = await cut.run(...words(...short))
    expect(stopped.code).toBe(130)
    expect(stopped.out).toMatch(
      /^interrupted and saved: 2 chains of \d+ draws? \(\d+ of 280 iterations\)/
    )
    expect(stopped.out).toMatch(
      /\ngo on with: farrier sample eight-schools.ts --out \/run --resume\n$/
    )
    expect(cut.record().outcome).toBe('stopped')
    const again = world({}, cut.files.contents)
    const after = await again.run('sample', 'eight-schools.ts', '--out', '/run', '--resume')
    expect(after.code).toBe(0)
    expect(runFiles(again.files.contents)).toEqual(runFiles(wanted.contents))
  })
  test('from whatever a process that died has left', async () => {
    const { files: wanted } = await whole()
    // every state of the folder that a write has made
    const states: Array<ReadonlyMap<string, Uint8Array>> = []
    const files = memoryFileSystem({ files: { '/schools.csv': table } })
    const seen: typeof files = {
      ...files,
      writeWhole: (path, bytes) =>
        pipe(
          files.writeWhole(path, bytes),
          TE.map(() => {
            states.push(unlocked(files.contents))
          })
        )
    }
    let now = 0
    // so slow that chains are kept after every block
    await farrier({
      files: seen,
      loadModule: () => TE.right({ default: eightSchools }),
      nowMs: () => (now += 2500)
    })(...words(...short))
    expect(states.length).toBeGreaterThan(40)
    for (const left of [1, 2, 9, 40, states.length >> 1, states.length - 2].map((i) => states[i])) {
      const again = world({}, left)
      expect(
        (await again.run('sample', 'eight-schools.ts', '--out', '/run', '--resume')).code
      ).toBe(0)
      expect(runFiles(again.files.contents)).toEqual(runFiles(wanted.contents))
    }
  })
  test('but not with other settings, nor over a state that is damaged', async () => {
    const cut = world({ interruptAfter: 9, nowMs: hasty() })
    await cut.run(...words(...short))
    const other = await cut.run(...words(...short, '--acceptance', '0.9', '--resume'))
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('training/acceptance') })
    const bytes = cut.files.contents.get('/run/state.safetensors') ?? new Uint8Array()
    const half = world(
      {},
      new Map([
        ...cut.files.contents,
        ['/run/state.safetensors', bytes.subarray(0, bytes.length / 2)]
      ])
    )
    const refused = await half.run('sample', 'eight-schools.ts', '--out', '/run', '--resume')
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('/run/state.safetensors')
    })
  })
})

describe('what is asked of it afterwards', () => {
  test('summary: the same table, of draws alone', async () => {
    const { files, answer } = await whole()
    const alone = world({}, runFiles(files.contents))
    const summary = await alone.run('summary', '/run')
    expect(summary.code).toBe(0)
    const table = /site +mean[^]*\nfrom/.exec(answer.out)?.[0]
    expect(summary.out).toContain(table)
    const json = JSON.parse((await alone.run('summary', '/run', '--json')).out)
    expect(json.sites[0]).toMatchObject({ site: 'mu', moments: 'chains' })
    expect(json.sites[0].rows[0]).toMatchObject({
      bulkSize: expect.any(Number),
      rHat: expect.any(Number)
    })
    expect((await alone.run('summary', '/run', '--csv')).out).toMatch(
      /^site,mean,sd,q0.05,q0.5,q0.95,meanError,bulkSize,tailSize,rHat\nmu,/
    )
  })
  test('predict: draws of new outcomes from all chains', async () => {
    const { run } = await whole()
    const { code, out } = await run('predict', '/run', '--backend', 'cpu')
    expect(code).toBe(0)
    expect(out).toMatch(/^schools +mean +sd /)
  })
  test('replicate: the data drawn again', async () => {
    const { run } = await whole()
    const replicated = await run('replicate', '/run', '--backend', 'cpu')
    expect(replicated).toMatchObject({ code: 0, err: '' })
  })
  test('plot: its posterior', async () => {
    const { run, files } = await whole()
    const plotted = await run('plot', '/run', '--out', '/p.json', '--backend', 'cpu')
    expect(plotted).toMatchObject({ code: 0 })
    expect(files.contents.has('/p.json')).toBe(true)
  })
  test.each([
    ['press', '--out', '/net.farrier'],
    ['eval', '--draws', '3']
  ])('%s: refused by name', async (command, ...more) => {
    const { run } = await whole()
    expect(await run(command, '/run', ...more)).toMatchObject({
      code: 1,
      err: expect.stringContaining('this run was sampled, and has draws')
    })
  })
  test('train does not go on with it, and neither takes its place unasked', async () => {
    const { run } = await whole()
    expect((await run('train', 'eight-schools.ts', '--out', '/run', '--resume')).err).toContain(
      'this run was begun by farrier sample'
    )
    expect((await run(...words(...short))).err).toContain('there is a finished run in this folder')
    expect((await run(...words(...short, '--force'))).code).toBe(0)
  })
})

test('--json: the facts, and progress as lines', async () => {
  const { run } = world()
  const { out, err } = await run(...words(...short, '--json'))
  expect(JSON.parse(out)).toMatchObject({
    out: '/run',
    outcome: 'finished',
    sampled: { chains: 2, draws: 60 },
    sites: [{ site: 'mu' }, { site: 'tau' }, { site: 'theta' }]
  })
  expect(
    err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).chain)
  ).toEqual([0, 0, 1, 1])
})

test('one chain, one draw, no warm-up: numbers where there are some', async () => {
  const { run } = world()
  const { code, out } = await run(...words('--chains', '1', '--draws', '1', '--warmup', '0'))
  expect(code).toBe(0)
  expect(out).toMatch(/^sampled: 1 chain of 1 draw after 0 iterations/)
  expect(out).toMatch(/\nmu +-?[\d.]+ +— /)
})

test('what is refused leaves no folder', async () => {
  const degenerate = pipe(
    program,
    sample('z', logUniform),
    sample('w', ({ z }) => normal(0, z)),
    observe('y', ({ w }) => over(plate('rows'))(normal(w, 1)))
  )
  const files = memoryFileSystem({ files: { '/t.csv': bytesOf('y\n0.5\n1\n') } })
  const run = farrier({ files, loadModule: () => TE.right({ default: degenerate }) })
  const { code, err } = await run('sample', 'm.ts', '--data', '/t.csv', '--out', '/run')
  expect(code).toBe(1)
  expect(err).toMatch(/^z: the posterior has no total mass/)
  expect([...runFiles(files.contents).keys()]).toEqual([])
})
