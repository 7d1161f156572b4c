/**
 * Ours beside JAX, NumPyro and PyTorch in one run: every contestant a process of its own, in turns,
 * and one table of medians, 10 % and 90 % points and ratios, written between the marks of
 * docs/guide/benchmarks.md. The first run makes a Python environment.
 *
 * Run:
 *
 * ```
 * npm run bench:peers -- [--workloads lenet-300-100,eight-schools] [--threads 2,1] [--executor wasm]
 *   [--rounds 10] [--turn-ms 300] [--docs docs/guide/benchmarks.md] [--no-write] [--check]
 * ```
 *
 * With `--check` nothing is timed: all contestants' losses at the same parameters are compared, and
 * the command fails where they differ.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { putBetween } from '../results/Marks.ts'
import { agreement, questions } from './Agreement.ts'
import { type Contestant, openContestant } from './Contestant.ts'
import { benchEnvironment, ensurePython, peerScript } from './Environment.ts'
import { type Measured, peerTable } from './PeerTable.ts'
import { inRounds } from './Rounds.ts'
import { type Workload, workloads } from './Workloads.ts'

const { values: given } = parseArgs({
  allowNegative: true,
  options: {
    workloads: { type: 'string' },
    threads: { type: 'string' },
    executor: { type: 'string', default: 'wasm' },
    rounds: { type: 'string', default: '10' },
    'turn-ms': { type: 'string', default: '300' },
    docs: { type: 'string', default: 'docs/guide/benchmarks.md' },
    check: { type: 'boolean', default: false },
    write: { type: 'boolean', default: true }
  }
})

const tell = (text: string): void => {
  process.stderr.write(text)
}
const betweenMarks = putBetween(
  '<!-- benchmarks: made by npm run bench:peers, do not edit -->',
  '<!-- end of benchmarks -->'
)
const ourScript = fileURLToPath(new URL('Ours.ts', import.meta.url))

interface Entry {
  readonly name: string
  readonly bar: number | undefined
  readonly contestant: Contestant
}

/** Ours first. One after the other: starting is work, too. */
const opened = async (
  workload: Workload,
  threads: number,
  python: Either<string, string>
): Promise<ReadonlyArray<Entry>> => {
  const entries: Array<Entry> = []
  const t = ['--threads', String(threads)]
  for (const { way, title } of workload.ours) {
    entries.push({
      name: title,
      bar: undefined,
      contestant: await openContestant({
        command: process.execPath,
        words: [ourScript, workload.name, '--way', way, '--executor', given.executor, ...t],
        threads
      })
    })
  }
  for (const { by, title, bar } of workload.peers) {
    const command = isLeft(python) ? 'python3' : python.right
    entries.push({
      name: title,
      bar,
      contestant: await openContestant({
        command,
        words: [peerScript, workload.name, '--by', by, ...t],
        threads
      })
    })
  }
  return entries
}

const measured = async (
  workload: Workload,
  threads: number,
  entries: ReadonlyArray<Entry>
): Promise<Measured> => ({
  title: workload.title,
  threads,
  ours: workload.ours[0]?.title,
  bars: new Map(entries.flatMap(({ name, bar }) => (bar === undefined ? [] : [[name, bar]]))),
  timed: await inRounds(
    entries.map(({ name, contestant: { ready, run } }) => ({
      name,
      run: isLeft(ready) ? () => Promise.resolve(ready) : run
    })),
    { rounds: Number(given.rounds), turnMs: Number(given['turn-ms']), now: () => performance.now() }
  )
})

/** Prints what each contestant answers. */
const agree = async (workload: Workload, entries: ReadonlyArray<Entry>): Promise<boolean> => {
  const verdicts: Array<boolean> = []
  process.stdout.write(`${workload.title}\n`)
  for (const question of questions) {
    const losses: Array<readonly [string, Awaited<ReturnType<Contestant['loss']>>]> = []
    for (const {
      name,
      contestant: { ready, loss }
    } of entries)
      losses.push([name, isLeft(ready) ? ready : await loss(question.request)])
    const { agrees, lines } = agreement(question, losses)
    if (losses.some(([, l]) => isLeft(l) || l.right !== null))
      process.stdout.write(`${lines.join('\n')}\n`)
    verdicts.push(agrees)
  }
  return verdicts.every((v) => v)
}

const chosen =
  given.workloads === undefined
    ? workloads
    : workloads.filter((w) => given.workloads?.split(',').includes(w.name))
const cores = availableParallelism()
const threadsOf = (w: Workload): ReadonlyArray<number> =>
  given.check
    ? [1]
    : (given.threads === undefined ? w.threads : given.threads.split(',').map(Number)).filter(
        (n) => n <= cores
      )

const python = ensurePython(benchEnvironment, tell)
const load = loadavg()[0] ?? 0
const tables: Array<Measured> = [],
  verdicts: Array<boolean> = [],
  versions = new Set<string>()
for (const workload of chosen) {
  for (const threads of threadsOf(workload)) {
    tell(`${workload.title}, ${threads} thread${threads === 1 ? '' : 's'}\n`)
    const entries = await opened(workload, threads, python)
    for (const {
      contestant: { ready }
    } of entries)
      if (isRight(ready)) versions.add(ready.right)
    if (given.check) verdicts.push(await agree(workload, entries))
    else tables.push(await measured(workload, threads, entries))
    for (const { contestant } of entries) contestant.stop()
  }
}

if (given.check) process.exitCode = verdicts.every((v) => v) ? 0 : 1
else {
  const conditions =
    `${given.rounds} rounds of ${given['turn-ms']} ms a turn on ${cores} cores, load ` +
    `${load.toFixed(1)} before; ${[...versions].join('; ')}; Node ` +
    `${process.versions.node}.`
  const made = `${conditions}\n\n${peerTable(tables)}`
  process.stdout.write(`${made}\n`)
  const document =
    given.write && existsSync(given.docs)
      ? betweenMarks(made)(readFileSync(given.docs, 'utf8'))
      : undefined
  if (document !== undefined) writeFileSync(given.docs, document)
}
