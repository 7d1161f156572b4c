/**
 * Networks whose few bytes ask for much, byte by byte: right lengths and a right checksum, since
 * whoever wants to harm writes them too.
 */
import { framed } from '../../src/storage/net/NetFileFrame.ts'
import { encodeIntegers } from '../../src/compress/index.ts'
import { type Bytes, integer, list, natural, text } from '../../src/storage/net/NetFileBytes.ts'

interface Sections {
  readonly header?: string
  readonly names: ReadonlyArray<string>
  /** Each operation: its kind, its fields, how far back its operands are. */
  readonly operations: ReadonlyArray<Bytes>
  readonly sizes?: ReadonlyArray<readonly [name: number, size: number]>
  readonly tensors?: ReadonlyArray<Bytes>
}

const header = '{"model":"m","seed":1,"epochs":1,"settings":{},"layers":[],"architecture":[]}'
const naturals = list(natural)

/** The last operation is the loss of the site, which has the first name. */
export const netOf = (s: Sections): Uint8Array => {
  const loss = s.operations.length - 1
  const prediction = [0, 0, 0, 0, 0, 0, ...natural(loss)]
  const sections: ReadonlyArray<Bytes> = [
    [...new TextEncoder().encode(s.header ?? header)],
    list(text)(s.names),
    [...list((b: Bytes) => b)(s.operations), 1, ...prediction],
    [
      ...list(([a, n]: readonly [number, number]) => [...natural(a), ...natural(n)])(s.sizes ?? []),
      0
    ],
    list((b: Bytes) => b)(s.tensors ?? [])
  ]
  const body: Array<number> = []
  for (const section of sections)
    for (const byte of [...natural(section.length), ...section]) body.push(byte)
  return framed(body)
}

export const CONSTANT = [0, 0, 0, 0, 0, 0, 0, 0, 0]
const NEGATED = [5, 0, 1]
const iota = (axis: number): Bytes => [4, ...natural(axis)]
/** The product of the operations so far back. */
const product = (x: number, y: number): Bytes => [6, 2, ...natural(x), ...natural(y)]
const sumOver = (...axes: ReadonlyArray<number>): Bytes => [8, 0, ...naturals(axes), 1]
export const tensor = (name: number, axes: ReadonlyArray<number>, coded: Bytes): Bytes => [
  ...natural(name),
  ...naturals(axes),
  ...integer(0),
  0,
  ...natural(coded.length),
  ...coded
]
/** The code of so many zeros: a bit for 45,000 of them. */
const zeros = (count: number): Bytes => [...encodeIntegers(new Int32Array(count), [1, count])]
const numbered = (prefix: string, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`)

/** 4 × 2²⁴ weights in 200 bytes. */
export const wideTensors = (): Uint8Array =>
  netOf({
    names: ['y', 'a', 'w0', 'w1', 'w2', 'w3'],
    operations: [CONSTANT],
    sizes: [[1, 2 ** 24]],
    tensors: [2, 3, 4, 5].map((name) =>
      tensor(
        name,
        [1],
        numbered('', 40).map(() => 1)
      )
    )
  })

/** As many weights as the budget has, all of them unpacked before the last turns out to be none. */
export const cutAtTheEnd = (): Uint8Array => {
  const half = 2 ** 21 - 2 ** 13
  return netOf({
    names: ['y', 'a', 'w0', 'w1'],
    operations: [CONSTANT],
    sizes: [[1, half]],
    tensors: [tensor(2, [1], zeros(half)), tensor(3, [1], [...zeros(half), 1, 2, 3])]
  })
}

/** A tensor of one number costs tables of probabilities: nine thousand of them. */
export const manyTensors = (): Uint8Array =>
  netOf({
    names: ['y', ...numbered('w', 9000)],
    operations: [CONSTANT],
    tensors: numbered('w', 9000).map((_, i) => tensor(i + 1, [], [0, 0]))
  })

/** 10¹² products of indices in 150 bytes. */
export const outerProduct = (): Uint8Array =>
  netOf({
    names: ['y', 'a', 'b'],
    operations: [iota(1), iota(2), product(2, 1), sumOver(1, 2)],
    sizes: [
      [1, 1e6],
      [2, 1e6]
    ]
  })

/** Each operation runs over one axis more than the one before. */
export const manyAxes = (): Uint8Array =>
  netOf({
    names: ['y', ...numbered('a', 2000)],
    operations: numbered('a', 2000).flatMap((_, i) =>
      i === 0 ? [iota(1)] : [iota(i + 1), product(2, 1)]
    ),
    sizes: numbered('a', 2000).map((_, i) => [i + 1, 1] as const)
  })

export const manyOperations = (): Uint8Array =>
  netOf({ names: ['y'], operations: [CONSTANT, ...numbered('', 500_000).map(() => NEGATED)] })

/**
 * An axis of four is split in two, again and again; how long a part is follows from the next split,
 * and of the last part from the sizes: they become known one by one, from the end.
 */
export const sizesBackwards = (): Uint8Array => {
  const count = 2400
  const operations: Array<Bytes> = [iota(1)]
  for (let k = 0; k < count; k++) {
    operations.push([12, 1, ...naturals([k + 2, k + 3]), ...natural(operations.length)])
    operations.push(sumOver(k + 2, k + 3))
    if (k > 0) operations.push(product(3, 1))
  }
  return netOf({
    names: ['y', 'four', ...numbered('part', count + 1)],
    operations,
    sizes: [
      [1, 4],
      [count + 2, 2]
    ]
  })
}

/** A header of layers that the table of rates goes through one by one. */
export const manyLayers = (): Uint8Array =>
  netOf({
    header: header.replace('"layers":[]', `"layers":[${'["w",1,1],'.repeat(60_000).slice(0, -1)}]`),
    names: ['y'],
    operations: [CONSTANT]
  })
