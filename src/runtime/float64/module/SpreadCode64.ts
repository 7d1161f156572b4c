/**
 * Stretching a value over axes that it has not, and the largest of each row, as code.
 *
 * @since 0.2.0
 */
import type { Shape } from '../../../ir/Plan.ts'
import { elements } from '../Float64Rules.ts'
import type { Kernel64 } from './Fusion.ts'
import type { FunctionScope } from './FunctionScope.ts'
import type { Bytes } from './ModuleBytes.ts'
import { type Address, integer, type Local, loop, one, plus, two, twice } from './ModuleCode.ts'

type SpreadKernel = Extract<Kernel64, { readonly _tag: 'Spread' }>
type ExtremesKernel = Extract<Kernel64, { readonly _tag: 'Extremes' }>

/** [before, after] that becomes [before, times, after]. */
interface Repeat {
  readonly before: number
  readonly times: number
  readonly after: number
}

/** Undefined where the axes that are new are not neighbours. */
const repeatOf = (from: Shape, to: Shape): Repeat | undefined => {
  const own = [...to.slice(from.length).fill(1), ...from]
  const isNew = to.map((d, i) => d !== own[i])
  const [first, last] = [isNew.indexOf(true), isNew.lastIndexOf(true)]
  return first < 0 || own.slice(first, last + 1).some((d) => d !== 1)
    ? undefined
    : {
        before: elements(to.slice(0, first)),
        times: elements(to.slice(first, last + 1)),
        after: elements(to.slice(last + 1))
      }
}

/** Rows of so many numbers are held in locals. */
const mostHeld = 8

const forward = (l: Local, bytes: number): Bytes => l.set(plus(l.get, integer(bytes)))

/** Undefined where it is no repetition of rows. */
export const spreadCode = ({ id, x }: SpreadKernel, scope: FunctionScope): Bytes | undefined => {
  const { writer, fusion, address } = scope
  const repeat = repeatOf(fusion.values[x]?.shape ?? [], fusion.values[id]?.shape ?? [])
  if (repeat === undefined || repeat.after > mostHeld) return undefined
  const { before, times, after } = repeat
  const [row, i, from, to] = [
    writer.local('i32'),
    writer.local('i32'),
    writer.local('i32'),
    writer.local('i32')
  ]
  const source = (at: number): Address => ({ base: from.get, offset: address(x) + 8 * at })
  const target = (at: number): Address => ({ base: to.get, offset: address(id) + 8 * at })
  const pairs = Math.floor(after / 2)
  const held = Array.from({ length: pairs }, () => writer.local('v128'))
  const last = writer.local('f64')
  const both = writer.local('v128')
  const isOdd = after % 2 === 1
  const numbers = (count: number): Bytes => [
    ...both.set(twice(last.get)),
    ...(count > 1
      ? loop(i, Math.floor(count / 2), 1, [two.store(target(0), both.get), forward(to, 16)])
      : []),
    ...(count % 2 === 1 ? [one.store(target(0), last.get), forward(to, 8)] : [])
  ]
  const rows: Bytes = [
    loop(i, times, 1, [
      held.map((h, k) => two.store(target(2 * k), h.get)),
      isOdd ? one.store(target(after - 1), last.get) : [],
      forward(to, 8 * after)
    ])
  ]
  return [
    ...from.set(integer(0)),
    ...to.set(integer(0)),
    ...loop(row, before, 1, [
      held.map((h, k) => h.set(two.load(source(2 * k)))),
      isOdd ? last.set(one.load(source(after - 1))) : [],
      after === 1 ? numbers(times) : rows,
      forward(from, 8 * after)
    ])
  ]
}

/** Of each row, the largest or the smallest, one by one as the loops go. */
export const extremesCode = (
  { id, x, op, rows, count }: ExtremesKernel,
  { writer, address }: FunctionScope
): Bytes => {
  const [row, i, from] = [writer.local('i32'), writer.local('i32'), writer.local('i32')]
  const found = writer.local('f64')
  const next = found.set(one[op](found.get, one.load({ base: from.get, offset: address(x) })))
  return [
    ...from.set(integer(0)),
    ...loop(row, 8 * rows, 8, [
      found.set(one.constant(op === 'max' ? -Infinity : Infinity)),
      loop(i, count, 1, [next, forward(from, 8)]),
      one.store({ base: row.get, offset: address(id) }, found.get)
    ])
  ]
}
