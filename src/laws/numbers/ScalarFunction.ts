/**
 * A scalar expression as a function of numbers, fast enough to be integrated: a step for each operation,
 * which calls its float64 meaning. What depends on no argument is computed at once.
 *
 * It takes axes of constant arrays that are summed or reduced inside; layout is refused.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, type ReduceOp, union, without } from '../../expr/Expr.ts'
import { fold, postorder } from '../../expr/Fold.ts'
import { scalarMap, scalarZip } from '../../expr/numbers/Scalar.ts'

// model

type Numbers = ReadonlyArray<number>
export type Scalar = (...xs: Numbers) => number

/** One number of a node: known, or where it is found, the arguments first and then what steps give. */
export type Cell = number | { readonly place: number }

/** One operation of numbers. */
export interface Step {
  readonly f: Scalar
  readonly of: ReadonlyArray<Cell>
}

/** What is to be done one after the other, and where the value is then. */
export interface ScalarProgram {
  readonly steps: ReadonlyArray<Step>
  readonly value: Cell
}

/** Row-major over the axes. */
interface Value {
  readonly axes: Axes
  readonly cells: ReadonlyArray<Cell>
}

const refuse = (what: string) => (): never => {
  throw new Error(`internal: a scalar function has no ${what}`)
}

const reduced: { readonly [O in ReduceOp]: Scalar } = {
  sum: (...xs) => xs.reduce((a, b) => a + b, 0),
  max: Math.max,
  min: Math.min,
  logSumExp: (...xs) => {
    const top = Math.max(...xs)
    return top === -Infinity ? top : top + Math.log(xs.reduce((s, x) => s + Math.exp(x - top), 0))
  }
}
const chosen: Scalar = (condition = NaN, x = NaN, y = NaN) => (condition === 0 ? y : x)
const product: Scalar = (x = NaN, y = NaN) => x * y

// constructors

/** The steps of an expression in `names`. */
export const scalarProgram = (e: Expr, names: ReadonlyArray<string>): ScalarProgram => {
  const sizes = new Map<string, number>()
  for (const node of postorder([e]))
    if (node._tag === 'Constants')
      node.axes.forEach((axis, i) => sizes.set(axis, node.sizes[i] ?? 1))
  const sizeOf = (axis: string): number => sizes.get(axis) ?? 1
  const count = (axes: Axes): number => axes.reduce((n, axis) => n * sizeOf(axis), 1)

  /** What the value is for each index over `axes`, row-major: the same along those it lacks. */
  const spread = (axes: Axes, { axes: own, cells }: Value): ReadonlyArray<Cell> => {
    const strideOf = (axis: string): number =>
      own.includes(axis) ? count(own.slice(own.indexOf(axis) + 1)) : 0
    return axes
      .reduce<Numbers>(
        (before, axis) =>
          before.flatMap((place) =>
            Array.from({ length: sizeOf(axis) }, (_, i) => place + i * strideOf(axis))
          ),
        [0]
      )
      .map((place) => cells[place] ?? NaN)
  }

  const steps: Array<Step> = []
  const applied = (f: Scalar, of: ReadonlyArray<Cell>): Cell => {
    const numbers = of.filter((cell) => typeof cell === 'number')
    if (numbers.length === of.length) return f(...numbers)
    steps.push({ f, of })
    return { place: names.length + steps.length - 1 }
  }
  const everywhere = (f: Scalar, axes: Axes, operands: ReadonlyArray<Value>): Value => {
    const each = operands.map((operand) => spread(axes, operand))
    return {
      axes,
      cells: Array.from({ length: count(axes) }, (_, i) =>
        applied(
          f,
          each.map((cells) => cells[i] ?? NaN)
        )
      )
    }
  }
  const over = (op: ReduceOp, gone: Axes, x: Value): Value => {
    const axes = without(gone)(x.axes),
      n = count(gone)
    const cells = spread([...axes, ...gone], x)
    return {
      axes,
      cells: Array.from({ length: count(axes) }, (_, i) =>
        applied(reduced[op], cells.slice(i * n, (i + 1) * n))
      )
    }
  }

  const { cells } = fold<Value>({
    Constant: ({ value }) => ({ axes: [], cells: [value] }),
    Constants: ({ axes, values }) => ({ axes, cells: values }),
    Ref: ({ name }) => {
      if (!names.includes(name)) throw new Error(`internal: ${name} has no value`)
      return { axes: [], cells: [{ place: names.indexOf(name) }] }
    },
    Iota: ({ axis }) => ({
      axes: [axis],
      cells: Array.from({ length: sizeOf(axis) }, (_, i) => i)
    }),
    Map: ({ op, x }) => everywhere(scalarMap[op], x.axes, [x]),
    Zip: ({ op, x, y }) => everywhere(scalarZip[op], union(x.axes, y.axes), [x, y]),
    Where: ({ condition, x, y }) =>
      everywhere(chosen, union(condition.axes, union(x.axes, y.axes)), [condition, x, y]),
    Contract: ({ over: gone, x, y }) =>
      over('sum', gone, everywhere(product, union(union(x.axes, y.axes), gone), [x, y])),
    Reduce: ({ op, over: gone, x }) => over(op, gone, x),
    Size: refuse('size'),
    Rename: refuse('rename'),
    Merge: refuse('merge'),
    Split: refuse('split'),
    Gather: refuse('gather'),
    Unfold: refuse('windows'),
    Fold: refuse('windows')
  })(e)
  return { steps, value: cells[0] ?? NaN }
}

// destructors

/** x ↦ e(x), the arguments being the values of `names`, in order. */
export const scalarFunction = (e: Expr, ...names: ReadonlyArray<string>): Scalar => {
  const { steps, value } = scalarProgram(e, names)
  const known: Array<number> = []
  const placed = names.length + steps.length
  const placeOf = (cell: Cell | undefined): number =>
    typeof cell === 'object' ? cell.place : placed + known.push(cell ?? NaN) - 1
  const places = steps.map(({ of }) => of.map(placeOf))
  const at = placeOf(value)
  const cells = new Float64Array(placed + known.length)
  cells.set(known, placed)
  const found = (place = at): number => cells[place] ?? NaN
  // a closure for each number of operands: this loop is what quadratures spend their time in
  const next = steps.map(({ f }, i): (() => number) => {
    const of = places[i] ?? [],
      [a = at, b = at, c = at] = of
    if (of.length === 1) return () => f(cells[a] ?? NaN)
    if (of.length === 2) return () => f(cells[a] ?? NaN, cells[b] ?? NaN)
    if (of.length === 3) return () => f(cells[a] ?? NaN, cells[b] ?? NaN, cells[c] ?? NaN)
    return () => f(...of.map(found))
  })
  return (...xs) => {
    for (let i = 0; i < names.length; i += 1) cells[i] = xs[i] ?? NaN
    let place = names.length
    for (const step of next) cells[place++] = step()
    return found()
  }
}

/** The number a closed scalar expression denotes. */
export const numberOf = (e: Expr): number => scalarFunction(e)()
