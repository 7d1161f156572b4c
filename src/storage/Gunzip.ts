/**
 * What gzipped bytes hold. Such bytes are recognised by their first two.
 */
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'
import { problem } from '../ir/Problem.ts'

const mostBytes = 2 ** 31

const unpack = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
  const parts: Array<Uint8Array> = []
  let length = 0
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > mostBytes) throw new Error(`it holds more than ${mostBytes} bytes`)
    parts.push(next.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * The bytes themselves, or what they hold if they are gzipped; `where` (their path) begins every
 * message. Errors: they do not unpack.
 */
export const gunzipped =
  (where: string) =>
  (bytes: Uint8Array): TaskEither<Problem, Uint8Array> =>
    bytes[0] === 0x1f && bytes[1] === 0x8b
      ? TE.tryCatch(
          () => unpack(new Uint8Array(bytes)),
          (error) =>
            problem(
              where,
              'expected a complete gzip file',
              `it does not unpack: ${error instanceof Error ? error.message : String(error)}`,
              'download the file again'
            )
        )
      : TE.right(bytes)
