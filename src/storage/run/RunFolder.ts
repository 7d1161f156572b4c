/**
 * The folder of a run: `run.json` (what it is), `posterior.safetensors` (what it learnt),
 * `state.safetensors` (where it goes on), `metrics.jsonl` (a line for every epoch), and where it
 * was asked for `profile.json` (where the time went). One that was sampled has `draws.safetensors`
 * in the place of the posterior, and no metrics. Each file is written whole or not at all, but
 * for `metrics.jsonl`, to which a line is added. Each says of which run it is (`RunId.ts`); whoever
 * loads one may say which that must be.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import { problem } from '../../ir/Problem.ts'
import { appendLine, type FileSystem, readOrEmpty } from '../FileSystem.ts'
import {
  type NamedTensors,
  readNamedTensors,
  writeNamedTensors
} from '../tensors/NamedTensorFile.ts'
import { readDraws, type StoredDraws, writeDraws } from './DrawsFile.ts'
import { readWideTensors, type WideTensors, writeWideTensors } from '../tensors/WideTensorFile.ts'
import { readPosterior, type StoredPosterior, writePosterior } from './PosteriorFile.ts'
import { checkRun, type RunId } from './RunId.ts'
import { readRunRecord, type RunRecord, writeRunRecord } from './RunRecord.ts'

type Part = 'record' | 'posterior' | 'draws' | 'state' | 'metrics' | 'profile'

const names: { readonly [P in Part]: string } = {
  record: 'run.json',
  posterior: 'posterior.safetensors',
  draws: 'draws.safetensors',
  state: 'state.safetensors',
  metrics: 'metrics.jsonl',
  profile: 'profile.json'
}

/** The path of a part. */
export const inRun = (folder: string, part: Part): string =>
  `${folder.replace(/\/+$/, '')}/${names[part]}`

const existing = (
  files: FileSystem,
  path: string,
  what: string,
  next: string
): TaskEither<Problem, Uint8Array> =>
  pipe(
    files.exists(path),
    TE.chain((there) =>
      there
        ? files.read(path)
        : TE.left(
            problem(path, `expected ${what}, found nothing there`, 'it is a part of a run', next)
          )
    )
  )

/** The record of the run in a folder. */
export const loadRecord = (files: FileSystem, folder: string): TaskEither<Problem, RunRecord> => {
  const path = inRun(folder, 'record')
  return pipe(
    existing(
      files,
      path,
      'the record of a run',
      folder.endsWith('.farrier')
        ? 'name the folder of the run that the network came from: its deviations are there; a pressed network ' +
            'itself is read by `farrier eval`, `inspect` and `export`'
        : 'name the folder that `farrier train --out` made'
    ),
    TE.chainEitherK(readRunRecord(path))
  )
}

export const saveRecord =
  (files: FileSystem, folder: string) =>
  (record: RunRecord): TaskEither<Problem, void> =>
    pipe(
      files.makeFolder(folder),
      TE.chain(() => files.writeWhole(inRun(folder, 'record'), writeRunRecord(record)))
    )

/** Every file of a run but its record, which goes first. */
const others: ReadonlyArray<Part> = ['state', 'posterior', 'draws', 'metrics', 'profile']

/** No run is in the folder afterwards; where this breaks off, what is left is of none. */
export const clearRun = (files: FileSystem, folder: string): TaskEither<Problem, void> =>
  pipe(
    ['record' as const, ...others],
    TE.traverseSeqArray((part) => {
      const path = inRun(folder, part)
      return pipe(
        files.exists(path),
        TE.chain((there) => (there ? files.remove(path) : TE.right(undefined)))
      )
    }),
    TE.map(() => undefined)
  )

export const savePosterior =
  (files: FileSystem, folder: string) =>
  (posterior: StoredPosterior): TaskEither<Problem, void> =>
    files.writeWhole(inRun(folder, 'posterior'), writePosterior(posterior))

/** The posterior in a folder, which must be that of a run if one is named. */
export const loadPosterior = (
  files: FileSystem,
  folder: string,
  run: RunId = null
): TaskEither<Problem, StoredPosterior> => {
  const path = inRun(folder, 'posterior')
  return pipe(
    existing(
      files,
      path,
      'the posterior of a run',
      'wait until the training has ended, or resume it'
    ),
    TE.chainEitherK(readPosterior(path)),
    TE.tap((found) => TE.fromEither(checkRun(path, run, found.run)))
  )
}

export const saveDraws =
  (files: FileSystem, folder: string) =>
  (draws: StoredDraws): TaskEither<Problem, void> =>
    files.writeWhole(inRun(folder, 'draws'), writeDraws(draws))

/** The draws in a folder, which must be those of a run if one is named. */
export const loadDraws = (
  files: FileSystem,
  folder: string,
  run: RunId = null
): TaskEither<Problem, StoredDraws> => {
  const path = inRun(folder, 'draws')
  return pipe(
    existing(files, path, 'the draws of a run', 'wait until it has sampled, or resume it'),
    TE.chainEitherK(readDraws(path)),
    TE.tap((found) => TE.fromEither(checkRun(path, run, found.run)))
  )
}

/** Where the chains of a run stand. */
export const saveChains =
  (files: FileSystem, folder: string) =>
  (chains: WideTensors): TaskEither<Problem, void> =>
    files.writeWhole(inRun(folder, 'state'), writeWideTensors(chains))

/** The chains in a folder, which must be those of a run if one is named. */
export const loadChains = (
  files: FileSystem,
  folder: string,
  run: RunId = null
): TaskEither<Problem, WideTensors> => {
  const path = inRun(folder, 'state')
  return pipe(
    existing(files, path, 'the chains of a run', 'sample again without --resume'),
    TE.chainEitherK(readWideTensors(path)),
    TE.tap(({ texts }) => TE.fromEither(checkRun(path, run, texts['run'])))
  )
}

export const saveState =
  (files: FileSystem, folder: string) =>
  (state: NamedTensors): TaskEither<Problem, void> =>
    files.writeWhole(inRun(folder, 'state'), writeNamedTensors(state))

/** The state in a folder, which must be that of a run if one is named. */
export const loadState = (
  files: FileSystem,
  folder: string,
  run: RunId = null
): TaskEither<Problem, NamedTensors> => {
  const path = inRun(folder, 'state')
  return pipe(
    existing(files, path, 'the state of a run', 'train again without --resume'),
    TE.chainEitherK(readNamedTensors(path)),
    TE.tap(({ texts }) => TE.fromEither(checkRun(path, run, texts['run'])))
  )
}

/** What says of which run a line is, at its beginning. */
const runMark = /^\{"run":"([0-9a-f]*)",/

/** A line of JSON that says of which run it is. */
export const lineOf = (run: RunId, line: string): string =>
  run === null ? line : line.replace('{', () => `{"run":${JSON.stringify(run)},`)

/**
 * The lines recorded so far, without their ends and without what says of which run they are; that must
 * be the one that is named, if one is. A last line without an end was cut when a process died; its
 * epoch was not over, and comes again.
 */
export const loadMetrics = (
  files: FileSystem,
  folder: string,
  run: RunId = null
): TaskEither<Problem, ReadonlyArray<string>> => {
  const path = inRun(folder, 'metrics')
  return pipe(
    readOrEmpty(files)(path),
    TE.chainEitherK((bytes) =>
      E.tryCatch(
        () => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
        () =>
          problem(
            path,
            'expected a line of text for every epoch',
            'it is not UTF-8',
            'leave it out, or train again'
          )
      )
    ),
    TE.map((text) =>
      text
        .split('\n')
        .slice(0, -1)
        .filter((line) => line !== '')
    ),
    TE.tap(TE.traverseArray((line) => TE.fromEither(checkRun(path, run, runMark.exec(line)?.[1])))),
    TE.map((lines) => lines.map((line) => line.replace(runMark, '{')))
  )
}

/** One more line, without its end. */
export const appendMetrics =
  (files: FileSystem, folder: string) =>
  (line: string): TaskEither<Problem, void> =>
    appendLine(files)(inRun(folder, 'metrics'), line)

/** These lines in place of all. */
export const saveMetrics =
  (files: FileSystem, folder: string) =>
  (lines: ReadonlyArray<string>): TaskEither<Problem, void> =>
    files.writeWhole(
      inRun(folder, 'metrics'),
      new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
    )

/** A profile in the trace-event format, as JSON. */
export const saveProfile =
  (files: FileSystem, folder: string) =>
  (profile: unknown): TaskEither<Problem, void> =>
    files.writeWhole(inRun(folder, 'profile'), new TextEncoder().encode(JSON.stringify(profile)))
