/**
 * The capabilities of a real run: this machine's files, terminal, clock, signals and tensor engine.
 *
 * @since 0.1.0
 */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type CliProgress from 'cli-progress'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { problem } from '../ir/Problem.ts'
import { nodeFileSystem } from '../storage/NodeFileSystem.ts'
import type { Bar, Capabilities } from './Command.ts'
import { findMnist } from './options/MnistFolder.ts'
import { nodeProcesses, watchSignals } from './Processes.ts'
import { ownFile } from './OwnFiles.ts'
import { drawSvg } from './pictures/DrawSvg.ts'
import { drawProblems } from './ShowProblems.ts'
import { openBullQueue } from './study/BullQueue.ts'
import { runSelf } from './study/CellChild.ts'

/** Of this package. */
const version = ((): string => {
  const manifest: unknown = JSON.parse(readFileSync(ownFile('package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : ''
})()

/** Only a command that trains before a person has a bar: others do not load what draws it. */
const openBar = (totalSteps: number): Bar => {
  const cliProgress: typeof CliProgress = createRequire(import.meta.url)('cli-progress')
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

/**
 * Everything that a command may ask for; a process of its own guards itself besides (main.ts). What few
 * commands ask for is loaded when they do.
 */
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
  loadModule: (path) => async () => {
    const { loadModelModule } = await import('./ModelHooks.ts')
    return loadModelModule(path)()
  },
  readModel: (_, read) => read,
  mnistFolder: findMnist(),
  withExecutor:
    ({ backend, threads = 'auto', probe }, use) =>
    async () => {
      const { withExecutor, withinRoom } = await import('../runtime/index.ts')
      return pipe(
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
      )()
    },
  drawSvg: drawSvg({ searchFrom: [resolve('.')] }),
  pause: () => setImmediate(),
  watchInterruption: watchSignals,
  processes: nodeProcesses,
  runSelf,
  openQueue: (url, hear, leaseMs) =>
    openBullQueue({
      searchFrom: [resolve('.')],
      say: hear,
      leaseMs,
      token: `${nodeProcesses.self.host}-${nodeProcesses.self.pid}-${nodeProcesses.self.started}`
    })(url),
  version
}
