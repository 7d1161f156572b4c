/**
 * What the code of a model file may do to this process besides giving a model: not come to its end,
 * wait for what never comes, end the process, fail later on. Each is one message and exit code 1.
 *
 * @since 0.2.0
 */
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { visible } from '../ir/Visible.ts'
import { isOurs, lateProblem } from './imports/ImportProblem.ts'
import { internalProblem } from './InternalProblem.ts'
import { drawProblems } from './ShowProblems.ts'

// model

/** Silence for longer is said. */
const patienceMs = 2000

/** Exit codes from here on are those of signals, which a person sends. */
const firstOfSignals = 129

// constructors

const unsettled = (path: string): Problem =>
  problem(
    path,
    'this file awaits something that never comes',
    'nothing is left to run that could settle it',
    'correct the await, or leave it out'
  )

const leaves = (path: string): Problem =>
  problem(
    path,
    'this file ends the process before the command is done',
    'process.exit in a model ends farrier as well',
    'leave it out: a model file only says what the model is'
  )

/**
 * Says what is being read where that takes long. In a thread of its own, as a loop without an end
 * leaves this one no turn; it writes to the terminal itself for the same reason.
 */
const sayWhenLong = (path: string, asJson: boolean): (() => void) => {
  const worker = new Worker(
    `const { workerData: { text, ms } } = require('node:worker_threads')
     setTimeout(() => require('node:fs').writeSync(2, text), ms)`,
    {
      eval: true,
      execArgv: [],
      workerData: {
        ms: patienceMs,
        text: asJson
          ? `${JSON.stringify({ reading: path, afterMs: patienceMs })}\n`
          : `${visible(path)}: still being read after ${patienceMs / 1000} s; Ctrl-C ends it\n`
      }
    }
  )
  // a machine without another thread only stays silent
  worker.on('error', () => undefined)
  worker.unref()
  return () => {
    void worker.terminate()
  }
}

/** The answer once nothing is left to do and `read` has not settled. */
const whenIdle = <A>(
  read: Promise<E.Either<Problems, A>>,
  otherwise: () => E.Either<Problems, A>
): Promise<E.Either<Problems, A>> =>
  new Promise((resolve, reject) => {
    const idle = (): void => resolve(otherwise())
    process.once('beforeExit', idle)
    read.then(resolve, reject).finally(() => process.removeListener('beforeExit', idle))
  })

// destructors

export interface ModelGuard {
  /** Runs `read`, which runs the code of the file at `path`. */
  readonly readModel: <A>(path: string, read: TaskEither<Problems, A>) => TaskEither<Problems, A>
  /** The command is done: the process ends with this code, whatever a model left running. */
  readonly end: (code: number) => void
}

/** @param asJson how messages are drawn */
export const modelGuard = (asJson: boolean): ModelGuard => {
  const files: string[] = []
  let isEnded = false

  const fail = (p: Problem): void => {
    isEnded = true
    process.stderr.write(drawProblems([p], asJson))
    process.exitCode = 1
  }
  const late = (path: string) => (error: unknown) => {
    if (isEnded) return
    fail(isOurs(error) ? internalProblem(error) : lateProblem(path, error))
    process.exit()
  }
  const stand = (path: string): void => {
    if (files.length === 0) {
      process.on('unhandledRejection', late(path))
      process.on('uncaughtException', late(path))
      process.on('exit', (code) => {
        if (!isEnded && code < firstOfSignals) fail(leaves(path))
      })
    }
    files.push(path)
  }
  return {
    readModel: (path, read) => async () => {
      // what was run before has come to its end, and a thread costs as much as a small command
      const stop = files.includes(path) ? () => undefined : sayWhenLong(path, asJson)
      stand(path)
      try {
        const model = await whenIdle(read(), () => E.left(of(unsettled(path))))
        // promises that the file left rejected are heard before its model is
        await setImmediate()
        return model
      } finally {
        stop()
      }
    },
    end: (code) => {
      isEnded = true
      process.exitCode = code
      if (files.length > 0) process.stdout.write('', () => setTimeout(process.exit, 0).unref())
    }
  }
}
