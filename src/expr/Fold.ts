/**
 * The only recursion over expressions: bottom-up, once per shared node, without the machine's
 * stack.
 *
 * @since 0.1.0
 */
import {
  constant,
  contract,
  type Expr,
  foldWindows,
  gather,
  map,
  merge,
  type NodeOf,
  reduce,
  rename,
  split,
  type Tag,
  unfoldWindows,
  where,
  zip
} from './Expr.ts'

/** A node with results in the place of its operands. */
export type Folded<T extends Tag, R> = {
  readonly [K in keyof NodeOf<T>]: NodeOf<T>[K] extends Expr ? R : NodeOf<T>[K]
}

/** What to do at each kind of node; the second argument is the node itself. */
export type Algebra<R> = { readonly [T in Tag]: (folded: Folded<T, R>, node: NodeOf<T>) => R }

/** The operands, in order. */
export const children = (e: Expr): ReadonlyArray<Expr> => {
  switch (e._tag) {
    case 'Constant':
    case 'Constants':
    case 'Ref':
    case 'Size':
    case 'Iota':
      return []
    case 'Map':
    case 'Reduce':
    case 'Rename':
    case 'Merge':
    case 'Split':
    case 'Unfold':
    case 'Fold':
      return [e.x]
    case 'Zip':
    case 'Contract':
      return [e.x, e.y]
    case 'Where':
      return [e.condition, e.x, e.y]
    case 'Gather':
      return [e.x, e.index]
  }
}

/** Every node reachable from the roots once, operands before their users. */
export const postorder = (
  roots: ReadonlyArray<Expr>,
  seen: Set<Expr> = new Set(),
  operandsOf: (e: Expr) => ReadonlyArray<Expr> = children
): ReadonlyArray<Expr> => {
  const order: Array<Expr> = []
  const stack = roots.toReversed()
  /** Nodes of the stack whose operands lie above them, the uppermost last. */
  const open: Array<Expr> = []
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (open.at(-1) === top) {
      open.pop()
      order.push(top)
    } else if (!seen.has(top)) {
      seen.add(top)
      stack.push(top)
      open.push(top)
      const operands = operandsOf(top)
      for (let i = operands.length - 1; i >= 0; i--) {
        const c = operands[i]
        if (c !== undefined && !seen.has(c)) stack.push(c)
      }
    }
  }
  return order
}

/** One node, its operands' results given. */
export const atNode =
  <R>(alg: Algebra<R>) =>
  (e: Expr, get: (operand: Expr) => R): R => {
    switch (e._tag) {
      case 'Constant':
        return alg.Constant(e, e)
      case 'Constants':
        return alg.Constants(e, e)
      case 'Ref':
        return alg.Ref(e, e)
      case 'Size':
        return alg.Size(e, e)
      case 'Iota':
        return alg.Iota(e, e)
      case 'Map':
        return alg.Map({ ...e, x: get(e.x) }, e)
      case 'Zip':
        return alg.Zip({ ...e, x: get(e.x), y: get(e.y) }, e)
      case 'Where':
        return alg.Where({ ...e, condition: get(e.condition), x: get(e.x), y: get(e.y) }, e)
      case 'Reduce':
        return alg.Reduce({ ...e, x: get(e.x) }, e)
      case 'Contract':
        return alg.Contract({ ...e, x: get(e.x), y: get(e.y) }, e)
      case 'Rename':
        return alg.Rename({ ...e, x: get(e.x) }, e)
      case 'Merge':
        return alg.Merge({ ...e, x: get(e.x) }, e)
      case 'Split':
        return alg.Split({ ...e, x: get(e.x) }, e)
      case 'Gather':
        return alg.Gather({ ...e, x: get(e.x), index: get(e.index) }, e)
      case 'Unfold':
        return alg.Unfold({ ...e, x: get(e.x) }, e)
      case 'Fold':
        return alg.Fold({ ...e, x: get(e.x) }, e)
    }
  }

const bottomUp = <R>(visit: (e: Expr, get: (operand: Expr) => R) => R): ((root: Expr) => R) => {
  const results = new Map<Expr, { readonly value: R }>()
  const done = new Set<Expr>()
  const get = (e: Expr): R => {
    const found = results.get(e)
    if (found === undefined) throw new Error('internal: fold met an operand before its value')
    return found.value
  }
  return (root) => {
    for (const e of postorder([root], done)) results.set(e, { value: visit(e, get) })
    return get(root)
  }
}

/**
 * Bottom-up evaluation. The returned function remembers what it has folded, so that several roots
 * share their common parts: make one per question, not one per root.
 */
export const fold = <R>(alg: Algebra<R>): ((root: Expr) => R) => bottomUp(atNode(alg))

/** The same with the operands as a list: for questions that treat most nodes alike. */
export const foldList = <R>(
  visit: (node: Expr, operands: ReadonlyArray<R>) => R
): ((root: Expr) => R) => bottomUp((e, get) => visit(e, children(e).map(get)))

/**
 * The same node over new operands; unchanged operands give the very same node, so sharing survives.
 */
export const rebuild: Algebra<Expr> = {
  Constant: (_, e) => e,
  Constants: (_, e) => e,
  Ref: (_, e) => e,
  Size: (_, e) => e,
  Iota: (_, e) => e,
  Map: ({ op, x }, e) => (x === e.x ? e : map(op)(x)),
  Zip: ({ op, x, y }, e) => (x === e.x && y === e.y ? e : zip(op)(x, y)),
  Where: ({ condition, x, y }, e) =>
    condition === e.condition && x === e.x && y === e.y ? e : where(condition, x, y),
  Reduce: ({ op, over, x }, e) => (x === e.x ? e : reduce(op, over)(x)),
  Contract: ({ over, x, y }, e) => (x === e.x && y === e.y ? e : contract(over)(x, y)),
  Rename: ({ from, to, x }, e) => (x === e.x ? e : rename(from, to)(x)),
  Merge: ({ from, to, x }, e) => (x === e.x ? e : merge(from, to)(x)),
  Split: ({ from, to, x }, e) => (x === e.x ? e : split(from, to)(x)),
  Gather: ({ axis, x, index }, e) => (x === e.x && index === e.index ? e : gather(axis, index)(x)),
  Unfold: ({ windows, x }, e) => (x === e.x ? e : unfoldWindows(windows)(x)),
  Fold: ({ windows, x }, e) => (x === e.x ? e : foldWindows(windows)(x))
}

/** The node over new operands, in the order of `children`. */
export const withChildren = (node: Expr, operands: ReadonlyArray<Expr>): Expr => {
  const before = children(node)
  if (before.every((c, i) => operands[i] === c)) return node
  const [x, y] = operands
  // most nodes are these two: made without a copy of the node on the way
  if (node._tag === 'Map' && x !== undefined) return map(node.op)(x)
  if (node._tag === 'Zip' && x !== undefined && y !== undefined) return zip(node.op)(x, y)
  const given = new Map(before.map((c, i) => [c, operands[i] ?? c] as const))
  return atNode(rebuild)(node, (c) => given.get(c) ?? c)
}

/**
 * Replace references by expressions: the one tool behind reparameterisation, guides and the
 * objective.
 */
export const substitute = (env: ReadonlyMap<string, Expr>): ((e: Expr) => Expr) =>
  foldList<Expr>((e, operands) =>
    e._tag === 'Ref' ? (env.get(e.name) ?? e) : withChildren(e, operands)
  )

/** The names an expression refers to, in order of first use, with their axes. */
export const refs = (
  roots: ReadonlyArray<Expr>
): ReadonlyMap<string, Extract<Expr, { _tag: 'Ref' }>> =>
  new Map(postorder(roots).flatMap((e) => (e._tag === 'Ref' ? [[e.name, e] as const] : [])))

/** Is every value known without binding anything? */
export const isClosed = (e: Expr): boolean => refs([e]).size === 0

export const zero: Expr = constant(0)
export const one: Expr = constant(1)
