/**
 * The capability of files: the only way in which anything reads or writes them.
 *
 * Production is `nodeFileSystem` of NodeFileSystem.ts; tests hand in one that lives in memory.
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'

/**
 * - `read` the whole file
 * - `chunks` its bytes in order, some at a time, never all in memory; a chunk is good until the
 *   next is asked for, and a problem is the last that comes
 * - `writeWhole` the file holds these bytes afterwards, or (on an error, or if the process dies)
 *   what it held before: never a part
 * - `append` the file, which is created if it is missing, holds these bytes behind what it held, or
 *   (on an error) what it held before; if the process dies, a part of them may be there
 * - `exists` a file or a folder of this path
 * - `list` names in a folder, sorted
 * - `makeFolder` with its parents; no error if it is there
 * - `remove` a file; no error if it is not there
 *
 * Errors: a `Problem` whose `where` is the path.
 */
export interface FileSystem {
  readonly read: (path: string) => TaskEither<Problem, Uint8Array>
  readonly chunks: (path: string) => AsyncIterable<Either<Problem, Uint8Array>>
  readonly writeWhole: (path: string, bytes: Uint8Array) => TaskEither<Problem, void>
  readonly append: (path: string, bytes: Uint8Array) => TaskEither<Problem, void>
  readonly exists: (path: string) => TaskEither<Problem, boolean>
  readonly list: (folder: string) => TaskEither<Problem, ReadonlyArray<string>>
  readonly makeFolder: (folder: string) => TaskEither<Problem, void>
  readonly remove: (path: string) => TaskEither<Problem, void>
}

const NO_BYTES = new Uint8Array()
const utf8 = new TextEncoder()

/** What a file has, undefined if there is no such file. Errors: those of `decode`, a file that cannot be read. */
export const readIfThere =
  (files: FileSystem) =>
  <A>(
    path: string,
    decode: (bytes: Uint8Array) => Either<Problem, A>
  ): TaskEither<Problem, A | undefined> =>
    pipe(
      files.exists(path),
      TE.chain((there) =>
        there ? pipe(files.read(path), TE.chainEitherK(decode)) : TE.right(undefined)
      )
    )

/** The bytes of a file, or none if there is no such file. */
export const readOrEmpty =
  (files: FileSystem) =>
  (path: string): TaskEither<Problem, Uint8Array> =>
    pipe(
      readIfThere(files)(path, (bytes) => right(bytes)),
      TE.map((bytes) => bytes ?? NO_BYTES)
    )

/**
 * Adds one line of text (UTF-8, without its line end) to a file, which is created if it is missing.
 * What it costs does not grow with the file. A line that has no end was cut when the process died.
 */
export const appendLine =
  (files: FileSystem) =>
  (path: string, line: string): TaskEither<Problem, void> =>
    files.append(path, utf8.encode(`${line}\n`))
