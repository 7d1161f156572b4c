/**
 * The cells of a study that are not done: by this process, by processes of their own, or by workers
 * of a queue.
 *
 * @since 0.2.0
 */
import { availableParallelism } from 'node:os'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import { showOutcome } from '../../report/studies/StudyText.ts'
import {
  type Cell,
  cellFolder,
  cellId,
  type Ended,
  gather,
  type Job,
  type JobQueue,
  loadCell,
  memoryQueue,
  type Ran,
  readCell,
  readOutcome,
  serve,
  showCell
} from '../../study/index.ts'
import type { Capabilities, Command } from '../Command.ts'
import { type Signal, signalCodes } from '../Processes.ts'
import { keepCell, runCell } from './CellRun.ts'
import type { StudyPlan } from './StudyPlan.ts'

// model

export interface HowToRun {
  /** The study's own file, for processes of their own. */
  readonly path: string
  readonly processes: number
  /** The address of a queue that others serve. */
  readonly queue: string | undefined
}

/** How it ended: cells that failed, and what asked it to stop. */
export interface StudyEnd {
  readonly failures: ReadonlyArray<Problem>
  readonly interrupted: Signal | undefined
}

// combinators

const failed = (problems: Problems): Ended => ({ _tag: 'Failed', problems })

const stoppedBy = (code: number): Signal | undefined =>
  code === signalCodes.SIGINT
    ? 'SIGINT'
    : code === signalCodes.SIGTERM
      ? 'SIGTERM'
      : code === signalCodes.SIGHUP
        ? 'SIGHUP'
        : undefined

/** A cell in this process, as a job. */
export const runHere =
  (c: Capabilities, place: StudyPlan['place'], stopped: (signal: Signal) => void) =>
  ({ payload }: Job) =>
  async (): Promise<Ran> => {
    const cell = readCell(payload)
    if (E.isLeft(cell)) return failed(cell.left)
    c.terminal.err(`begins: ${showCell(cell.right)}\n`)
    const end = await runCell(cell.right, place)(c)()
    if (E.isLeft(end)) return failed(end.left)
    if (end.right._tag === 'Finished') return { _tag: 'Done', result: end.right.outcome }
    stopped(end.right.signal)
    return { _tag: 'Stopped' }
  }

/** What a process said last is what was wrong with it. */
const childProblem = (cell: Cell, code: number, said: ReadonlyArray<string>): Problem => {
  const [what = '', why = '', next = ''] = said.slice(-3)
  return why.startsWith('  why: ')
    ? problem(showCell(cell), what, why.slice(7), next.replace(/^ {2}try: /, ''))
    : problem(
        showCell(cell),
        `its process ended with code ${code}`,
        said.at(-1) ?? 'it said nothing',
        'give the command again: the cell goes on where it was'
      )
}

/** A cell in a process of its own. */
const runThere =
  (c: Capabilities, { place }: StudyPlan, { path, processes }: HowToRun, isOver: () => boolean) =>
  ({ id, payload }: Job) =>
  async (): Promise<Ran> => {
    const cell = readCell(payload)
    if (E.isLeft(cell)) return failed(cell.left)
    const name = showCell(cell.right)
    const said: Array<string> = []
    const threads =
      place.threads === 'auto'
        ? String(Math.max(1, Math.floor(availableParallelism() / processes)))
        : place.threads
    const code = await c.runSelf({
      words: ['study', path, '--out', place.out, '--cell', id, '--threads', threads],
      hear: (line) => {
        said.push(line)
        c.terminal.err(`${name}: ${line}\n`)
      },
      isOver
    })
    if (stoppedBy(code) !== undefined) return { _tag: 'Stopped' }
    if (code !== 0) return failed(of(childProblem(cell.right, code, said)))
    const outcome = await loadCell(c.files, cellFolder(place.out, cell.right), id)()
    return E.isLeft(outcome)
      ? failed(of(outcome.left))
      : outcome.right === undefined
        ? failed(of(childProblem(cell.right, code, said)))
        : { _tag: 'Done', result: outcome.right }
  }

/** What is known of the cells: told as it comes, kept where another machine has it. */
const progress = (
  c: Capabilities,
  plan: StudyPlan,
  open: ReadonlyArray<Cell>,
  isShared: boolean
) => {
  const failures: Array<Problem> = []
  const byId = new Map(open.map((cell) => [cellId(cell), cell]))
  let ended = plan.cells.length - open.length
  const tell = (name: string, what: string): void => {
    ended += 1
    const bad = failures.length === 0 ? '' : `, ${failures.length} failed`
    c.terminal.err(`${ended} of ${plan.cells.length} cells${bad}: ${name}: ${what}\n`)
  }
  const keep = ({ id }: Job, end: Ended): TE.TaskEither<Problem, void> => {
    const cell = byId.get(id)
    if (cell === undefined) return TE.right(undefined)
    const name = showCell(cell)
    if (end._tag === 'Failed') {
      const named = end.problems.map((p) => ({ ...p, where: `${name}: ${p.where}` }))
      failures.push(...named)
      return TE.fromIO(() => tell(name, end.problems[0].what))
    }
    return pipe(
      TE.fromEither(readOutcome(end.result)),
      TE.tap((outcome) =>
        isShared
          ? pipe(
              keepCell(cell, plan.place.out, outcome)(c),
              TE.mapLeft(([first]) => first)
            )
          : TE.right(undefined)
      ),
      TE.map((outcome) => tell(name, showOutcome(outcome)))
    )
  }
  return { failures, keep }
}

const jobOf = (cell: Cell): Job => ({ id: cellId(cell), payload: cell })

/** In memory: as many workers as processes are wanted. */
const byOurselves =
  (plan: StudyPlan, open: ReadonlyArray<Cell>, how: HowToRun): Command<StudyEnd> =>
  (c) =>
  async () => {
    const { connect } = memoryQueue()
    const queue = connect()
    const { failures, keep } = progress(c, plan, open, false)
    const isAlone = how.processes === 1
    // alone, each training watches for signals itself
    const watching = isAlone ? undefined : c.watchInterruption()
    let interrupted: Signal | undefined
    let isDone = false
    const stopped = (): Signal | undefined => interrupted ?? watching?.interrupted()
    const goesOn = (): boolean => !isDone && stopped() === undefined
    const run = isAlone
      ? runHere(c, plan.place, (signal) => {
          interrupted = signal
        })
      : runThere(c, plan, how, () => stopped() !== undefined)
    const workers = Array.from({ length: Math.min(how.processes, open.length) }, connect)
    const served = workers.map((worker) => serve(worker, run, goesOn)())
    const gathered = await gather(queue, open.map(jobOf), keep, () => stopped() !== undefined)()
    isDone = true
    await queue.close()
    await Promise.all(served)
    watching?.stop()
    return E.isLeft(gathered)
      ? E.left(of(gathered.left))
      : E.right({ failures, interrupted: stopped() })
  }

/** By whoever serves the queue. Jobs of cells that are not done are there until they are. */
const byWorkers =
  (plan: StudyPlan, open: ReadonlyArray<Cell>, url: string): Command<StudyEnd> =>
  (c) =>
    pipe(
      c.openQueue(url, (text) => c.terminal.err(`${text}\n`)),
      TE.mapLeft((p): Problems => of(p)),
      TE.chain((queue: JobQueue) => async () => {
        const { failures, keep } = progress(c, plan, open, true)
        const watching = c.watchInterruption()
        c.terminal.err(`${open.length} cells wait for workers: farrier worker --queue ${url}\n`)
        const gathered = await gather(
          queue,
          open.map(jobOf),
          keep,
          () => watching.interrupted() !== undefined
        )()
        watching.stop()
        await queue.close()
        return E.isLeft(gathered)
          ? E.left(of(gathered.left))
          : E.right({ failures, interrupted: watching.interrupted() })
      })
    )

// destructors

/** Errors: those of a queue, and of a disk. A cell that fails leaves the others be. */
export const runStudy = (
  plan: StudyPlan,
  open: ReadonlyArray<Cell>,
  how: HowToRun
): Command<StudyEnd> =>
  open.length === 0
    ? RTE.right({ failures: [], interrupted: undefined })
    : how.queue === undefined
      ? byOurselves(plan, open, how)
      : byWorkers(plan, open, how.queue)
