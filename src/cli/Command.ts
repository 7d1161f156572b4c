/**
 * What a command is: a computation that asks for its effects. They are bound once, in
 * Production.ts; tests bind others.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { ReaderTaskEither } from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { FileSystem } from '../storage/FileSystem.ts'
import type { Specification } from '../report/charts/Chart.ts'
import type { Problem, Problems } from '../ir/Problem.ts'
import type { Processes, Signal } from './Processes.ts'
import type { Executor, ExecutorName, Probe } from '../runtime/index.ts'
import type { JobQueue } from '../study/index.ts'
import type { SelfRun } from './study/CellChild.ts'

// model

/** Where a person looks. Results go to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Is somebody watching `err`? Otherwise there is no bar. */
  readonly isWatched: boolean
}

/** A bar over a known number of steps; `note` stands beside it. */
export interface Bar {
  readonly update: (step: number, note: string) => void
  readonly stop: () => void
}

/**
 * Which executor is asked for. `threads` and `probe` are for the backend `wasm`: how many, and who
 * is told where time goes.
 */
export interface Engine {
  readonly backend: ExecutorName
  readonly threads?: number | 'auto'
  readonly probe?: Probe | undefined
}

export interface Capabilities {
  readonly files: FileSystem
  readonly terminal: Terminal
  readonly openBar: (totalSteps: number) => Bar
  /** Milliseconds since an arbitrary moment. */
  readonly nowMs: () => number
  /** The exports of a model file. */
  readonly loadModule: (path: string) => TaskEither<Problem, unknown>
  /** Runs `read`, which runs the code of the file at `path`, whatever that does to the process. */
  readonly readModel: <A>(path: string, read: TaskEither<Problems, A>) => TaskEither<Problems, A>
  /** The folder of MNIST's four files, or how to get them. */
  readonly mnistFolder: Either<Problem, string>
  /** Opens an executor for as long as `use` runs. */
  readonly withExecutor: <A>(
    engine: Engine,
    use: <B>(executor: Executor<B>) => TaskEither<Problems, A>
  ) => TaskEither<Problems, A>
  /** A chart as SVG. */
  readonly drawSvg: (specification: Specification) => TaskEither<Problem, string>
  /** Lets the world outside have its turn: signals arrive only then. */
  readonly pause: () => Promise<void>
  /**
   * From here on the first signal that asks for an end (Ctrl-C) only sets what `interrupted` answers,
   * and the next one ends the process; until `stop`.
   */
  readonly watchInterruption: () => {
    readonly interrupted: () => Signal | undefined
    readonly stop: () => void
  }
  readonly processes: Processes
  /** Another process of this command line; its exit code. */
  readonly runSelf: (run: SelfRun) => Promise<number>
  /**
   * A queue that others share. `hear` is told when it is away, and when it is back; who takes from it
   * may be silent for `leaseMs`, then the job is another's.
   */
  readonly openQueue: (
    url: string,
    hear: (text: string) => void,
    leaseMs?: number
  ) => TaskEither<Problem, JobQueue>
  /** Of this package. */
  readonly version: string
}

/** What a command answers: text for people, the same facts as JSON for programs. */
export interface Report {
  readonly text: string
  readonly json: unknown
  /** Stopped by this signal and saved: the exit code says so. */
  readonly interrupted?: Signal | undefined
  /** Trained and saved, but not to the optimum: the exit code says so. */
  readonly unconverged?: boolean
  /** Checked, and not to be trusted: the exit code says so. */
  readonly untrusted?: boolean
  /** Linted, and something was found: the exit code says so. */
  readonly warned?: boolean
}

export type Command<A> = ReaderTaskEither<Capabilities, Problems, A>

// constructors

/** From effects that end in one problem. */
export const attempt =
  <A>(act: (c: Capabilities) => TaskEither<Problem, A>): Command<A> =>
  (c) =>
    pipe(act(c), TE.mapLeft(of))

/** From a value or one problem. */
export const fromOne = <A>(e: Either<Problem, A>): Command<A> =>
  pipe(RTE.fromEither(e), RTE.mapLeft(of))

/** From a value or several problems. */
export const fromMany = <A>(e: Either<Problems, A>): Command<A> => RTE.fromEither(e)

/** A line for the person who waits: not a result. */
export const say =
  (text: string): Command<void> =>
  (c) =>
    TE.fromIO(() => c.terminal.err(`${text}\n`))

/** How a run that may take long is asked whether it is to end. */
export interface Stopping {
  readonly shouldStop: () => boolean
  readonly pause: () => Promise<void>
}

/** A run that the first signal ends, and which signal that was; `after` closes what was shown meanwhile. */
export const untilInterrupted = <E, A>(
  c: Pick<Capabilities, 'watchInterruption' | 'pause'>,
  run: (stopping: Stopping) => TaskEither<E, A>,
  after: () => void = () => undefined
): TaskEither<E, A & { readonly interrupted: Signal | undefined }> => {
  const { interrupted, stop } = c.watchInterruption()
  const task = pipe(
    run({ shouldStop: () => interrupted() !== undefined, pause: c.pause }),
    TE.map((done) => ({ ...done, interrupted: interrupted() }))
  )
  return () =>
    task().finally(() => {
      after()
      stop()
    })
}

/** Something done on the executor that is asked for. */
export const onExecutor =
  <A>(engine: Engine, act: <B>(executor: Executor<B>) => TaskEither<Problem, A>): Command<A> =>
  (c) =>
    c.withExecutor(engine, (executor) => pipe(act(executor), TE.mapLeft(of)))
