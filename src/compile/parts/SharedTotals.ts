/**
 * What is asked of lists that begin alike: a site in terms of its parts often has all terms of the
 * site before it, and some. What is known of a beginning is not found out again.
 *
 * @since 0.1.0
 */
import { constant, type Expr, zip } from '../../expr/index.ts'

/** How many elements two lists begin with in common, the very same ones. */
export const commonStart = <A>(xs: ReadonlyArray<A>, ys: ReadonlyArray<A>): number => {
  const most = Math.min(xs.length, ys.length)
  let n = 0
  while (n < most && xs[n] === ys[n]) n += 1
  return n
}

/**
 * Σ of a list, the empty sum 0, as `total` makes it: but lists with the same beginning share its
 * nodes, so that the sums of all beginnings of one list take one node each and not one for each
 * pair. Goes on from where the list before was the same.
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
  let before: ReadonlyArray<Expr> = []
  /** Of the list before: the sum up to each element. */
  const sums: Array<Expr> = []
  return (xs) => {
    sums.length = commonStart(before, xs)
    before = xs
    for (let i = sums.length; i < xs.length; i += 1) {
      const [x, sum] = [xs[i], sums[i - 1]]
      if (x !== undefined) sums.push(sum === undefined ? x : plus(sum, x))
    }
    return sums.at(-1) ?? constant(0)
  }
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

/** f of every element, computed once for each; what a list has in common with the one before is copied. */
export const onceEach = <A extends object, B>(
  f: (a: A) => B
): ((xs: ReadonlyArray<A>) => ReadonlyArray<B>) => {
  const of = once(f)
  let before: ReadonlyArray<A> = [],
    results: ReadonlyArray<B> = []
  return (xs) => {
    const n = commonStart(before, xs)
    const next = results.slice(0, n)
    for (let i = n; i < xs.length; i += 1) {
      const x = xs[i]
      if (x !== undefined) next.push(of(x))
    }
    before = xs
    results = next
    return next
  }
}
