/** Files that are served over HTTP: what a page, and anything else that can `fetch`, reads. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem } from '../ir/Problem.ts'
import type { FileSystem } from '../storage/FileSystem.ts'
import { idxFileNames } from './LoadImages.ts'

const statusMissing = 404

/** What the server says, whether it is the file or not. */
const asked = (method: 'GET' | 'HEAD', url: string): TaskEither<Problem, Response> =>
  TE.tryCatch(
    () => fetch(url, { method }),
    (error) =>
      problem(
        url,
        'expected a file, found no answer',
        error instanceof Error ? error.message : String(error),
        'check the address, and that its server answers pages of this origin'
      )
  )

const refused = (url: string, status: number): Problem =>
  problem(
    url,
    `expected a file, found status ${status}`,
    'the server gives none at this address',
    'check the address, and where the files were put'
  )

const readOnly = (path: string): TaskEither<Problem, never> =>
  TE.left(
    problem(
      path,
      'nothing can be written here',
      'files that are served are for reading',
      'offer the bytes to be saved, or write with another file system'
    )
  )

const cutOff = (url: string): Problem =>
  problem(url, 'the file is cut off', 'the connection ended within it', 'load it again')

const got = (url: string): TaskEither<Problem, Response> =>
  pipe(
    asked('GET', url),
    TE.filterOrElse(
      ({ ok }) => ok,
      ({ status }) => refused(url, status)
    )
  )

/** The body as it arrives. */
async function* arriving(url: string): AsyncGenerator<E.Either<Problem, Uint8Array>> {
  const response = await got(url)()
  if (E.isLeft(response)) {
    yield response
    return
  }
  const reader = response.right.body?.getReader()
  for (;;) {
    const next = await (reader?.read().catch(() => undefined) ?? { done: true as const })
    if (next === undefined) yield E.left(cutOff(url))
    if (next === undefined || next.done) return
    yield E.right(next.value)
  }
}

/**
 * The files of one folder or several at `address`, an absolute URL; paths are relative to it. HTTP
 * does not list folders, so what is in one is said: the four files of MNIST, if nothing else is.
 *
 * Errors: no answer, a status other than success, writing.
 */
export const servedFiles = (
  address: string,
  names: ReadonlyArray<string> = idxFileNames
): FileSystem => {
  const urlOf = (path: string): string =>
    new URL(path.replace(/^\/+/, ''), `${address.replace(/\/+$/, '')}/`).href
  return {
    read: (path) =>
      pipe(
        got(urlOf(path)),
        TE.chain((response) =>
          TE.tryCatch(
            () => response.arrayBuffer(),
            () => cutOff(urlOf(path))
          )
        ),
        TE.map((buffer) => new Uint8Array(buffer))
      ),
    chunks: (path) => arriving(urlOf(path)),
    exists: (path) =>
      pipe(
        asked('HEAD', urlOf(path)),
        TE.filterOrElse(
          ({ ok, status }) => ok || status === statusMissing,
          ({ status }) => refused(urlOf(path), status)
        ),
        TE.map(({ ok }) => ok)
      ),
    writeWhole: readOnly,
    append: readOnly,
    makeFolder: readOnly,
    remove: readOnly,
    list: () => TE.right([...names].sort())
  }
}
