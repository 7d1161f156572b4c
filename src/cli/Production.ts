/**
 * The capabilities of a real run: this machine's files, terminal, clock, signals and tensor engine.
 *
 * @since 0.1.0
 */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import cliProgress from 'cli-progress'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { problem } from '../ir/Problem.ts'
import { nodeFileSystem } from '../storage/NodeFileSystem.ts'
import { withExecutor, withinRoom } from '../runtime/index.ts'
import type { Bar, Capabilities } from './Command.ts'
import { findMnist } from './options/DataSource.ts'
import { nodeProcesses, watchSignals } from './Processes.ts'
import { loadModelModule } from './ModelHooks.ts'
import { drawSvg } from './pictures/DrawSvg.ts'
import { drawProblems } from './ShowProblems.ts'

const manifest: unknown = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
)

/** Of this package. */
const version =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : ''

const openBar = (totalSteps: number): Bar => {
  const bar = new cliProgress.SingleBar(
    {
      format: '{bar} {percentage}% | {note}',
      barsize: 20,
      stream: process.stderr,
      clearOnComplete: false,
      hideCursor: true,
      etaBuffer: 1
    },
    cliProgress.Presets.shades_classic
  )
  bar.start(totalSteps, 0, { note: '' })
  return { update: (step, note) => bar.update(step, { note }), stop: () => bar.stop() }
}

/** More threads than there are processors only take memory: 25 MB each. */
const atMost = (threads: number | 'auto'): number | 'auto' => {
  const most = availableParallelism()
  if (threads === 'auto' || threads <= most) return threads
  process.stderr.write(
    drawProblems(
      [
        problem(
          '--threads',
          `${threads} were asked for, and ${most} are used`,
          `this machine has ${most} ${most === 1 ? 'processor' : 'processors'}, and more threads take memory only`,
          '--threads auto'
        )
      ],
      false
    )
  )
  return most
}

/** Everything that a command may ask for; a process of its own guards itself besides (main.ts). */
export const production: Capabilities = {
  files: nodeFileSystem,
  terminal: {
    out: (text) => {
      process.stdout.write(text)
    },
    err: (text) => {
      process.stderr.write(text)
    },
    isWatched: process.stderr.isTTY === true
  },
  openBar,
  nowMs: () => performance.now(),
  loadModule: loadModelModule,
  readModel: (_, read) => read,
  mnistFolder: findMnist(),
  withExecutor: ({ backend, threads = 'auto', probe }, use) =>
    pipe(
      withExecutor(backend, {
        threads: atMost(threads),
        probe,
        searchFrom: [resolve('.')],
        onWarning: (p) => {
          process.stderr.write(drawProblems([p], false))
        }
      })((executor) => withinRoom(of, use(executor))),
      TE.mapLeft(of),
      TE.flatten
    ),
  drawSvg: drawSvg({ searchFrom: [resolve('.')] }),
  pause: () => setImmediate(),
  watchInterruption: watchSignals,
  processes: nodeProcesses,
  version
}
