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
  lane,
  loop,
  one,
  openWriter,
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

export const overElements = ({ local }: Writer, count: number, body: ElementCode): Bytes => {
  const pairs = Math.floor(count / 2)
  const here = (k: number) => (base: Bytes, first: number) => ({ base, offset: first + 16 * k })
  const code: Array<Bytes> = []
  if (pairs <= mostWrittenOut) for (let k = 0; k < pairs; k++) code.push(body(two, here(k)))
  else {
    const i = local('i32')
    code.push(
      loop(
        i,
        16 * pairs,
        16,
        body(two, (base, first) => ({ base: plus(base, i.get), offset: first }))
      )
    )
  }
  if (count % 2 === 1) code.push(body(one, here(pairs)))
  return code.flat()
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
