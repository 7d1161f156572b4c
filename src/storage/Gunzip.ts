/**
 * What gzipped bytes hold. Such bytes are recognised by their first two.
 *
 * As `gunzip` does it: a file may be several gzip files in a row, and end in zeros that only fill a
 * block; unlike `gunzip`, which warns, anything else behind it is refused. Nothing is unpacked beyond
 * what the header inside says there is, nor beyond the budget.
 *
 * Node unpacks by its zlib. A page has `DecompressionStream`, which takes one gzip file and nothing
 * behind it.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'
import { refuse } from '../ir/Problem.ts'
import { type Budget, overBudget, standardBudget } from './Budget.ts'

/**
 * - `lengthOf` from the first bytes, how many there are in all; undefined where they do not say so
 *   (yet)
 */
export interface Unpacking {
  readonly lengthOf?: (start: Uint8Array) => number | undefined
  readonly budget?: Pick<Budget, 'unpackedBytes' | 'unpackedPerByte' | 'statedPerByte'>
}

/** Bytes as they are unpacked; `consumed` is asked for at the end: how many packed ones these were. */
interface Unpacked {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly consumed: () => number
}

const zlib = globalThis.process?.getBuiltinModule?.('node:zlib')

const byNode = (node: NonNullable<typeof zlib>, bytes: Uint8Array): Unpacked => {
  const stream = node.createGunzip({ chunkSize: 2 ** 16 })
  stream.end(bytes)
  return { chunks: stream, consumed: () => stream.bytesWritten }
}

async function* readAll(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

const byPage = (bytes: Uint8Array): Unpacked => ({
  chunks: readAll(new Uint8Array(bytes)),
  consumed: () => bytes.length
})

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}

const damaged = (where: string, why: string): E.Either<Problem, never> =>
  refuse(where, 'expected a complete gzip file', why, 'download the file again')

/** Bytes that are enough to know how many there will be, whatever the format. */
const headBytes = 2 ** 12

/** A length that a header can mean. */
const isLength = (n: number | undefined): n is number => Number.isSafeInteger(n) && Number(n) >= 0

/**
 * Unpacks once, and keeps nothing: `take` has each chunk, where it stands, and the length that the
 * header inside says, if it does by then. The answer is the length that there is.
 */
const unpackInto = async (
  where: string,
  bytes: Uint8Array,
  { lengthOf = () => undefined, budget = standardBudget }: Unpacking,
  take: (chunk: Uint8Array, at: number, stated: number | undefined) => void
): Promise<E.Either<Problem, number>> => {
  const within = (perByte: number): number => Math.max(budget.unpackedBytes, perByte * bytes.length)
  const { chunks, consumed } = zlib === undefined ? byPage(bytes) : byNode(zlib, bytes)
  let head: Uint8Array = new Uint8Array()
  let length = 0
  let stated: number | undefined
  for await (const chunk of chunks) {
    if (length < headBytes) {
      head = joined(head, chunk.subarray(0, headBytes))
      const found = lengthOf(head)
      stated ??= isLength(found) ? found : undefined
    }
    const at = length
    length += chunk.length
    const most = within(stated === undefined ? budget.unpackedPerByte : budget.statedPerByte)
    if (Math.max(length, stated ?? 0) > most)
      return E.left(
        overBudget(
          where,
          `${stated ?? `more than ${most}`} bytes, unpacked from ${bytes.length}, where the budget is ${most}`,
          'if you trust where it comes from, unpack it (gunzip) and give what comes out'
        )
      )
    if (length > (stated ?? Infinity))
      return refuse(
        where,
        `expected ${stated} bytes in this gzip file, found more`,
        'the header of what is packed says how many there are',
        'download the file again'
      )
    take(chunk, at, stated)
  }
  return bytes.subarray(consumed()).every((byte) => byte === 0)
    ? E.right(length)
    : damaged(where, 'other bytes follow it')
}

/**
 * Into one array of its own length, never more: the header inside says which, or it is unpacked
 * once to know.
 */
const unpack = async (
  where: string,
  bytes: Uint8Array,
  how: Unpacking
): Promise<E.Either<Problem, Uint8Array>> => {
  let whole: Uint8Array | undefined
  const first = await unpackInto(where, bytes, how, (chunk, at, stated) => {
    if (at === 0 && stated !== undefined) whole = new Uint8Array(stated)
    whole?.set(chunk, at)
  })
  if (E.isLeft(first)) return first
  const length = first.right
  if (whole !== undefined) return E.right(whole.subarray(0, length))
  const counted = new Uint8Array(length)
  const second = await unpackInto(where, bytes, how, (chunk, at) => counted.set(chunk, at))
  return E.Functor.map(second, () => counted)
}

/**
 * The bytes themselves, or what they hold if they are gzipped; `where` (their path) begins every
 * message. Errors: they do not unpack, or to more than the header inside says, or than the budget.
 */
export const gunzipped =
  (where: string, how: Unpacking = {}) =>
  (bytes: Uint8Array): TaskEither<Problem, Uint8Array> =>
    bytes[0] === 0x1f && bytes[1] === 0x8b
      ? () =>
          unpack(where, bytes, how).catch((error: unknown) => {
            const reason = error instanceof Error ? error.message : String(error)
            return damaged(
              where,
              `it does not unpack: ${reason === '' ? 'it ends too early' : reason}`
            )
          })
      : TE.right(bytes)
