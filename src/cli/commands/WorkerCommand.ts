/**
 * `farrier worker`: cells of studies from a queue, one after the other.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { positiveInteger } from '../../dsl/index.ts'
import type { Problems } from '../../ir/Problem.ts'
import { type Job, type JobQueue, type Ran, serve } from '../../study/index.ts'
import { type Command, fromMany, type Report } from '../Command.ts'
import { threadsRow } from '../options/EngineOptions.ts'
import { type Chosen, decodeOptions, perhaps, text, textOr, value } from '../options/OptionTable.ts'
import type { Signal } from '../Processes.ts'
import { runHere } from '../study/StudyRun.ts'

export const workerTable = {
  queue: text('<redis://…>', 'the queue that a study was given with --queue'),
  out: textOr('<DIR>', 'runs/worker', 'the folder in which its cells are trained and pressed'),
  from: textOr('<DIR>', '.', 'the folder in which the paths of the study begin: that of its file'),
  idle: perhaps(
    '<N>',
    positiveInteger(60, 'end after so many seconds without a cell; unless said it waits for more')
  ),
  lease: value(
    '<N>',
    positiveInteger(60, 'seconds without a sign of this worker after which another takes its cell')
  ),
  threads: threadsRow('threads of the backend wasm; results do not depend on it')
}

type WorkerChoice = Chosen<typeof workerTable>

const serveQueue =
  (o: WorkerChoice, asJson: unknown, queue: JobQueue): Command<Report> =>
  (c) =>
  async () => {
    const place = { out: o.out, from: o.from, threads: String(o.threads), json: asJson }
    let interrupted: Signal | undefined
    let watching = c.watchInterruption()
    let done = 0
    const runOne = runHere(c, place, (signal) => {
      interrupted = signal
    })
    /** A training watches for signals itself; between cells they are watched for here. */
    const run = (job: Job) => async (): Promise<Ran> => {
      watching.stop()
      const ran = await runOne(job)()
      watching = c.watchInterruption()
      if (ran._tag === 'Done') done += 1
      c.terminal.err(ran._tag === 'Failed' ? `failed: ${ran.problems[0].what}\n` : '')
      return ran
    }
    const goesOn = (idle: number): boolean => {
      interrupted ??= watching.interrupted()
      return interrupted === undefined && idle < (o.idle ?? Infinity)
    }
    const served = await serve(queue, run, goesOn)()
    watching.stop()
    await queue.close()
    return E.isLeft(served)
      ? E.left(of(served.left))
      : E.right({
          interrupted,
          text: `${done} cells done${interrupted === undefined ? '' : '; the one in hand is saved and given back'}`,
          json: { done }
        })
  }

export const worker = (given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier worker', workerTable)(given)),
    RTE.chain(
      (o): Command<Report> =>
        (c) =>
          pipe(
            c.openQueue(o.queue, (said) => c.terminal.err(`${said}\n`), 1000 * o.lease),
            TE.mapLeft((p): Problems => of(p)),
            TE.chain((queue) => serveQueue(o, given['json'], queue)(c))
          )
    )
  )
