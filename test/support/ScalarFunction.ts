/**
 * A scalar expression as a function of numbers, fast enough to be integrated: closures over the
 * float64 meaning of each operation.
 *
 * It takes axes of constant arrays that are summed or reduced inside; layout is refused.
 */
import { type Axes, type Expr, type ReduceOp } from '../../src/expr/Expr.ts'
import { children, fold, postorder } from '../../src/expr/Fold.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'

type Numbers = ReadonlyArray<number>

/** The value for these arguments, where each axis stands at its index of `at`. */
type Cell = (xs: Numbers, at: Int32Array) => number

const refuse = (what: string) => (): never => {
  throw new Error(`internal: a scalar function has no ${what}`)
}

const logSumExp = (xs: Numbers): number => {
  const top = Math.max(...xs)
  return top === -Infinity ? top : top + Math.log(xs.reduce((s, x) => s + Math.exp(x - top), 0))
}
const reduced: { readonly [O in ReduceOp]: (xs: Numbers) => number } = {
  sum: (xs) => xs.reduce((a, b) => a + b, 0),
  max: (xs) => Math.max(...xs),
  min: (xs) => Math.min(...xs),
  logSumExp
}

/** The nodes that several others read. */
const sharedIn = (root: Expr): ReadonlySet<Expr> => {
  const seen = new Set<Expr>(),
    again = new Set<Expr>()
  for (const child of postorder([root]).flatMap(children))
    (seen.has(child) ? again : seen).add(child)
  return again
}

/** x ↦ e(x), the arguments being the values of `names`, in order. */
export const scalarFunction = (
  e: Expr,
  ...names: ReadonlyArray<string>
): ((...xs: Numbers) => number) => {
  const sizes = new Map<string, number>()
  for (const node of postorder([e]))
    if (node._tag === 'Constants')
      node.axes.forEach((axis, i) => sizes.set(axis, node.sizes[i] ?? 1))
  const axes = [...sizes.keys()]
  const placeOf = (axis: string): number => axes.indexOf(axis)
  /** The values of a cell at all indices of these axes. */
  const along = (over: Axes, cell: Cell): ((xs: Numbers, at: Int32Array) => Numbers) => {
    const [axis, ...others] = over
    if (axis === undefined) return (xs, at) => [cell(xs, at)]
    const rest = along(others, cell),
      place = placeOf(axis),
      n = sizes.get(axis) ?? 1
    return (xs, at) => {
      const before = at[place] ?? 0
      const found = Array.from({ length: n }, (_, i) => {
        at[place] = i
        return rest(xs, at)
      }).flat()
      at[place] = before
      return found
    }
  }
  const shared = sharedIn(e)
  /** The value of a node that several read is asked once for all of them: each call has its own `xs`. */
  const once = (node: Expr, f: Cell): Cell => {
    if (node.axes.length > 0 || !shared.has(node)) return f
    let last: Numbers | undefined
    let value = NaN
    return (xs, at) => {
      if (xs !== last) {
        value = f(xs, at)
        last = xs
      }
      return value
    }
  }
  const cell = fold<Cell>({
    Constant:
      ({ value }) =>
      () =>
        value,
    Constants: ({ values, axes: own, sizes: ownSizes }) => {
      const places = own.map(placeOf)
      return (_, at) =>
        values[places.reduce((i, place, d) => i * (ownSizes[d] ?? 1) + (at[place] ?? 0), 0)] ?? NaN
    },
    Ref: ({ name }) => {
      const place = names.indexOf(name)
      if (place < 0) throw new Error(`internal: ${name} has no value`)
      return (xs) => xs[place] ?? NaN
    },
    Map: ({ op, x }, node) => {
      const f = scalarMap[op]
      return once(node, (xs, at) => f(x(xs, at)))
    },
    Zip: ({ op, x, y }, node) => {
      const f = scalarZip[op]
      return once(node, (xs, at) => f(x(xs, at), y(xs, at)))
    },
    Contract: ({ over, x, y }) => {
      const all = along(over, (xs, at) => x(xs, at) * y(xs, at))
      return (xs, at) => reduced.sum(all(xs, at))
    },
    Where: ({ condition, x, y }, node) =>
      once(node, (xs, at) => (condition(xs, at) === 0 ? y(xs, at) : x(xs, at))),
    Reduce: ({ op, over, x }) => {
      const all = along(over, x)
      return (xs, at) => reduced[op](all(xs, at))
    },
    Iota: ({ axis }) => {
      const place = placeOf(axis)
      return (_, at) => at[place] ?? NaN
    },
    Size: refuse('size'),
    Rename: refuse('rename'),
    Merge: refuse('merge'),
    Split: refuse('split'),
    Gather: refuse('gather'),
    Unfold: refuse('windows'),
    Fold: refuse('windows')
  })(e)
  const at = new Int32Array(axes.length)
  return (...xs) => cell(xs, at)
}

/** The number a closed scalar expression denotes. */
export const numberOf = (e: Expr): number => scalarFunction(e)()
