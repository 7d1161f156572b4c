/**
 * Products in the cheapest order. A chain of products, quotients and negations whose links nobody
 * else uses is one product; it is multiplied smallest operands first, numbers and signs together,
 * and what is constant along a sum leaves the sum.
 *
 * @since 0.1.0
 */
import {
  type Axes,
  constant,
  contract,
  type Expr,
  isSubset,
  map,
  meet,
  reduce,
  union,
  zip
} from '../expr/Expr.ts'
import { children, fold, postorder, rebuild } from '../expr/Fold.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** scale · Π factors, those inverted as 1/e. */
interface Factor {
  readonly e: Expr
  readonly inverted: boolean
}
interface Product {
  readonly scale: number
  readonly factors: ReadonlyArray<Factor>
}

/** The number of indices of a set of axes. */
export type Volume = (axes: Axes) => number

/** Longer chains stay as they are. */
const longest = 12

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const opaque = (e: Expr): Product =>
  e._tag === 'Constant'
    ? { scale: e.value, factors: [] }
    : { scale: 1, factors: [{ e, inverted: false }] }

const times = (p: Product, q: Product): Product => ({
  scale: p.scale * q.scale,
  factors: [...p.factors, ...q.factors]
})
const scaled = (k: number, p: Product): Product => ({ ...p, scale: k * p.scale })
const invert = (p: Product): Product => ({
  scale: 1 / p.scale,
  factors: p.factors.map(({ e, inverted }) => ({ e, inverted: !inverted }))
})

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

const pair = (x: Factor, y: Factor): Factor =>
  x.inverted === y.inverted
    ? { e: x.e === y.e ? map('square')(x.e) : zip('mul')(x.e, y.e), inverted: x.inverted }
    : { e: x.inverted ? zip('div')(y.e, x.e) : zip('div')(x.e, y.e), inverted: false }

/** Pairs with the smallest result first, until `count` are left; among equals the first two. */
const combine =
  (volume: Volume, count: number) =>
  (factors: ReadonlyArray<Factor>): ReadonlyArray<Factor> => {
    let left = factors
    while (left.length > count) {
      let best = { i: 0, j: 1, size: Infinity }
      left.forEach((x, i) =>
        left.forEach((y, j) => {
          const size = i < j ? volume(union(x.e.axes, y.e.axes)) : Infinity
          if (size < best.size) best = { i, j, size }
        })
      )
      const x = left[best.i],
        y = left[best.j]
      if (x === undefined || y === undefined) return left
      left = [...left.filter((_, k) => k !== best.i && k !== best.j), pair(x, y)]
    }
    return left
  }

const upright = (f: Factor): Expr => (f.inverted ? map('reciprocal')(f.e) : f.e)

const build =
  (volume: Volume) =>
  ({ scale, factors }: Product): Expr => {
    const numbers: ReadonlyArray<Factor> =
      scale === 1 || scale === -1 ? [] : [{ e: constant(scale), inverted: false }]
    const [only] = combine(volume, 1)([...numbers, ...factors])
    const unsigned = only === undefined ? constant(1) : upright(only)
    return scale === -1
      ? unsigned._tag === 'Constant'
        ? constant(-unsigned.value)
        : map('neg')(unsigned)
      : unsigned
  }

/** Σ over `over` of a product that has all of `over`: of two factors or more, a contraction. */
const summed = (volume: Volume, over: Axes, factors: ReadonlyArray<Factor>): Expr => {
  const [x, y] = combine(volume, 2)(factors)
  if (x === undefined) return constant(1)
  if (y === undefined) return reduce('sum', over)(upright(x))
  const sameAxes = isSubset(x.e.axes, y.e.axes) && isSubset(y.e.axes, x.e.axes)
  return sameAxes
    ? reduce('sum', over)(upright(pair(x, y)))
    : contract(over)(upright(x), upright(y))
}

/** The factors constant along `over`, and the others. */
const partition = (
  over: Axes,
  factors: ReadonlyArray<Factor>
): readonly [ReadonlyArray<Factor>, ReadonlyArray<Factor>] => [
  factors.filter((f) => meet(f.e.axes, over).length === 0),
  factors.filter((f) => meet(f.e.axes, over).length > 0)
]

// ---------------------------------------------------------------------------
// the pass
// ---------------------------------------------------------------------------

/** How often each node is an operand or a root. */
const countUses = (roots: ReadonlyArray<Expr>): ReadonlyMap<Expr, number> => {
  const uses = new Map<Expr, number>()
  for (const e of [...roots, ...postorder(roots).flatMap((n) => [...children(n)])])
    uses.set(e, (uses.get(e) ?? 0) + 1)
  return uses
}

/**
 * Equal values, up to rounding, where all values are finite; nodes used more than once are computed
 * once, as before.
 */
export const arrangeProducts =
  (volume: Volume) =>
  (roots: ReadonlyArray<Expr>): ReadonlyArray<Expr> => {
    const uses = countUses(roots)
    const built = new Map<Product, Expr>()
    const whole = (p: Product): Expr => {
      const before = built.get(p)
      if (before !== undefined) return before
      const e = build(volume)(p)
      built.set(p, e)
      return e
    }
    /** An operand as part of its only user's product, or as a value of its own. */
    const part = (original: Expr, p: Product): Product =>
      original._tag === 'Constant' ||
      ((uses.get(original) ?? 0) === 1 && p.factors.length <= longest)
        ? p
        : opaque(whole(p))
    /** x + k·y of the signs that cost least. */
    const sum = (p: Product, q: Product, k: 1 | -1): Product => {
      const s = k * q.scale
      if (q.factors.length === 0 || p.factors.length === 0)
        return opaque(zip(k === 1 ? 'add' : 'sub')(whole(p), whole(q)))
      if (p.scale < 0 && s < 0)
        return {
          scale: -1,
          factors: opaque(zip('add')(whole(scaled(-1, p)), whole(scaled(-k, q)))).factors
        }
      if (s < 0) return opaque(zip('sub')(whole(p), whole(scaled(-k, q))))
      return p.scale < 0
        ? opaque(zip('sub')(whole(scaled(k, q)), whole(scaled(-1, p))))
        : opaque(zip('add')(whole(p), whole(scaled(k, q))))
    }
    const arranged = fold<Product>({
      Constant: (_, e) => opaque(e),
      Constants: (_, e) => opaque(e),
      Ref: (_, e) => opaque(e),
      Size: (_, e) => opaque(e),
      Iota: (_, e) => opaque(e),
      Map: ({ op, x }, e) => {
        const p = part(e.x, x)
        if (op === 'neg') return scaled(-1, p)
        return op === 'reciprocal' && p.scale !== 0
          ? invert(p)
          : opaque(rebuild.Map({ ...e, x: whole(p) }, e))
      },
      Zip: ({ op, x, y }, e) => {
        const p = part(e.x, x),
          q = part(e.y, y)
        switch (op) {
          case 'mul':
            return times(p, q)
          case 'div':
            return q.scale === 0 ? opaque(zip('div')(whole(p), whole(q))) : times(p, invert(q))
          case 'add':
            return sum(p, q, 1)
          case 'sub':
            return sum(p, q, -1)
          default:
            return opaque(rebuild.Zip({ ...e, x: whole(p), y: whole(q) }, e))
        }
      },
      Where: ({ condition, x, y }, e) =>
        opaque(rebuild.Where({ ...e, condition: whole(condition), x: whole(x), y: whole(y) }, e)),
      Reduce: ({ op, over, x }, e) => {
        const p = part(e.x, x)
        // a factor stays inside a sum of nothing: the sum is 0 even where the factor is infinite
        if (op !== 'sum' || volume(over) === 0)
          return opaque(rebuild.Reduce({ ...e, x: whole(p) }, e))
        const [outer, inner] = partition(over, p.factors)
        return {
          scale: p.scale,
          factors: [...outer, ...opaque(summed(volume, over, inner)).factors]
        }
      },
      Contract: ({ over, x, y }, e) => {
        // what the contraction can do without is multiplied afterwards where the result is smaller
        // than the operand
        const pull = (original: Expr, p: Product): readonly [Product, Expr] => {
          const q = part(original, p)
          if (
            volume(over) === 0 ||
            volume(e.axes) >= volume(original.axes) ||
            !isSubset(over, original.axes)
          )
            return [opaque(constant(1)), whole(q)]
          const [outer, inner] = partition(over, q.factors)
          return [{ scale: q.scale, factors: outer }, whole({ scale: 1, factors: inner })]
        }
        const [p, left] = pull(e.x, x),
          [q, right] = pull(e.y, y)
        return times(times(p, q), opaque(contract(over)(left, right)))
      },
      Rename: ({ x }, e) => opaque(rebuild.Rename({ ...e, x: whole(x) }, e)),
      Merge: ({ x }, e) => opaque(rebuild.Merge({ ...e, x: whole(x) }, e)),
      Split: ({ x }, e) => opaque(rebuild.Split({ ...e, x: whole(x) }, e)),
      Gather: ({ x, index }, e) =>
        opaque(rebuild.Gather({ ...e, x: whole(x), index: whole(index) }, e)),
      Unfold: ({ x }, e) => opaque(rebuild.Unfold({ ...e, x: whole(x) }, e)),
      Fold: ({ x }, e) => opaque(rebuild.Fold({ ...e, x: whole(x) }, e))
    })
    return roots.map((r) => whole(arranged(r)))
  }
