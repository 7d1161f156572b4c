/**
 * The noise of a transition as code: keys, integers and normals of `runtime/Noise.ts`, to the last bit.
 *
 * @since 0.2.0
 */
import {
  giveBack,
  numberOf,
  pick,
  upTo,
  when,
  whole
} from '../../../runtime/float64/module/ControlCode.ts'
import type { Bytes, ModuleFunction } from '../../../runtime/float64/module/ModuleBytes.ts'
import { integer, one } from '../../../runtime/float64/module/ModuleCode.ts'
import { keyFrom, mixFactors } from '../../../runtime/Noise.ts'
import type { Own } from './OwnFunctions.ts'
import type { Places } from './PathPlaces.ts'
import { written } from './VectorCode.ts'

const { xor, add, sub, mul, and, or, shiftLeft, shiftRight, load, store } = whole

const here = (offset: number) => ({ base: integer(0), offset })

/** mix(x, k0, k1): the integer of a stream. */
const mix = written('mix', ['i32', 'i32', 'i32'], ['i32'], (w, x = [], k0 = [], k1 = []) => {
  const h = w.local('i32')
  const [first, second, third] = mixFactors.map((f) => integer(f | 0))
  const folded = (by: number): Bytes => xor(h.get, shiftRight(h.get, integer(by)))
  return [
    ...h.set(xor(x, k0)),
    ...h.set(mul(folded(17), first ?? [])),
    ...h.set(mul(add(folded(11), k1), second ?? [])),
    ...h.set(mul(folded(15), third ?? [])),
    ...folded(14)
  ]
})

/** The cubic of a table at the row that begins at an address. */
const cubic = (table: number, at: Bytes, s: Bytes): Bytes => {
  const coefficient = (i: number): Bytes => one.load({ base: at, offset: table + 8 * i })
  return one.add(
    coefficient(0),
    one.mul(
      s,
      one.add(coefficient(1), one.mul(s, one.add(coefficient(2), one.mul(s, coefficient(3)))))
    )
  )
}

/** quantile(u): the standard normal of an integer. */
const quantile = ({ middle, tail }: Places): ModuleFunction =>
  written('quantile', ['i32'], ['f64'], (w, u = []) => {
    const [row, v, zeros, y, at] = [
      w.local('i32'),
      w.local('i32'),
      w.local('i32'),
      w.local('i32'),
      w.local('i32')
    ]
    const [s, magnitude] = [w.local('f64'), w.local('f64')]
    const isLow = whole.isBelow(row.get, integer(8))
    const isMiddle = whole.isBelow(sub(row.get, integer(8)), integer(496))
    return [
      ...row.set(shiftRight(u, integer(23))),
      ...when(isMiddle, [
        ...s.set(numberOf(and(u, integer(0x7fffff)))),
        ...giveBack(cubic(middle, shiftLeft(row.get, integer(5)), s.get))
      ]),
      ...v.set(or(shiftLeft(pick(u, xor(u, integer(-1)), isLow), integer(1)), integer(1))),
      ...zeros.set(whole.leadingZeros(v.get)),
      ...y.set(shiftLeft(v.get, zeros.get)),
      ...at.set(
        shiftLeft(
          or(
            shiftLeft(sub(integer(31), zeros.get), integer(4)),
            and(shiftRight(y.get, integer(27)), integer(15))
          ),
          integer(5)
        )
      ),
      ...s.set(numberOf(and(y.get, integer(0x7ffffff)))),
      ...magnitude.set(one.neg(cubic(tail, at.get, s.get))),
      ...one.choose(one.neg(magnitude.get), magnitude.get, isLow)
    ]
  })

/** key(iteration): the key of an iteration, from its words; `words` begins with their number. */
const key = ({ words, cell }: Places, own: Own): ModuleFunction =>
  written('key', ['i32'], [], (w, iteration = []) => {
    const [k0, k1, at, word, end] = [
      w.local('i32'),
      w.local('i32'),
      w.local('i32'),
      w.local('i32'),
      w.local('i32')
    ]
    return [
      ...store(here(words + 4 + 4 * 2), iteration),
      ...k0.set(integer(keyFrom.k0)),
      ...k1.set(integer(keyFrom.k1)),
      ...end.set(shiftLeft(load(here(words)), integer(2))),
      ...at.set(integer(0)),
      ...upTo(at, end.get, 4, [
        ...word.set(load({ base: at.get, offset: words + 4 })),
        ...k0.set(own('mix', word.get, k0.get, k1.get)),
        ...k1.set(own('mix', word.get, k1.get, k0.get))
      ]),
      ...store(here(cell('k0')), k0.get),
      ...store(here(cell('k1')), k1.get),
      ...store(here(cell('counter')), integer(0))
    ]
  })

/** uniform(): the next number on (0, 1). */
const uniform = ({ cell }: Places, own: Own): ModuleFunction =>
  written('uniform', [], ['f64'], (w) => {
    const counter = w.local('i32')
    const cellAt = (name: 'k0' | 'k1' | 'counter'): Bytes => load(here(cell(name)))
    return [
      ...counter.set(cellAt('counter')),
      ...store(here(cell('counter')), add(counter.get, integer(1))),
      ...one.mul(
        one.add(numberOf(own('mix', counter.get, cellAt('k1'), cellAt('k0'))), one.constant(0.5)),
        one.constant(2 ** -32)
      )
    ]
  })

export const noiseFunctions = (places: Places, own: Own): ReadonlyArray<ModuleFunction> => [
  mix,
  quantile(places),
  key(places, own),
  uniform(places, own)
]
