/**
 * Which indices of which axes a network can do without.
 *
 * An axis ends where it is summed over. Index i of it can go iff at every such place what i
 * contributes is zero (its consumers' slices are dead) or constant over data (its producers' are),
 * in which case the sum of what goes is folded. Axes that are gathered along, windows of, counted
 * out (`iota`), reduced otherwise or observed keep all their indices, and so do plates. Renaming,
 * merging and splitting make one class of indices of several axes: an index goes in all of them, or
 * in none.
 */
import { type Axes, type Expr, postorder } from '../../expr/index.ts'
import { at, coordinates, type Facts, type Known, productFacts } from './Liveness.ts'

/** 1 for an index that can go, for every axis of fixed size. */
export type Removable = ReadonlyMap<string, Uint8Array>

/** A sum over axes, where indices can go. */
export const isSum = (e: Expr): e is Extract<Expr, { _tag: 'Contract' | 'Reduce' }> =>
  e._tag === 'Contract' || (e._tag === 'Reduce' && e.op === 'sum')

/** Axes all of whose indices a node needs, whatever their values. */
const pinnedBy = (e: Expr): Axes => {
  switch (e._tag) {
    case 'Gather':
      return [e.axis]
    case 'Iota':
      return e.axes
    case 'Reduce':
      return e.op === 'sum' ? [] : e.over
    case 'Unfold':
    case 'Fold':
      return [e.windows.along, e.windows.at, e.windows.offset]
    default:
      return []
  }
}

/** The facts of what a sum adds up. */
const summand = (k: Known, factsOf: (e: Expr) => Facts, e: Expr): Facts | undefined =>
  e._tag === 'Contract'
    ? productFacts(k, [...e.axes, ...e.over], factsOf(e.x), factsOf(e.y))
    : isSum(e)
      ? factsOf(e.x)
      : undefined

/** `whole` is the row-major product of `parts`; a renamed axis is the product of one. */
interface Product {
  readonly whole: string
  readonly parts: Axes
}

const productsOf = (e: Expr): ReadonlyArray<Product> =>
  e._tag === 'Rename'
    ? [{ whole: e.to, parts: [e.from] }]
    : e._tag === 'Merge'
      ? [{ whole: e.to, parts: e.from }]
      : e._tag === 'Split'
        ? [{ whole: e.from, parts: e.to }]
        : []

/**
 * Makes the classes agree: an index of a part can go only if all its indices of the whole can, and
 * of the whole go those, and only those, of which a part goes. Says whether anything had to stay.
 */
const agree = (
  k: Known,
  removable: Map<string, Uint8Array>,
  { whole, parts }: Product
): boolean => {
  const wholes = removable.get(whole)
  if (wholes === undefined || parts.some((p) => !removable.has(p))) {
    const had = [whole, ...parts].some((a) => removable.get(a)?.some((r) => r === 1))
    for (const a of [whole, ...parts]) removable.get(a)?.fill(0)
    return had === true
  }
  const place = coordinates(k.sizes, parts)
  let changed = false
  for (let i = 0; i < wholes.length; i++)
    if (wholes[i] === 0)
      place(i).forEach((c, p) => {
        const part = removable.get(parts[p] ?? '')
        if (part?.[c] === 1) {
          part[c] = 0
          changed = true
        }
      })
  for (let i = 0; i < wholes.length; i++)
    if (wholes[i] === 1 && place(i).every((c, p) => removable.get(parts[p] ?? '')?.[c] === 0)) {
      wholes[i] = 0
      changed = true
    }
  return changed
}

/** The indices that can go; `pinned` axes keep theirs. */
export const removable =
  (k: Known, factsOf: (e: Expr) => Facts, pinned: ReadonlySet<string>) =>
  (roots: ReadonlyArray<Expr>): Removable => {
    const nodes = postorder(roots)
    const kept = new Set([...pinned, ...nodes.flatMap(pinnedBy)])
    const named = new Set(nodes.flatMap((e) => e.axes))
    const result = new Map(
      [...k.sizes]
        .filter(([axis]) => named.has(axis))
        .map(([axis, size]) => [axis, new Uint8Array(size).fill(kept.has(axis) ? 0 : 1)] as const)
    )
    for (const e of nodes) {
      const terms = summand(k, factsOf, e)
      if (terms !== undefined && isSum(e))
        for (const axis of e.over) {
          // what a sum over a plate adds up depends on how many there are
          const open = e.over.some((a) => !k.sizes.has(a))
          const can = result.get(axis)
          can?.forEach((_, i) => {
            const f = at(terms, axis, i)
            if (!(f.zero || (f.constant && !open))) can[i] = 0
          })
        }
    }
    const products = nodes.flatMap(productsOf)
    for (let changed = true; changed;)
      changed = products.map((p) => agree(k, result, p)).some((c) => c)
    return result
  }
