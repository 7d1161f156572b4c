/**
 * The model file that a run names: it is a program, so whoever asks for a run is told that it is
 * imported, and one that has changed since the training is not.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { problem, type Problems } from '../ir/Problem.ts'
import { digestOf } from '../storage/Checksum.ts'
import { readIfThere } from '../storage/FileSystem.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import { attempt, type Command, say } from './Command.ts'
import { onOff } from './options/OptionTable.ts'

// model

/** `--changed-model`, the same wherever the model of a run is imported. */
export const changedModelRow = onOff(
  'import the model file of the run although it has changed since the training'
)

// combinators

/** The digest of a model file; null where no such file is to be seen. */
export const modelFileDigest = (path: string): Command<string | null> =>
  attempt(({ files }) =>
    pipe(
      readIfThere(files)(path, (bytes) => E.right(digestOf([bytes]))),
      TE.map((digest) => digest ?? null)
    )
  )

const changed = (path: string, folder: string): Problems =>
  of(
    problem(
      path,
      `this model file has changed since the run in ${folder} was trained, and is not imported`,
      'a model file is a program that runs with your rights, and what was learnt belongs to the model as it was',
      'restore it, or --changed-model to import it as it is'
    )
  )

// destructors

/** Errors: the model file is no longer what it was, unless that is accepted. Nothing was imported. */
export const unchangedModel = (
  folder: string,
  { model }: Pick<RunRecord, 'model'>,
  path: string,
  isAccepted: boolean
): Command<void> =>
  model.file === null || isAccepted
    ? RTE.right(undefined)
    : pipe(
        modelFileDigest(path),
        RTE.chain((now) =>
          now === null || now === model.file
            ? RTE.right(undefined)
            : RTE.left(changed(path, folder))
        )
      )

/** Said before it happens, where somebody is watching. */
export const sayImport =
  (folder: string, { model: { path } }: RunRecord): Command<void> =>
  (c) =>
    c.terminal.isWatched
      ? say(`importing ${path}, the model that ${folder} names: it runs with your rights`)(c)
      : TE.right(undefined)
