/**
 * The folder of a run: `run.json` (what it is), `posterior.safetensors` (what it learnt),
 * `state.safetensors` (where it goes on), `metrics.jsonl` (a line for every epoch), and where it
 * was asked for `profile.json` (where the time went). Each file is written whole or not at all.
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Bindings, SitePosterior } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { problem } from '../../ir/Problem.ts'
import { type FileSystem, readOrEmpty } from '../FileSystem.ts'
import {
  type NamedTensors,
  readNamedTensors,
  writeNamedTensors
} from '../tensors/NamedTensorFile.ts'
import { readRunRecord, type RunRecord, writeRunRecord } from './RunRecord.ts'

/** The guide's parameters, and mean and variance of the declared sites. */
export interface StoredPosterior {
  readonly parameters: Bindings
  readonly sites: ReadonlyMap<string, SitePosterior>
}

type Part = 'record' | 'posterior' | 'state' | 'metrics' | 'profile'

const names: { readonly [P in Part]: string } = {
  record: 'run.json',
  posterior: 'posterior.safetensors',
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
    existing(files, path, 'the record of a run', 'name the folder that `farrier train --out` made'),
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

const PARAMETER = 'parameter:'
const MEAN = 'mean:'
const VARIANCE = 'variance:'

/** Entries whose names begin with a prefix, without it. */
const under = (prefix: string, tensors: Bindings): Bindings =>
  new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor])
  )

export const savePosterior =
  (files: FileSystem, folder: string) =>
  ({ parameters, sites }: StoredPosterior): TaskEither<Problem, void> =>
    files.writeWhole(
      inRun(folder, 'posterior'),
      writeNamedTensors({
        tensors: new Map([
          ...[...parameters].map(([name, tensor]) => [PARAMETER + name, tensor] as const),
          ...[...sites].flatMap(([site, { mean, variance }]) => [
            [MEAN + site, mean] as const,
            [VARIANCE + site, variance] as const
          ])
        ]),
        numbers: {},
        texts: {}
      })
    )

/** The posterior of the run in a folder. */
export const loadPosterior = (
  files: FileSystem,
  folder: string
): TaskEither<Problem, StoredPosterior> => {
  const path = inRun(folder, 'posterior')
  return pipe(
    existing(
      files,
      path,
      'the posterior of a run',
      'wait until the training has ended, or resume it'
    ),
    TE.chainEitherK(readNamedTensors(path)),
    TE.map(({ tensors }) => {
      const variances = under(VARIANCE, tensors)
      return {
        parameters: under(PARAMETER, tensors),
        sites: new Map(
          [...under(MEAN, tensors)].flatMap(([site, mean]) => {
            const variance = variances.get(site)
            return variance === undefined ? [] : [[site, { mean, variance }] as const]
          })
        )
      }
    })
  )
}

export const saveState =
  (files: FileSystem, folder: string) =>
  (state: NamedTensors): TaskEither<Problem, void> =>
    files.writeWhole(inRun(folder, 'state'), writeNamedTensors(state))

export const loadState = (files: FileSystem, folder: string): TaskEither<Problem, NamedTensors> => {
  const path = inRun(folder, 'state')
  return pipe(
    existing(files, path, 'the state of a run', 'train again without --resume'),
    TE.chainEitherK(readNamedTensors(path))
  )
}

/** The lines recorded so far, without their ends. */
export const loadMetrics = (
  files: FileSystem,
  folder: string
): TaskEither<Problem, ReadonlyArray<string>> =>
  pipe(
    readOrEmpty(files)(inRun(folder, 'metrics')),
    TE.map((bytes) =>
      new TextDecoder()
        .decode(bytes)
        .split('\n')
        .filter((line) => line !== '')
    )
  )

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
