/**
 * Numbers and texts as bytes: what the sections of a network's file are made of.
 *
 * Whole numbers are little-endian base 128, seven bits a byte, the high bit set on all but the
 * last; signed ones as 0, −1, 1, −2, … ↦ 0, 1, 2, 3, …; reals are float64, little-endian; texts
 * UTF-8 behind their length in bytes.
 */

// ---------------------------------------------------------------------------
// writing
// ---------------------------------------------------------------------------

export type Bytes = ReadonlyArray<number>

/** A whole number, 0 ≤ n ≤ 2⁵³ − 1. */
export const natural = (n: number): Bytes =>
  n < 128 ? [n] : [(n % 128) + 128, ...natural(Math.floor(n / 128))]
export const integer = (n: number): Bytes => natural(n < 0 ? -2 * n - 1 : 2 * n)
export const real = (x: number): Bytes => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, x, true)
  return [...bytes]
}
export const text = (s: string): Bytes => {
  const bytes = new TextEncoder().encode(s)
  return [...natural(bytes.length), ...bytes]
}
/** A list behind its length. */
export const list =
  <A>(write: (a: A) => Bytes) =>
  (xs: ReadonlyArray<A>): Bytes => [...natural(xs.length), ...xs.flatMap(write)]

// ---------------------------------------------------------------------------
// reading
// ---------------------------------------------------------------------------

/**
 * Reads bytes in order. It never reads outside them: after a failure it gives zeros and empty
 * lists, and `failure()` says what was wrong first. Whoever reads in loops asks `isFine()`.
 */
export interface ByteReader {
  readonly byte: () => number
  readonly natural: () => number
  readonly integer: () => number
  readonly real: () => number
  readonly text: () => string
  /** Of at most so many items, where that is said. */
  readonly list: <A>(read: () => A, most?: number) => ReadonlyArray<A>
  readonly bytes: (length: number) => Uint8Array
  readonly left: () => number
  /** Notes what is wrong; the first note stays. */
  readonly fail: (what: string) => void
  /** Notes what there is too much of: `10 axes`, where so many may be. */
  readonly exceed: (what: string, most: number) => void
  readonly isFine: () => boolean
  readonly failure: () => string | undefined
  /** Was it too much, rather than wrong? */
  readonly isExcess: () => boolean
}

// A byte order mark in front of a name is a part of it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const byteReader = (data: Uint8Array): ByteReader => {
  let position = 0
  let failed: string | undefined
  let isExcess = false
  const fail = (what: string): void => {
    failed ??= what
  }
  const exceed = (what: string, most: number): void => {
    if (failed !== undefined) return
    failed = `${what}, where the budget is ${most}`
    isExcess = true
  }
  const left = (): number => data.length - position

  const bytes = (length: number): Uint8Array => {
    if (failed !== undefined || length > left()) {
      fail('it ends too early')
      return new Uint8Array(0)
    }
    position += length
    return data.subarray(position - length, position)
  }
  const byte = (): number => bytes(1)[0] ?? 0
  const readNatural = (): number => {
    let n = 0
    for (let scale = 1; ; scale *= 128) {
      const b = byte()
      n += (b % 128) * scale
      if (b < 128) return n
      if (n > Number.MAX_SAFE_INTEGER || scale > 2 ** 49) {
        fail('a number is too large')
        return 0
      }
    }
  }
  const readText = (): string => {
    const found = bytes(readNatural())
    try {
      return utf8.decode(found)
    } catch {
      fail('a text is not UTF-8')
      return ''
    }
  }
  return {
    byte,
    bytes,
    left,
    fail,
    exceed,
    natural: readNatural,
    integer: () => {
      const n = readNatural()
      return n % 2 === 0 ? n / 2 : -(n + 1) / 2
    },
    real: () => {
      const found = bytes(8)
      return found.length === 8
        ? new DataView(found.buffer, found.byteOffset, 8).getFloat64(0, true)
        : 0
    },
    text: readText,
    list: (read, most = Infinity) => {
      const count = readNatural()
      const found = []
      if (count > left()) fail('a list is longer than what follows')
      if (count > most) exceed(`a list of ${count}`, most)
      for (let i = 0; i < count && failed === undefined; i++) found.push(read())
      return found
    },
    isFine: () => failed === undefined,
    failure: () => failed,
    isExcess: () => isExcess
  }
}
