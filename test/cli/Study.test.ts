/** A study from the command line: in one process, in several, over a queue; what it writes, what it refuses. */
import { setImmediate } from 'node:timers/promises'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, expect, test } from 'vitest'
import { memoryQueue, type Study } from '../../src/study/index.ts'
import { farrier, type World } from '../support/CommandLineRun.ts'
import { memoryFileSystem, type MemoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'
import { toyModel } from '../support/ToyModel.ts'

const toy: Study = {
  name: 'toy networks',
  networks: {
    toy: {
      path: 'toy.ts',
      data: ['/data'],
      train: { backend: 'cpu', batch: 12, rateLocation: 0.02 },
      weights: 95
    }
  },
  methods: {
    jeffreys: { model: { prior: 'jeffreys' }, rounds: [{ epochs: 2 }, { epochs: 1 }], press: {} },
    plain: { model: { prior: 'horseshoe' }, rounds: [{ epochs: 1 }], seeds: [1] },
    SWS: { notRun: 'the language has no mixtures yet' }
  },
  seeds: [1, 2],
  published: [
    {
      network: 'toy',
      method: 'BC',
      source: 'Somebody 2017',
      errorPercent: [1.8, 2],
      maximumCompression: 4,
      guesses: ['maximumCompression']
    }
  ]
}

/** Cells that take the least time: what parts them among others is the same. */
const short: Study = {
  ...toy,
  methods: { plain: { model: { prior: 'horseshoe' }, rounds: [{ epochs: 1 }] } }
}

const loading =
  (study: unknown): NonNullable<World['loadModule']> =>
  (path) =>
    TE.right({ default: path.endsWith('s.ts') ? study : toyModel })

const world = (files: MemoryFileSystem, study: unknown = toy, more: World = {}): World => ({
  files,
  loadModule: loading(study),
  drawSvg: () => TE.right('<svg/>\n'),
  ...more
})
const disk = (): MemoryFileSystem => memoryFileSystem({ files: toyImages('/data') })
const words = ['study', 's.ts', '--out', '/s', '--threads', '1']

const textOf = (files: MemoryFileSystem, path: string): string =>
  new TextDecoder().decode(files.contents.get(path))
const resultsOf = (files: MemoryFileSystem) =>
  ['results.md', 'results.csv', 'results.json'].map((name) => textOf(files, `/s/${name}`))

let files: MemoryFileSystem
let shortFiles: MemoryFileSystem
let answer: Awaited<ReturnType<ReturnType<typeof farrier>>>
beforeAll(async () => {
  files = disk()
  answer = await farrier(world(files))(...words)
  shortFiles = disk()
  await farrier(world(shortFiles, short))(...words)
})

test('every cell is told of as it ends, and all of them are in the tables', () => {
  expect(answer).toMatchObject({ code: 0 })
  expect(answer.err).toContain('toy networks: 3 cells, 0 done before')
  expect(answer.err).toMatch(/\n1 of 3 cells: jeffreys, toy, seed 1: error [\d.]+ % in \d+ bytes\n/)
  expect(answer.err).toMatch(/\n3 of 3 cells: plain, toy, seed 1: error [\d.]+ %, not pressed\n/)
  const [markdown = '', csv = '', json = ''] = resultsOf(files)
  const rows = markdown.split('\n').filter((line) => line.startsWith('| '))
  expect(rows[2]).toMatch(/^\| jeffreys \| 1, 2 \| .* \| \d+ \(\d+ to \d+\) \|/)
  expect(rows[3]).toMatch(/^\| plain \| 1 \| [\d.]+ \| – \| 100 \| 1 \| 1 \| 1 \| – \|/)
  expect(rows[4]).toMatch(/^\| SWS \| not run: the language has no mixtures yet \| – /)
  expect(rows[5]).toBe('| BC (Somebody 2017) | – | – | 1.8 to 2.0 | – | – | – | 4* | – | – | – |')
  expect(new Set(rows.map((row) => row.split(' | ').length))).toEqual(new Set([11]))
  expect(csv.trimEnd().split('\n')).toHaveLength(4)
  const { cells } = JSON.parse(json)
  expect(cells.map((c: { outcome: unknown }) => c.outcome === null)).toEqual([false, false, false])
  for (const cell of cells)
    if (cell.outcome.file !== null) {
      const path = [...files.contents.keys()].find((p) =>
        p.endsWith(`${cell.id.slice(0, 8)}/net.farrier`)
      )
      expect(files.contents.get(path ?? '')?.length).toBe(cell.outcome.file.sizeBytes)
    }
  expect(textOf(files, '/s/results.svg')).toBe('<svg/>\n')
  // the second round begins where the first ended
  const second = [...files.contents.keys()].find((p) => p.endsWith('round-2/run.json')) ?? ''
  expect(JSON.parse(textOf(files, second)).options.initFrom).toBe(
    second.replace('round-2/run.json', 'round-1')
  )
})

test('given again nothing is trained again; --report writes what there is', async () => {
  const copy = memoryFileSystem({ files: Object.fromEntries(files.contents) })
  const again = await farrier(world(copy))(...words)
  expect(again.err).toBe('toy networks: 3 cells, 3 done before\n')
  expect(resultsOf(copy)).toEqual(resultsOf(files))
  const bare = disk()
  const report = await farrier(world(bare))(...words, '--report')
  expect(report.code).toBe(0)
  expect(report.out).toContain('| jeffreys | not run | – |')
  expect(report.out).toContain('3 of 3 cells have not run; go on: farrier study s.ts --out /s')
})

test('interrupted, it says how to go on, and goes on to the same results', async () => {
  const stopped = disk()
  const first = await farrier(world(stopped, toy, { interruptAfter: 4 }))(...words)
  expect(first.code).toBe(130)
  expect(first.out).toContain('cells have not run; go on: farrier study s.ts --out /s')
  expect((await farrier(world(stopped))(...words)).code).toBe(0)
  expect(resultsOf(stopped)).toEqual(resultsOf(files))
})

test('a cell runs alone by its name, or by the beginning of its id; one that is not there is refused', async () => {
  const own = disk()
  const alone = farrier(world(own, short))
  await alone(...words, '--cell', 'plain, toy, seed 2')
  const done = [...own.contents.keys()].filter((path) => path.endsWith('cell.json'))
  expect(done).toHaveLength(1)
  const { cells } = JSON.parse(textOf(shortFiles, '/s/results.json'))
  const { id } = cells.find((c: { seed: number }) => c.seed === 2)
  expect(done[0]).toContain(id.slice(0, 8))
  await alone(...words, '--cell', id.slice(0, 12))
  expect([...own.contents.keys()].filter((path) => path.endsWith('cell.json'))).toEqual(done)
  const refused = await alone(...words, '--cell', 'plain')
  expect(refused.code).toBe(1)
  expect(refused.err).toContain("0 cells of this study have the name 'plain'")
})

test('in processes of their own cells come to the same; one that ends badly leaves the others be', async () => {
  const several = disk()
  const isBad = { once: true }
  let atOnce = 0
  let most = 0
  const runSelf: NonNullable<World['runSelf']> = async ({ words: own, hear }) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    const { code, err } = await farrier(world(several, short))(...own)
    for (const line of err.trimEnd().split('\n')) hear(line)
    await setImmediate()
    atOnce -= 1
    if (!isBad.once) return code
    isBad.once = false
    hear('/data: something is wrong')
    hear('  why: because')
    hear('  try: this')
    return 1
  }
  const given = [...words.slice(0, 4), '--processes', '2']
  const first = await farrier(world(several, short, { runSelf }))(...given)
  expect(first.code).toBe(1)
  expect(first.err).toMatch(
    /\nplain, toy, seed \d: plain, toy, seed \d: \/data: something is wrong\n {2}why: because\n {2}try: this\n/
  )
  expect(most).toBe(2)
  const second = await farrier(world(several, short, { runSelf }))(...given)
  expect(second.code).toBe(0)
  expect(resultsOf(several)).toEqual(resultsOf(shortFiles))
})

test('over a queue a worker that dies loses its cell to another, and results are there once', async () => {
  const { connect } = memoryQueue()
  const studyDisk = disk()
  const workerDisk = disk()
  let isFirstAlive = true
  const openQueue: World['openQueue'] = () => TE.right(connect())
  const study = farrier(world(studyDisk, short, { openQueue }))(...words, '--queue', 'redis://here')
  /** The first worker takes a cell and is never heard of again. */
  const lost = await connect(() => isFirstAlive).take()
  isFirstAlive = false
  let isDone = false
  const ended: World = { openQueue, interruptWhen: () => isDone }
  const work = farrier(world(workerDisk, short, ended))
  const serving = work('worker', '--queue', 'redis://here', '--out', '/w')
  const { code, out, err } = await study
  isDone = true
  await connect().close()
  expect(await serving).toMatchObject({ code: 130, out: expect.stringMatching(/^2 cells done/) })
  expect(lost._tag).toBe('Right')
  expect({ code, failed: /failed/.test(err) }).toEqual({ code: 0, failed: false })
  expect(out).not.toContain('have not run')
  expect(resultsOf(studyDisk)).toEqual(resultsOf(shortFiles))
  expect([...studyDisk.contents.keys()].filter((p) => p.endsWith('net.farrier'))).toEqual([])
})

test('a worker whose model file is another refuses the cell, and the study says so', async () => {
  const { connect } = memoryQueue()
  const openQueue: World['openQueue'] = () => TE.right(connect())
  const withModel = (text: string): MemoryFileSystem =>
    memoryFileSystem({
      files: { ...toyImages('/data'), 'toy.ts': new TextEncoder().encode(text) }
    })
  const study = farrier(world(withModel('one'), short, { openQueue }))(
    ...words,
    '--queue',
    'redis://here'
  )
  let isDone = false
  const ended: World = { openQueue, interruptWhen: () => isDone }
  const work = farrier(world(withModel('two'), short, ended))
  const serving = work('worker', '--queue', 'redis://here', '--out', '/w')
  const { code, err } = await study
  isDone = true
  await connect().close()
  await serving
  expect(code).toBe(1)
  expect(err).toContain(
    'plain, toy, seed 1: toy.ts: this model file is not the one that the study was begun with'
  )
})

test.each<[string, unknown, string]>([
  ['a file that is no study', toyModel, 's.ts: study: expected a study'],
  [
    'an option that no command has',
    { ...toy, methods: { m: { rounds: [{ epoch: 3 }] } } },
    'm, toy, seed 1: epoch: no command has an option of this name'
  ],
  [
    'an option of a wrong value',
    { ...toy, methods: { m: { rounds: [{ epochs: 0.5 }] } } },
    "m, toy, seed 1: farrier train --epochs: expected a whole number above 0, found '0.5'"
  ],
  [
    'a recipe of a wrong value',
    { ...toy, methods: { m: { rounds: [{}], press: { tolerance: -1 } } } },
    "m, toy, seed 1: farrier press --tolerance: expected a number above 0, found '-1'"
  ]
])('%s is refused before anything runs', async (_, study, message) => {
  const bare = disk()
  const { code, err } = await farrier(world(bare, study))(...words)
  expect(code).toBe(1)
  expect(err).toContain(message)
  expect([...bare.contents.keys()].filter((path) => path.startsWith('/s/'))).toEqual([])
})

test('a cell whose model refuses its options fails, and has a row that says so; the others are there', async () => {
  const wrong: Study = {
    ...toy,
    methods: { ...toy.methods, bad: { model: { prior: 'no such' }, rounds: [{ epochs: 1 }] } }
  }
  const bare = disk()
  const { code, err } = await farrier(world(bare, wrong))(...words)
  expect(code).toBe(1)
  expect(err).toContain(
    'bad, toy, seed 1: toy.ts: option prior: expected one of horseshoe, jeffreys'
  )
  expect(resultsOf(bare)[0]).toContain('| bad | not run | – |')
  expect(resultsOf(bare)[0]).toMatch(/\| jeffreys \| 1, 2 \|/)
})

test('without Vega the specification is written in the place of the picture', async () => {
  const copy = memoryFileSystem({ files: Object.fromEntries(files.contents) })
  const drawSvg: World['drawSvg'] = () =>
    TE.left({ where: 'w', what: 'no vega', why: 'y', try: 'install it' })
  const { code, err } = await farrier(world(copy, toy, { drawSvg }))(...words)
  expect({ code, err }).toMatchObject({
    code: 0,
    err: expect.stringContaining('no picture: no vega')
  })
  const { vconcat } = JSON.parse(textOf(copy, '/s/results.vl.json'))
  const points: ReadonlyArray<{ from: string; bytes: number; high: number }> =
    vconcat[0].data.values
  expect(points.map(({ from }) => from)).toEqual(['ours', 'ours', 'published'])
  expect(points[2]).toMatchObject({ bytes: 95, error: 1.8, high: 2 })
})
