/**
 * The command line in this process, over a file system in memory, with everything it prints caught.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Capabilities } from '../../src/cli/Command.ts'
import { commandLine } from '../../src/cli/CommandLine.ts'
import { drawSvg as drawSvgAs } from '../../src/cli/pictures/DrawSvg.ts'
import type { Processes, Signal } from '../../src/cli/Processes.ts'
import { mnistAbsent } from '../../src/cli/options/MnistFolder.ts'
import type { FileSystem } from '../../src/storage/FileSystem.ts'
import { withExecutor } from '../../src/runtime/index.ts'
import { memoryFileSystem } from './MemoryFileSystem.ts'
import { toyImages } from './ToyImages.ts'
import { toyModel } from './ToyModel.ts'

export interface World {
  readonly files?: FileSystem
  /** What `model.ts` exports by default; `toyModel` unless said. */
  readonly model?: unknown
  readonly loadModule?: Capabilities['loadModule']
  /** The number of steps after which Ctrl-C is pressed. */
  readonly interruptAfter?: number
  /** Or the moment when it is. */
  readonly interruptWhen?: () => boolean
  /** What is sent then in its place. */
  readonly signal?: Signal
  readonly processes?: Processes
  /** Vega itself unless said. */
  readonly drawSvg?: Capabilities['drawSvg']
  /** Processes of their own; a test that has none fails. */
  readonly runSelf?: Capabilities['runSelf']
  readonly openQueue?: Capabilities['openQueue']
  /** A clock; it stands still unless said. */
  readonly nowMs?: () => number
}

export interface Answer {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** There is no other. */
export const oneProcess: Processes = {
  self: { pid: 1, started: '1', host: 'test' },
  stateOf: ({ pid }) => (pid === 1 ? 'running' : 'gone'),
  hold: () => () => undefined
}

export const toyFiles = (): FileSystem => memoryFileSystem({ files: toyImages('/data') })

/** Runs one command in a world. */
export const farrier =
  ({
    files = toyFiles(),
    model = toyModel,
    loadModule,
    interruptAfter = Infinity,
    interruptWhen = () => false,
    signal = 'SIGINT',
    processes = oneProcess,
    drawSvg = drawSvgAs({}),
    runSelf = () => Promise.reject(new Error('no other processes here')),
    openQueue = () => () => Promise.reject(new Error('no queue here')),
    nowMs = () => 0
  }: World = {}) =>
  async (...words: ReadonlyArray<string>): Promise<Answer> => {
    const printed = { out: '', err: '' }
    let pauses = 0
    const capabilities: Capabilities = {
      files,
      terminal: {
        out: (text) => {
          printed.out += text
        },
        err: (text) => {
          printed.err += text
        },
        isWatched: false
      },
      openBar: () => ({ update: () => undefined, stop: () => undefined }),
      nowMs,
      loadModule: loadModule ?? (() => TE.right({ default: model })),
      readModel: (_, read) => read,
      mnistFolder: E.left(mnistAbsent),
      withExecutor: ({ backend, threads = 'auto', probe }, use) =>
        pipe(withExecutor(backend, { threads, probe })(use), TE.mapLeft(of), TE.flatten),
      drawSvg,
      pause: () => {
        pauses += 1
        return Promise.resolve()
      },
      watchInterruption: () => ({
        interrupted: () => (pauses >= interruptAfter || interruptWhen() ? signal : undefined),
        stop: () => undefined
      }),
      processes,
      runSelf,
      openQueue,
      version: '0.0.0-test'
    }
    const code = await commandLine(capabilities)(words)
    return { code, ...printed }
  }

/** The words that train the toy model fast. */
export const trainWords = (out: string, ...more: ReadonlyArray<string>): ReadonlyArray<string> => [
  'train',
  'model.ts',
  '--data',
  '/data',
  '--out',
  out,
  '--backend',
  'cpu',
  '--batch',
  '12',
  '--epochs',
  '3',
  ...more
]
