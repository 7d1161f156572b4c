/**
 * Vectors of one length as code: element by element, two at a time, and sums over them.
 *
 * @since 0.2.0
 */
import type {
  Bytes,
  ModuleFunction,
  ValueType
} from '../../../runtime/float64/module/ModuleBytes.ts'
import {
  type Address,
  type Arithmetic,
  integer,
  lane,
  loop,
  one,
  openWriter,
  pair,
  plus,
  two,
  type Writer
} from '../../../runtime/float64/module/ModuleCode.ts'

/** Where an element lies that is being computed: of a vector at base + first. */
export type ElementAt = (base: Bytes, first: number) => Address

/** Code for elements one after the other, two at a time: `body` is given where an element lies. */
export type ElementCode = (a: Arithmetic, at: ElementAt) => Bytes

/** So many pairs have no loop: each is written out. */
const mostWrittenOut = 8

/** Pairs of elements from `first` on. */
const overPairs = ({ local }: Writer, first: number, pairs: number, body: ElementCode): Bytes => {
  const written = Array.from({ length: pairs <= mostWrittenOut ? pairs : 0 }, (_, k) =>
    body(two, (base, offset) => ({ base, offset: offset + 16 * (first + k) }))
  )
  if (pairs <= mostWrittenOut) return written.flat()
  const i = local('i32')
  const here: ElementAt = (base, offset) => ({
    base: plus(base, i.get),
    offset: offset + 16 * first
  })
  return loop(i, 16 * pairs, 16, body(two, here))
}

const last = (count: number, body: ElementCode): Bytes =>
  count % 2 === 0 ? [] : body(one, (base, offset) => ({ base, offset: offset + 8 * (count - 1) }))

export const overElements = (w: Writer, count: number, body: ElementCode): Bytes => [
  ...overPairs(w, 0, Math.floor(count / 2), body),
  ...last(count, body)
]

/** A part of a vector, from one element up to another, that lies elsewhere as well. */
export interface VectorPart {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Elements in their parts: numbers there, by where a part begins. */
export interface InParts {
  readonly load: (addressOf: (name: string) => number) => Bytes
  readonly store: (addressOf: (name: string) => number, value: Bytes) => Bytes
}

type PartCode = (a: Arithmetic, at: ElementAt, there: InParts) => Bytes

/** As `overElements`, of vectors whose parts lie elsewhere: a pair may lie in two of them. */
export const overParts = (
  w: Writer,
  count: number,
  parts: ReadonlyArray<VectorPart>,
  body: PartCode
): Bytes => {
  const partOf = (element: number): VectorPart => {
    const found = parts.find(({ from, to }) => from <= element && element < to)
    if (found === undefined) throw new Error(`internal: element ${element} is in no part`)
    return found
  }
  /** Of pairs in one part; at is where the elements of the vector are. */
  const inOne =
    ({ name, from }: VectorPart): ElementCode =>
    (a, at) => {
      // a part begins where its first element would
      const place = (addressOf: (name: string) => number): Address => {
        const { base, offset } = at(integer(0), 0)
        return { base, offset: addressOf(name) + offset - 8 * from }
      }
      return body(a, at, {
        load: (addressOf) => a.load(place(addressOf)),
        store: (addressOf, value) => a.store(place(addressOf), value)
      })
    }
  const inTwo = (left: VectorPart, right: VectorPart): ElementCode => {
    const places = (addressOf: (name: string) => number): readonly [Address, Address] => [
      { base: integer(0), offset: addressOf(left.name) + 8 * (left.to - left.from - 1) },
      { base: integer(0), offset: addressOf(right.name) }
    ]
    return (a, at) =>
      body(a, at, {
        load: (addressOf) => {
          const [x, y] = places(addressOf)
          return pair(one.load(x), one.load(y))
        },
        store: (addressOf, value) => {
          const [x, y] = places(addressOf)
          const both = w.local('v128')
          return [
            ...both.set(value),
            ...one.store(x, lane(both.get, 0)),
            ...one.store(y, lane(both.get, 1))
          ]
        }
      })
  }
  const pairs = Math.floor(count / 2)
  const code: Array<Bytes> = []
  for (let k = 0; k < pairs;) {
    const [left, right] = [partOf(2 * k), partOf(2 * k + 1)]
    const end = left === right ? Math.floor(left.to / 2) : k + 1
    code.push(overPairs(w, k, end - k, left === right ? inOne(left) : inTwo(left, right)))
    k = end
  }
  return [...code.flat(), ...(count % 2 === 0 ? [] : last(count, inOne(partOf(count - 1))))]
}

/** A sum over elements: of the even and of the odd ones, the last of an odd number with the even ones. */
export interface Summing {
  readonly start: Bytes
  readonly add: (a: Arithmetic, x: Bytes) => Bytes
  readonly total: Bytes
}

export const summing = ({ local }: Writer, count: number): Summing => {
  const [pairs, last] = [local('v128'), local('f64')]
  const even = lane(pairs.get, 0)
  return {
    start: pairs.set(two.constant(0)),
    add: (a, x) => (a === two ? pairs.set(two.add(pairs.get, x)) : last.set(one.add(even, x))),
    total: one.add(count % 2 === 1 ? last.get : even, lane(pairs.get, 1))
  }
}

/** A function, from what its parameters are got by. */
export const written = (
  name: string,
  parameters: ReadonlyArray<ValueType>,
  results: ReadonlyArray<ValueType>,
  body: (w: Writer, ...parameters: ReadonlyArray<Bytes>) => Bytes
): ModuleFunction => {
  const w = openWriter(parameters)
  const code = body(w, ...w.parameters.map(({ get }) => get))
  return { name, parameters, results, locals: w.locals, body: code }
}
