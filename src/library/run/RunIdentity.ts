/**
 * Which run a folder holds: nothing is overwritten by accident, and only the same run goes on.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem, type Problems, refuse } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { inRun, loadRecord } from '../../storage/run/RunFolder.ts'
import type { RunRecord } from '../../storage/run/RunRecord.ts'
import type { CompiledModel } from '../CompileModel.ts'
import { graphHash } from '../GraphHash.ts'
import type { Bound } from '../../inference/index.ts'
import { boundDigests, sameArrays, withoutBudget } from './RunDigests.ts'

// model

/** What shall become of a run that is already in the folder. */
export interface Intent {
  /** It goes on; there must be one. */
  readonly resume: boolean
  /** It is replaced. */
  readonly force: boolean
  /** The command that asks: what another one began, it does not go on with. `train` unless said. */
  readonly how?: 'train' | 'sample'
}

// combinators

/** Errors: a run that the other command goes on with. */
const begunSo = (
  folder: string,
  how: 'train' | 'sample',
  record: RunRecord
): E.Either<Problem, RunRecord> => {
  const was = record.sampled === undefined ? 'train' : 'sample'
  return was === how
    ? E.right(record)
    : refuse(
        folder,
        `this run was begun by farrier ${was}, and farrier ${how} is to go on with it`,
        'the two leave different files',
        `farrier ${was} ${shellWord(record.model.path)} --out ${shellWord(folder)} --resume`
      )
}

const taken = (folder: string, { outcome, steps }: RunRecord): Problem => {
  const hasEnded = outcome === 'finished' || outcome === 'converged'
  return problem(
    folder,
    hasEnded
      ? 'there is a finished run in this folder'
      : `there is an unfinished run in this folder (${steps.done} of ${steps.of} steps)`,
    'a run is never overwritten by accident',
    `${hasEnded ? '' : '--resume to go on with it, '}--force to replace it, or another folder with --out`
  )
}

/** Every number and text in a value, by its path: `training/schedule/warmUp`. */
const leaves = (value: unknown, path: string): ReadonlyArray<readonly [string, string]> =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) =>
        leaves(part, path === '' ? name : `${path}/${name}`)
      )
    : [[path, String(value)]]

/** What decides the bytes of a run. */
const facts = ({
  farrier,
  model: { hash },
  data,
  compile,
  training,
  backend
}: RunRecord): ReadonlyMap<string, string> =>
  new Map(
    leaves(
      {
        'farrier version': farrier,
        model: hash,
        data,
        compile,
        training: withoutBudget(training),
        backend
      },
      ''
    )
  )

// destructors

/** The run to go on with, or none. Errors: one that stands in the way; none to go on with. */
export const runBefore = (
  files: FileSystem,
  folder: string,
  { resume, force, how = 'train' }: Intent
): TaskEither<Problem, RunRecord | undefined> =>
  pipe(
    files.exists(inRun(folder, 'record')),
    TE.chain((there): TaskEither<Problem, RunRecord | undefined> => {
      if (!resume && (!there || force)) return TE.right(undefined)
      const record = loadRecord(files, folder)
      return resume
        ? pipe(
            record,
            TE.chainEitherK((found) => begunSo(folder, how, found))
          )
        : pipe(
            record,
            TE.chain((found) => TE.left(taken(folder, found)))
          )
    })
  )

/** Errors: a record whose facts have been changed by hand, so that its files are not of it. */
const sameName = (folder: string, before: RunRecord, now: RunRecord): E.Either<Problems, void> =>
  before.id === null || before.id === now.id
    ? E.right(undefined)
    : E.left([
        problem(
          `${folder}: id`,
          `the run is named ${before.id}, and a run of these facts ${now.id ?? 'nothing'}`,
          'the record was changed since it was written',
          'restore run.json, or train again with --force'
        )
      ])

const startOver = 'restore the data, or start another run with --init-from'

/** The arrays, if they are those that the run began with. */
const sameData = (folder: string, before: RunRecord, now: RunRecord): E.Either<Problems, void> =>
  pipe(
    sameArrays(folder, before.digests?.train, now.digests?.train ?? {}, startOver),
    E.chain(() =>
      sameArrays(`${folder}: test`, before.digests?.test, now.digests?.test ?? {}, startOver)
    )
  )

/** `now`, if all that decides the bytes of a run is as it was `before`; every difference else. */
export const sameRun =
  (folder: string, before: RunRecord) =>
  (now: RunRecord): E.Either<Problems, RunRecord> => {
    const [was, is] = [facts(before), facts(now)]
    const differing = [...new Set([...was.keys(), ...is.keys()])]
      .filter((name) => was.get(name) !== is.get(name))
      .map((name) =>
        problem(
          `${folder}: ${name}`,
          `the run has ${was.get(name) ?? 'none'}, this command ${is.get(name) ?? 'none'}`,
          'a resumed run ends with the same bytes as one that was never interrupted',
          name.startsWith('data/')
            ? startOver
            : 'leave out the options that the run has already, or start another run with --init-from'
        )
      )
    return isNonEmpty(differing)
      ? E.left(differing)
      : pipe(
          sameData(folder, before, now),
          E.chain(() => sameName(folder, before, now)),
          E.map(() => now)
        )
  }

/**
 * Errors: the data that are bound now are not those that the run was trained on. Test data may be
 * others: nothing is chosen by them.
 */
export const trainedArrays = (
  folder: string,
  { digests }: RunRecord,
  train: Bound,
  next = 'restore the data, or train again'
): E.Either<Problems, void> =>
  digests === null
    ? E.right(undefined)
    : sameArrays(folder, digests.train, boundDigests(train), next)

/** The model, if it is the one that the run was trained with. */
export const modelTrained =
  (folder: string, record: RunRecord) =>
  (model: CompiledModel): E.Either<Problem, CompiledModel> =>
    graphHash(model.graph) === record.model.hash
      ? E.right(model)
      : refuse(
          folder,
          `the run was trained with another model than ${record.model.path} declares now`,
          'its parameters mean nothing in this one',
          'restore the model file, or train again'
        )

/** Of every random number of the run. */
export const seedOf = ({ training }: RunRecord): number =>
  typeof training['seed'] === 'number' ? training['seed'] : 0

/** What bytes counted against errors in a run: 1 where nothing was said. */
export const thriftOf = ({ training }: RunRecord): number =>
  typeof training['thrift'] === 'number' ? training['thrift'] : 1

/** The record, if its training has ended. */
export const runEnded =
  (folder: string) =>
  (record: RunRecord): E.Either<Problem, RunRecord> =>
    record.outcome !== 'running'
      ? E.right(record)
      : refuse(
          folder,
          `this run has not ended (epoch ${record.epoch}, ${record.steps.done} of ${record.steps.of} steps)`,
          'it is training now, or it was cut off without saving',
          'wait for it, or go on with it: ' +
            `farrier train ${shellWord(record.model.path)} --out ${shellWord(folder)} --resume`
        )
