/**
 * One node for every expression: structurally equal expressions become the same object, so that
 * common parts are computed once.
 *
 * @since 0.1.0
 */
import { children } from './Fold.ts'
import type { Expr, Tag } from './Expr.ts'
import { uniform } from './rules/Smart.ts'
import { windowsKey } from './Windows.ts'

/**
 * The order of operands carries no meaning; that of a constant and another does in the normal form
 * (2·x, x + 2).
 */
const isCommutative = (e: Expr): boolean =>
  e._tag === 'Contract' ||
  (e._tag === 'Zip' &&
    ['add', 'mul', 'max', 'min', 'equal'].includes(e.op) &&
    uniform(e.x) === undefined &&
    uniform(e.y) === undefined)

const names = (axes: ReadonlyArray<string>): string => JSON.stringify(axes)
const setOf = (axes: ReadonlyArray<string>): string =>
  names(axes.length < 2 ? axes : [...axes].sort())
const numberKey = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

/** At most two operands; the condition of a `where` is part of its label. */
const operands = (e: Expr): ReadonlyArray<Expr> => (e._tag === 'Where' ? [e.x, e.y] : children(e))

/** Everything about a node but its operands. */
const label = (e: Expr, idOf: (e: Expr) => number): string => {
  switch (e._tag) {
    case 'Constant':
      return numberKey(e.value)
    case 'Constants':
      return `${names(e.axes)}${e.sizes.join(' ')}:${e.values.map(numberKey).join(' ')}`
    case 'Ref':
      return `${JSON.stringify(e.name)}${setOf(e.axes)}`
    case 'Size':
    case 'Iota':
      return e.axis
    case 'Map':
    case 'Zip':
      return e.op
    case 'Where':
      return String(idOf(e.condition))
    case 'Reduce':
      return `${e.op}${setOf(e.over)}`
    case 'Contract':
      return setOf(e.over)
    case 'Rename':
      return names([e.from, e.to])
    case 'Merge':
      return names([...e.from, e.to])
    case 'Split':
      return names([e.from, ...e.to])
    case 'Gather':
      return e.axis
    case 'Unfold':
    case 'Fold':
      return windowsKey(e.windows)
  }
}

/**
 * `unique` of a node whose operands are unique already; `isUnique` of the nodes it has given back.
 */
export interface Hashcons {
  readonly unique: (e: Expr) => Expr
  readonly isUnique: (e: Expr) => boolean
}

/** Two numbers of operands as one; there is no memory for 2²⁶ nodes. */
const pair = (a: number, b: number): number => a * 2 ** 26 + b

type ByOperands = Map<number, Expr>

const added = <K, V>(map: Map<K, V>, key: K, value: V): V => {
  map.set(key, value)
  return value
}

export const hashcons = (): Hashcons => {
  const tags = new Map<Tag, Map<string, ByOperands>>()
  const ids = new Map<Expr, number>()
  const idOf = (e: Expr): number => {
    const id = ids.get(e)
    if (id === undefined) throw new Error('internal: an operand that is not unique')
    return id
  }
  const alike = (e: Expr): ByOperands => {
    const labels = tags.get(e._tag) ?? added(tags, e._tag, new Map<string, ByOperands>())
    const of = label(e, idOf)
    return labels.get(of) ?? added(labels, of, new Map<number, Expr>())
  }
  const operandsKey = (e: Expr): number => {
    const [x, y] = operands(e)
    if (x === undefined) return 0
    if (y === undefined) return idOf(x)
    const [a, b] = [idOf(x), idOf(y)]
    return a > b && isCommutative(e) ? pair(b, a) : pair(a, b)
  }
  return {
    isUnique: (e) => ids.has(e),
    unique: (e) => {
      if (ids.has(e)) return e
      const group = alike(e)
      const key = operandsKey(e)
      const found = group.get(key)
      if (found !== undefined) return found
      group.set(key, e)
      ids.set(e, ids.size)
      return e
    }
  }
}
