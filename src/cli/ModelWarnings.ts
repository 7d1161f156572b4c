/**
 * Warnings of the model in a file, less those that the file says are meant.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { type GivenData, type Ignored, ignoredBy, warningsOf } from '../lint/index.ts'
import type { CompiledModel } from '../library/CompileModel.ts'
import { readOrEmpty } from '../storage/FileSystem.ts'
import { attempt, type Command } from './Command.ts'

export const warningsIn = (
  path: string,
  model: CompiledModel,
  given?: GivenData
): Command<Ignored> =>
  pipe(
    attempt(({ files }) => readOrEmpty(files)(path)),
    RTE.map((bytes) =>
      ignoredBy(
        new TextDecoder().decode(bytes),
        given !== undefined
      )(warningsOf({ ...model, ...(given === undefined ? {} : { given }) }))
    )
  )
