/**
 * A scalar expression as a function of numbers, fast enough to be integrated: closures over the
 * float64 meaning of each operation.
 *
 * It takes one axis at most, that of constant arrays which are contracted inside; anything else is
 * refused.
 */
import { type Expr } from '../../src/expr/Expr.ts'
import { fold } from '../../src/expr/Fold.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'

/** The value at index i of the one axis; `length` 1 where there is none. */
interface Cell {
  readonly length: number
  readonly at: (xs: ReadonlyArray<number>, i: number) => number
}

const refuse = (what: string) => (): never => {
  throw new Error(`internal: a scalar function has no ${what}`)
}

/** x ↦ e(x), the arguments being the values of `names`, in order. */
export const scalarFunction = (
  e: Expr,
  ...names: ReadonlyArray<string>
): ((...xs: ReadonlyArray<number>) => number) => {
  const cell = fold<Cell>({
    Constant: ({ value }) => ({ length: 1, at: () => value }),
    Constants: ({ values }) => ({ length: values.length, at: (_, i) => values[i] ?? NaN }),
    Ref: ({ name }) => {
      const place = names.indexOf(name)
      if (place < 0) throw new Error(`internal: ${name} has no value`)
      return { length: 1, at: (xs) => xs[place] ?? NaN }
    },
    Map: ({ op, x }) => {
      const f = scalarMap[op]
      return { length: x.length, at: (xs, i) => f(x.at(xs, i)) }
    },
    Zip: ({ op, x, y }) => {
      const f = scalarZip[op]
      return { length: Math.max(x.length, y.length), at: (xs, i) => f(x.at(xs, i), y.at(xs, i)) }
    },
    Contract: ({ x, y }) => {
      const n = Math.max(x.length, y.length)
      return {
        length: 1,
        at: (xs) =>
          Array.from({ length: n }, (_, i) => x.at(xs, i) * y.at(xs, i)).reduce((a, b) => a + b, 0)
      }
    },
    Where: ({ condition, x, y }) => ({
      length: Math.max(condition.length, x.length, y.length),
      at: (xs, i) => (condition.at(xs, i) === 0 ? y.at(xs, i) : x.at(xs, i))
    }),
    Size: refuse('size'),
    Iota: refuse('iota'),
    Reduce: refuse('reduction'),
    Rename: refuse('rename'),
    Merge: refuse('merge'),
    Split: refuse('split'),
    Gather: refuse('gather'),
    Unfold: refuse('windows'),
    Fold: refuse('windows')
  })(e)
  return (...xs) => cell.at(xs, 0)
}

/** The number a closed scalar expression denotes. */
export const numberOf = (e: Expr): number => scalarFunction(e)()
