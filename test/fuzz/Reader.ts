/**
 * What the fuzzer asks of a reader: that it answers a value or problems within its budget, throws
 * never, and that what it accepts it writes back.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Problem } from '../../src/ir/Problem.ts'

type Answer<A> = E.Either<Problem | ReadonlyArray<Problem>, A>

/**
 * - `read` the reader; - `write` what it accepted, where there is a writer; - `use` what is done
 *   next with what was accepted
 * - `split` bytes into what changes by itself, `join` with lengths and checksums made right again;
 *   without these only whole files are changed, which checksums refuse at once
 * - `words` that the format knows
 */
export interface Reader<A> {
  readonly name: string
  readonly read: (bytes: Uint8Array) => Answer<A> | Promise<Answer<A>>
  readonly write?: (value: A) => Uint8Array
  readonly use?: (value: A) => unknown
  readonly split?: (bytes: Uint8Array) => ReadonlyArray<Uint8Array> | undefined
  readonly join?: (parts: ReadonlyArray<Uint8Array>) => Uint8Array
  readonly words: ReadonlyArray<string>
}

/** A reader of whatever: its values never leave it. */
export interface AnyReader extends Omit<Reader<never>, 'read' | 'write' | 'use'> {
  /** What is wrong with the reader, or whether it accepted the bytes. */
  readonly examine: (bytes: Uint8Array) => Promise<string | boolean>
}

/** Of one reading, whatever the bytes are. */
const budgetMs = 1000
const budgetBytes = 200 * 2 ** 20

const isText = (text: unknown): boolean => typeof text === 'string' && text.length > 0

const isProblem = (p: Problem): boolean => [p.where, p.what, p.why, p.try].every(isText)

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

/** What was accepted, written and read again gives the same bytes. */
const writtenBack = async <A>(
  { read, write }: Reader<A>,
  value: A
): Promise<string | undefined> => {
  if (write === undefined) return undefined
  const bytes = write(value)
  const again = await read(bytes)
  if (E.isLeft(again)) return `refuses what it wrote: ${JSON.stringify(again.left)}`
  return sameBytes(write(again.right), bytes) ? undefined : 'writes other bytes the second time'
}

/** Milliseconds of this thread's own work, and how far the process has grown. */
const spent = (): { readonly ms: number; readonly bytes: number } => {
  const { user, system } = process.threadCpuUsage()
  return { ms: (user + system) / 1000, bytes: 1024 * process.resourceUsage().maxRSS }
}

const examineWith =
  <A>(reader: Reader<A>) =>
  async (bytes: Uint8Array): Promise<string | boolean> => {
    try {
      const before = spent()
      const answer = await reader.read(bytes)
      const after = spent()
      if (after.ms - before.ms > budgetMs) return `took ${after.ms - before.ms} ms`
      if (after.bytes - before.bytes > budgetBytes)
        return `took ${(after.bytes - before.bytes) / 2 ** 20} MiB`
      if (E.isLeft(answer)) {
        const problems = [answer.left].flat()
        return problems.length > 0 && problems.every(isProblem)
          ? false
          : `says nothing: ${JSON.stringify(problems)}`
      }
      reader.use?.(answer.right)
      return (await writtenBack(reader, answer.right)) ?? true
    } catch (error) {
      return `threw ${messageOf(error)}`
    }
  }

export const anyReader = <A>(reader: Reader<A>): AnyReader => {
  const { read: _, write: _w, use: _u, ...rest } = reader
  return { ...rest, examine: examineWith(reader) }
}
