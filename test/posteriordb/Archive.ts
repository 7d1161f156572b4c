/**
 * Files of posteriordb (github.com/stan-dev/posteriordb, BSD-3; its data have licences of their own), at
 * one commit: from a copy in a folder, or from where it is published.
 */
import { readFile } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { unzipSync } from 'fflate'
import type * as t from 'io-ts'

/** Version 1.0. */
const commit = '28f8d3d6e975315f42aa274a8399f21e07a43b30'
const published = `https://raw.githubusercontent.com/stan-dev/posteriordb/${commit}`

/** The bytes of a file, or why they cannot be had. */
const bytesOf = (folder: string | undefined, path: string): TE.TaskEither<string, Uint8Array> =>
  TE.tryCatch(
    async () => {
      if (folder !== undefined) return readFile(`${folder}/${path}`)
      const answer = await fetch(`${published}/${path}`)
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`)
      return answer.bytes()
    },
    (error) => `${path}: ${error instanceof Error ? error.message : String(error)}`
  )

/** The one file of JSON in an archive. */
export const archived =
  (folder: string | undefined) =>
  <A>(path: string, codec: t.Type<A, unknown>): TE.TaskEither<string, A> =>
    pipe(
      bytesOf(folder, `posterior_database/${path}.json.zip`),
      TE.chainEitherK((bytes) =>
        E.tryCatch(
          (): unknown => {
            const [json] = Object.values(unzipSync(bytes))
            return JSON.parse(new TextDecoder().decode(json))
          },
          (error) => `${path}: ${String(error)}`
        )
      ),
      TE.chainEitherK((json) =>
        pipe(
          codec.decode(json),
          E.mapLeft(() => `${path}: not of the shape that is read here`)
        )
      )
    )
