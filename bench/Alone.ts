/**
 * What is measured without a contestant, by scripts in fresh processes: shares of a step, memory,
 * compilation.
 */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { answerOf } from './Child.ts'
import { chainRows, compileRows, type CompileTimes, CompileTimesC } from './CompileRows.ts'
import { memoryRows, SamplesC } from './MemoryRows.ts'
import { spread } from './peers/Statistics.ts'
import { missing, percent, type Row, shareCells, verdict } from './Row.ts'

/** Rows of an answer, or the one that says why there is none. */
const rowsOr =
  (work: string) =>
  <A>(answer: Either<string, A>, rows: (a: A) => ReadonlyArray<Row>): ReadonlyArray<Row> =>
    isLeft(answer) ? [missing(work, answer.left)] : rows(answer.right)

// shares

const SharesC = t.readonly(
  t.type({ noise: t.readonlyArray(t.number), host: t.readonlyArray(t.number) })
)
const shareBar = 0.1

export const sharesMeasured = async (cores: number): Promise<ReadonlyArray<Row>> => {
  const work = 'LeNet-300-100, group normal-Jeffreys, share of a step'
  const row = (way: string, shares: ReadonlyArray<number>): Row => {
    const s = spread(shares)
    return {
      work,
      way,
      ...shareCells(s),
      ratio: '',
      bar: verdict({ value: s.median, bar: shareBar }, percent)
    }
  }
  const rows: Array<Row> = []
  for (const threads of new Set([1, cores])) {
    const name = `${threads} thread${threads === 1 ? '' : 's'}`
    rows.push(
      ...rowsOr(work)(
        await answerOf(SharesC, './Shares.ts', ['--threads', String(threads)]),
        ({ noise, host }) => [
          ...(noise.length === 0 ? [] : [row(`noise, ${name}`, noise)]),
          row(`host's part of a call, ${name}`, host)
        ]
      )
    )
  }
  return rows
}

// memory

/** Steps, and where. */
const trainings = (cores: number) => [
  { workload: 'eight-schools', title: 'eight schools', steps: 5000, executor: 'wasm', threads: 1 },
  {
    workload: 'eight-schools',
    title: 'eight schools',
    steps: 5000,
    executor: 'tfjs-wasm',
    threads: 1
  },
  {
    workload: 'lenet-300-100',
    title: 'LeNet-300-100',
    steps: 5000,
    executor: 'wasm',
    threads: cores
  }
]

export const memoryMeasured = async (cores: number): Promise<ReadonlyArray<Row>> => {
  const rows: Array<Row> = []
  for (const { workload, title, steps, executor, threads } of trainings(cores)) {
    const work = `memory, ${title}, ${steps} steps, one a call`
    rows.push(
      ...rowsOr(work)(
        await answerOf(SamplesC, './Memory.ts', [
          workload,
          '--executor',
          executor,
          '--threads',
          String(threads),
          '--steps',
          String(steps)
        ]),
        (samples) => memoryRows(work, executor, samples)
      )
    )
  }
  return rows
}

// compilation

const processes = 3
const barMs = 300

const compiled = async (
  words: ReadonlyArray<string>
): Promise<Either<string, ReadonlyArray<CompileTimes>>> => {
  const times: Array<CompileTimes> = []
  for (let i = 0; i < processes; i++) {
    const answer = await answerOf(CompileTimesC, './CompileTime.ts', words, 30_000)
    if (isLeft(answer)) return answer
    times.push(answer.right)
  }
  return right(times)
}

export const compileMeasured = async (): Promise<ReadonlyArray<Row>> => {
  const rows: Array<Row> = [],
    chains: Array<{ readonly sites: number; readonly times: ReadonlyArray<CompileTimes> }> = []
  for (const prior of ['jeffreys', 'horseshoe']) {
    rows.push(
      ...rowsOr(`compilation, ${prior}`)(await compiled([prior]), (times) =>
        compileRows(
          `LeNet-300-100, group ${prior === 'jeffreys' ? 'normal-Jeffreys' : prior}`,
          times,
          barMs
        )
      )
    )
  }
  for (const sites of [10, 100, 1000]) {
    const times = await compiled(['chain', '--sites', String(sites)])
    if (isLeft(times))
      return [
        ...rows,
        ...chainRows(chains),
        missing(`compilation, a chain of ${sites} sites`, times.left)
      ]
    chains.push({ sites, times: times.right })
  }
  return [...rows, ...chainRows(chains)]
}
