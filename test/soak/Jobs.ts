/** The commands that write, on a model that trains in milliseconds: what each leaves, and how it goes on. */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  add,
  bernoulli,
  data,
  halfNormal,
  mul,
  normal,
  observe,
  plate,
  program,
  sample,
  study
} from '../../src/index.ts'
import { cellFolder, cellsOf } from '../../src/study/index.ts'
import type { Processes } from '../../src/cli/Processes.ts'
import { type FileFunctions, fileSystemOf } from '../../src/storage/NodeFileSystem.ts'
import { type Answer, farrier, type World } from '../support/CommandLineRun.ts'
import { bytesOf } from '../support/Tables.ts'
import { type Change, type Disk, diskOf, type Files, functionsOn, leftOf } from './Disk.ts'

const rows = plate('rows')
const line = pipe(
  program,
  data('x', [rows]),
  sample('slope', normal(0, 5)),
  sample('noise', halfNormal(2)),
  observe('y', ({ x, slope, noise }) => normal(pipe(x, mul(slope), add(1)), noise))
)
/** What a target of bytes needs: predictions that can be wrong. */
const odds = pipe(
  program,
  data('x', [rows]),
  sample('slope', normal(0, 5)),
  observe('y', ({ x, slope }) => bernoulli({ logits: pipe(x, mul(slope)) }))
)

const table = Array.from({ length: 8 }, (_, i) => `${i / 4},${1 + i / 2}`).join('\n')
/** Data with noise: where there is none, a fit that settles has no optimum to settle at. */
const noisy = Array.from({ length: 24 }, (_, i) => `${i / 8},${1 + i / 4 + ((7 * i) % 5) / 4}`)

const given: Files = new Map([
  ['/t.csv', bytesOf(`x,y\n${table}\n`)],
  ['/noisy.csv', bytesOf(`x,y\n${noisy.join('\n')}\n`)],
  [
    '/odds.csv',
    bytesOf(`x,y\n${[-3, -2, -1, 1, 2, 3].map((x) => `${x},${x > 0 ? 1 : 0}`).join('\n')}\n`)
  ],
  ['/new.csv', bytesOf('x\n0.5\n1.5\n')]
])

const cpu = '--backend cpu'
const studying = 'study /s.ts --out /study --no-picture'
const pressing = `press /run --out /net.farrier ${cpu}`
const sampling = 'sample m.ts --data /t.csv --out /run --chains 2 --draws 8 --warmup 8'
const training = `train m.ts --data /t.csv --out /run --batch 4 --epochs 3 --method schedule ${cpu}`
const settling = `train m.ts --data /noisy.csv --out /run --batch 12 --epochs 200 ${cpu}`
const searching =
  'train odds.ts --data /odds.csv --hold-out 2 --out /run --target-bytes 100000 --runs 2 ' +
  `--batch 2 --epochs 2 --method schedule ${cpu}`

/** Two cells, each of two rounds, one of which is short. */
const studied = study({
  name: 'lines',
  networks: { line: { path: '/m.ts', data: ['/t.csv'], train: { backend: 'cpu', batch: 4 } } },
  methods: {
    twice: {
      rounds: [
        { epochs: 2, method: 'schedule' },
        { epochs: 1, method: 'schedule' }
      ],
      press: {}
    }
  },
  seeds: [1, 2]
})

// model

/**
 * A command over files that are there; `outputs` it leaves, each of which must be whole or as it was
 * whenever it is looked at; `again` is what a person does after it was cut off.
 */
export interface Job {
  readonly name: string
  readonly before: Files
  readonly words: string
  readonly again: (left: Files) => string
  /** What it has to leave, to the byte. */
  readonly wanted: Files
  /** Paths that may hold a part of a file: `metrics.jsonl`. */
  readonly growing: ReadonlyArray<string>
  readonly isKept: (path: string) => boolean
}

// constructors

/** One process of the simulated machine; pids that are not `alive` are gone. */
export const processOf = (pid: number, alive: (pid: number) => boolean): Processes => ({
  self: { pid, started: '1', host: 'test' },
  stateOf: (owner) => (alive(owner.pid) ? 'running' : 'gone'),
  hold: () => () => undefined
})

type Before = (
  change: Change
) => Promise<{ readonly code: string; readonly bytes: number } | undefined>

let pids = 1
/** A number that no process had. */
export const nextPid = (): number => pids++

/** How files are written: as they are, or with a mistake planted. */
export type Habit = (functions: FileFunctions) => FileFunctions
const asIs: Habit = (functions) => functions

/** A command as a process over a disk. */
export const execute = (
  disk: Disk,
  words: string,
  before: Before = async () => undefined,
  world: Omit<World, 'files' | 'model'> = {},
  onRead?: (path: string) => void,
  habit: Habit = asIs
): Promise<Answer> => {
  const pid = nextPid()
  return farrier({
    files: fileSystemOf(habit(functionsOn(disk, before, onRead))),
    loadModule: (path) =>
      TE.right({ default: path === '/s.ts' ? studied : path.endsWith('odds.ts') ? odds : line }),
    processes: processOf(pid, (other) => other === pid),
    ...world
  })(...words.split(' '))
}

const after = async (files: Files, words: string): Promise<Files> => {
  const disk = diskOf(files)
  const { code, err } = await execute(disk, words)
  if (code !== 0) throw new Error(`${words}: ${err}`)
  return leftOf(disk, 'kill')
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

/** Of a record that is cut off, too: whoever writes in place leaves such. */
const isMeant = (record: Uint8Array): boolean => {
  try {
    return JSON.parse(text(record)).training.seed === 1
  } catch {
    return true
  }
}

/** The run that was meant, if its record is there, goes on; else the command is given again. */
const goOn =
  (words: string) =>
  (left: Files): string => {
    const record = left.get('/run/run.json')
    return record !== undefined && isMeant(record)
      ? `${words.split(' ')[0]} m.ts --out /run --resume`
      : words
  }

const inRun = (path: string): boolean => path.startsWith('/run/')
const only = (files: Files, keeps: (path: string) => boolean): Files =>
  new Map([...files].filter(([path]) => keeps(path)))

/** All of them; `writing` outputs replace an older file. */
export const openJobs = async (): Promise<ReadonlyArray<Job>> => {
  const run = await after(given, training)
  const trains = (name: string, before: Files, words: string, whole = run): Job => ({
    name,
    before,
    words,
    again: goOn(words),
    wanted: only(whole, inRun),
    growing: ['/run/metrics.jsonl'],
    isKept: inRun
  })
  const writes = async (name: string, words: string, out: string, first: Files): Promise<Job> => ({
    name,
    before: first,
    words,
    again: () => words,
    wanted: only(await after(first, words), (path) => path === out),
    growing: [],
    isKept: (path) => path.startsWith(out)
  })
  const stopped = diskOf(given)
  await execute(stopped, training, undefined, { interruptAfter: 3 })
  const sampled = await after(given, sampling)
  const half = diskOf(given)
  await execute(half, sampling, undefined, { interruptAfter: 1 })
  const settled = await after(given, settling)
  const searched = await after(given, searching)
  const other = await after(given, `${training} --seed 2`)
  const source = await after(given, training.replace('/run', '/source'))
  const studiedCells = cellsOf(studied).map((cell) => cellFolder('/study', cell))
  const begun = `${training} --init-from /source`
  // a store that is whole is not written again, and keeps the lock of who was killed behind its last
  // byte: an empty file, which readers pass
  const store = async (
    name: string,
    words: string,
    folder: string,
    root: string
  ): Promise<Job> => ({
    name,
    before: sampled,
    words,
    again: (left) => (left.has(`${folder}/${root}`) ? 'summary /run' : words),
    wanted: only(await after(sampled, words), (p) => p.startsWith(`${folder}/`)),
    growing: [],
    isKept: (path) => path.startsWith(folder) && !path.endsWith('.lock')
  })
  const old = (path: string): Files => new Map([...run, [path, bytesOf('what was there before')]])
  return [
    trains('train', given, training),
    trains('train --resume', leftOf(stopped, 'kill'), 'train m.ts --out /run --resume'),
    trains('train --force', other, `${training} --force`),
    trains('train, settling', given, settling, settled),
    {
      ...trains('train --target-bytes', given, searching, searched),
      again: (left) =>
        left.has('/run/search.json') ? 'train odds.ts --out /run --resume' : searching,
      growing: ['/run/trial-1/metrics.jsonl', '/run/trial-2/metrics.jsonl']
    },
    trains('sample', given, sampling, sampled),
    trains('sample --resume', leftOf(half, 'kill'), 'sample m.ts --out /run --resume', sampled),
    trains('train --init-from', source, begun, await after(source, begun)),
    await writes(
      'predict',
      `predict /run --data /new.csv --out /p.csv ${cpu}`,
      '/p.csv',
      old('/p.csv')
    ),
    await writes(
      'calibrate',
      'calibrate m.ts --data /t.csv --method laplace --worlds 20 --draws 9 --out /ranks.json',
      '/ranks.json',
      new Map([...given, ['/ranks.json', bytesOf('what was there before')]])
    ),
    await writes(
      'calibrate --keep',
      'calibrate m.ts --data /t.csv --method laplace --worlds 20 --draws 9 --keep /worlds.json',
      '/worlds.json',
      given
    ),
    await writes('replicate', `replicate /run --out /d.json ${cpu}`, '/d.json', old('/d.json')),
    await store('draws', 'draws /run --out /s.zarr', '/s.zarr', 'zarr.json'),
    await store(
      'draws --to stan-csv',
      'draws /run --to stan-csv --out /csv',
      '/csv',
      'chain-2.csv'
    ),
    await writes(
      'draws --to parquet',
      'draws /run --to parquet --out /d.parquet',
      '/d.parquet',
      sampled
    ),
    await writes('plot', `plot /run --out /p.json --what loss ${cpu}`, '/p.json', old('/p.json')),
    await writes(
      'emit',
      'emit m.ts --to numpyro --data /t.csv --out /e',
      '/e/model.py',
      old('/e/model.py')
    ),
    await writes(
      'export',
      'export /net.farrier --to onnx --out /net.onnx',
      '/net.onnx',
      new Map([...(await after(run, pressing)), ['/net.onnx', bytesOf('what was there before')]])
    ),
    {
      name: 'study',
      before: given,
      words: studying,
      again: () => studying,
      wanted: only(await after(given, studying), (p) => p.startsWith('/study/')),
      growing: studiedCells.flatMap((folder) =>
        [1, 2].map((round) => `${folder}/round-${round}/metrics.jsonl`)
      ),
      isKept: (path) => path.startsWith('/study/')
    },
    await writes('press', pressing, '/net.farrier', old('/net.farrier'))
  ]
}
