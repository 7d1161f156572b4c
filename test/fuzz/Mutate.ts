/** Changes of bytes, drawn from a key: the same key, the same changes. */

/** Whole numbers in [0, n), 0 of none; by xorshift (Marsaglia 2003). */
export type Draw = (n: number) => number

export const drawing = (seed: number): Draw => {
  let state = (seed * 2654435761) >>> 0 || 1
  return (n) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return n === 0 ? 0 : state % n
  }
}

const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Bytes at which readers change their minds: signs, ends of ranges, marks of JSON. */
const telling = [
  0, 1, 2, 3, 4, 7, 8, 9, 10, 13, 15, 16, 31, 32, 34, 44, 45, 46, 48, 57, 58, 63, 64
].concat([91, 92, 93, 101, 123, 125, 127, 128, 129, 192, 224, 239, 240, 254, 255])

/** Numbers in text that readers have to be careful with. */
const numbers = [
  '0',
  '-0',
  '-1',
  '1e999',
  '1e-999',
  '0.5',
  '4294967296',
  '9007199254740993',
  'NaN',
  'null'
].concat(['true', '""', '[]', '{}', '"\\u0000"', '"\\u001b"', '"__proto__"', '"constructor"'])

const encoder = new TextEncoder()

interface Hints {
  readonly words: ReadonlyArray<string>
  /** Another input, to take a piece from. */
  readonly other: Uint8Array
}

type Change = (bytes: Uint8Array, draw: Draw, hints: Hints) => Uint8Array

/** A stretch of at most `most` bytes: where it begins and ends. */
const stretch = (bytes: Uint8Array, draw: Draw, most: number): readonly [number, number] => {
  const from = draw(bytes.length + 1)
  return [from, Math.min(bytes.length, from + draw(most + 1))]
}

const put = (bytes: Uint8Array, at: number, byte: number): Uint8Array =>
  bytes.map((b, i) => (i === at ? byte : b))

const pick = <A>(from: ReadonlyArray<A>, draw: Draw, otherwise: A): A =>
  from[draw(Math.max(1, from.length))] ?? otherwise

const splice = (bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array =>
  joined(bytes.subarray(0, from), by, bytes.subarray(to))

/** A number as it stands in a text: all its digits. */
const numberAt = (bytes: Uint8Array, from: number): readonly [number, number] => {
  const isDigit = (b = 0): boolean => (b >= 48 && b <= 57) || b === 45 || b === 46
  let start = from
  while (start < bytes.length && !isDigit(bytes[start])) start += 1
  let end = start
  while (end < bytes.length && isDigit(bytes[end])) end += 1
  return [start, end]
}

const changes: ReadonlyArray<Change> = [
  (b, draw) => put(b, draw(b.length), draw(256)),
  (b, draw) => {
    const at = draw(b.length + 1)
    return splice(b, at, at, Uint8Array.of(draw(256)))
  },
  (b, draw) => {
    const at = draw(b.length)
    return put(b, at, (b[at] ?? 0) ^ (1 << draw(8)))
  },
  (b, draw) => put(b, draw(b.length), pick(telling, draw, 0)),
  (b, draw) => {
    const at = draw(b.length)
    return put(b, at, ((b[at] ?? 0) + 1 + draw(9) - 5) & 255)
  },
  (b, draw) => splice(b, ...stretch(b, draw, 16), new Uint8Array()),
  (b, draw) => {
    const [from, to] = stretch(b, draw, 32)
    const at = draw(b.length + 1)
    return splice(b, at, at, b.subarray(from, to))
  },
  (b, draw) => {
    const at = draw(b.length + 1)
    return splice(
      b,
      at,
      at,
      Uint8Array.from({ length: 1 + draw(8) }, () => pick(telling, draw, 0))
    )
  },
  (b, draw) => b.subarray(0, draw(b.length + 1)),
  (b, draw, { words }) => {
    const at = draw(b.length + 1)
    return splice(b, at, at + draw(8), encoder.encode(pick(words, draw, '0')))
  },
  (b, draw, { other }) =>
    splice(b, ...stretch(b, draw, 64), other.subarray(...stretch(other, draw, 64))),
  (b, draw, { other }) =>
    joined(b.subarray(0, draw(b.length + 1)), other.subarray(draw(other.length + 1))),
  (b, draw) =>
    splice(b, ...numberAt(b, draw(b.length + 1)), encoder.encode(pick(numbers, draw, '0'))),
  (b, draw) => {
    // a long run of the same: depth, length, digits
    const at = draw(b.length + 1)
    return splice(b, at, at, new Uint8Array(1 << draw(13)).fill(b[draw(b.length)] ?? 91))
  }
]

/** No input grows beyond this. */
const mostBytes = 2 ** 15

/** One to eight changes on top of each other. */
export const mutated = (bytes: Uint8Array, draw: Draw, hints: Hints): Uint8Array => {
  let found = bytes
  for (let left = 1 + draw(1 << draw(4)); left > 0; left--)
    found = pick(changes, draw, (b: Uint8Array) => b)(found, draw, hints)
  return Uint8Array.from(found.subarray(0, mostBytes))
}
