/**
 * One node for every expression: structurally equal expressions become the same object, so that
 * common parts are computed once.
 *
 * @since 0.1.0
 */
import { children } from './Fold.ts'
import type { Expr } from './Expr.ts'
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
const setOf = (axes: ReadonlyArray<string>): string => names([...axes].sort())
const numberKey = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

/** Everything about a node but its operands. */
const label = (e: Expr): string => {
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
      return ''
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

export const hashcons = (): Hashcons => {
  const byKey = new Map<string, Expr>()
  const ids = new Map<Expr, number>()
  const idOf = (e: Expr): number => {
    const id = ids.get(e)
    if (id === undefined) throw new Error('internal: an operand that is not unique')
    return id
  }
  return {
    isUnique: (e) => ids.has(e),
    unique: (e) => {
      if (ids.has(e)) return e
      const operands = children(e).map(idOf)
      const key = `${e._tag}|${label(e)}|${(isCommutative(e) ? operands.sort((a, b) => a - b) : operands).join(',')}`
      const found = byKey.get(key)
      if (found !== undefined) return found
      byKey.set(key, e)
      ids.set(e, ids.size)
      return e
    }
  }
}
