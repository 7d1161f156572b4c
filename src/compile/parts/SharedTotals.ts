/**
 * Sums of lists that begin alike.
 *
 * @since 0.1.0
 */
import { constant, type Expr, zip } from '../../expr/index.ts'

/**
 * Σ of a list, the empty sum 0, as `total` makes it: but lists with the same beginning share its
 * nodes, so that the sums of all beginnings of one list take one node each and not one for each
 * pair.
 */
export const sharedTotals = (): ((xs: ReadonlyArray<Expr>) => Expr) => {
  const made = new Map<Expr, Map<Expr, Expr>>()
  const plus = (a: Expr, b: Expr): Expr => {
    const after = made.get(a) ?? new Map<Expr, Expr>()
    made.set(a, after)
    const sum = after.get(b) ?? zip('add')(a, b)
    after.set(b, sum)
    return sum
  }
  return ([first, ...others]) => (first === undefined ? constant(0) : others.reduce(plus, first))
}

/** f, computed once for each argument. */
export const once = <A extends object, B>(f: (a: A) => B): ((a: A) => B) => {
  const known = new Map<A, { readonly value: B }>()
  return (a) => {
    const found = known.get(a) ?? { value: f(a) }
    known.set(a, found)
    return found.value
  }
}
