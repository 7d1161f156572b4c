/**
 * A scalar expression as a function of numbers, fast enough to be integrated: one line of JavaScript for
 * each operation, which calls its float64 meaning. What depends on no argument is computed at once.
 *
 * It takes axes of constant arrays that are summed or reduced inside; layout is refused.
 */
import { compileFunction } from 'node:vm'
import { type Axes, type Expr, type ReduceOp, union, without } from '../../src/expr/Expr.ts'
import { fold, postorder } from '../../src/expr/Fold.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'

type Numbers = ReadonlyArray<number>
type Scalar = (...xs: Numbers) => number

/** One number of a node: known, or the name of a variable. */
type Cell = number | string

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

/** By its text: distributions of a family differ in constants alone, which are arguments of it. */
const compiled = new Map<string, ReturnType<typeof compileFunction>>()

/** x ↦ e(x), the arguments being the values of `names`, in order. */
export const scalarFunction = (e: Expr, ...names: ReadonlyArray<string>): Scalar => {
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

  const lines: Array<string> = []
  const meanings: Array<Scalar> = []
  const known: Array<number> = []
  const written = (cell: Cell): string =>
    typeof cell === 'string' ? cell : `known[${known.push(cell) - 1}]`
  const applied = (f: Scalar, operands: ReadonlyArray<Cell>): Cell => {
    const numbers = operands.filter((cell) => typeof cell === 'number')
    if (numbers.length === operands.length) return f(...numbers)
    if (!meanings.includes(f)) meanings.push(f)
    const name = `v${lines.length}`
    lines.push(`const ${name} = f${meanings.indexOf(f)}(${operands.map(written).join(', ')})`)
    return name
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
      return { axes: [], cells: [`x${names.indexOf(name)}`] }
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
  const text = [
    ...meanings.map((_, i) => `const f${i} = meanings[${i}]`),
    `return (${names.map((_, i) => `x${i} = NaN`).join(', ')}) => {`,
    ...lines,
    `return ${written(cells[0] ?? NaN)}`,
    '}'
  ].join('\n')
  const make = compiled.get(text) ?? compileFunction(text, ['meanings', 'known'])
  compiled.set(text, make)
  return make(meanings, known)
}

/** The number a closed scalar expression denotes. */
export const numberOf = (e: Expr): number => scalarFunction(e)()
