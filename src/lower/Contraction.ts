/**
 * Sums of products as matrix products.
 *
 * @since 0.1.0
 */
import { type Axes, meet, union, without } from '../expr/Expr.ts'
import type { ValueId } from '../ir/Plan.ts'
import type { Builder } from './Builder.ts'
import { elements, type Layout, shapeOf, volume } from './AxisLayout.ts'
import { fill, reduced, reshape, transpose, zipped } from './Values.ts'

/** A value and its axes, in the plan's order: position i of its shape is axis i. */
export interface Placed {
  readonly id: ValueId
  readonly axes: Axes
}

/**
 * The value over `axes` in the order given; a transposition only where the order of extents above 1
 * changes.
 */
export const arrange =
  (b: Builder) =>
  (x: Placed, axes: Axes): ValueId =>
    transpose(b)(
      x.id,
      axes.map((a) => x.axes.indexOf(a))
    )

/**
 * The value aligned for elementwise use with others over `axes`: absent axes have extent 1, none in
 * front.
 */
export const align =
  (b: Builder, layout: Layout) =>
  (x: Placed, axes: Axes): ValueId => {
    const first = axes.findIndex((a) => x.axes.includes(a))
    return first < 0
      ? reshape(b)(x.id, [])
      : reshape(b)(
          x.id,
          axes.slice(first).map((a) => (x.axes.includes(a) ? layout.extent(a) : 1))
        )
  }

export const sumOver =
  (b: Builder) =>
  (x: Placed, over: Axes): Placed =>
    over.length === 0
      ? x
      : {
          id: reduced(b)(
            'sum',
            over.map((a) => x.axes.indexOf(a)),
            x.id
          ),
          axes: without(over)(x.axes)
        }

export const multiply =
  (b: Builder, layout: Layout) =>
  (x: Placed, y: Placed): Placed => {
    const axes = layout.sort(union(x.axes, y.axes))
    return { id: zipped(b)('mul', align(b, layout)(x, axes), align(b, layout)(y, axes)), axes }
  }

/** Elements moved to bring x into another order of axes. */
const cost = (layout: Layout, from: Axes, to: Axes): number => {
  const long = (axes: Axes): ReadonlyArray<string> => axes.filter((a) => layout.extent(a) !== 1)
  const target = long(to)
  return long(from).every((a, i) => a === target[i]) ? 0 : volume(layout)(from)
}

/**
 * Σ over `over` of x · y. Axes that one operand alone sums are summed there first; what remains is
 * a product elementwise, or a matrix product [batch, m, k] · [batch, k, n] of the side order that
 * moves the fewest elements.
 */
export const contraction =
  (b: Builder, layout: Layout) =>
  (over: Axes, x0: Placed, y0: Placed): Placed => {
    const size = volume(layout)
    const result = layout.sort(without(over)(union(x0.axes, y0.axes)))
    if (size(over) === 0) return { id: fill(b)(0, shapeOf(layout)(result)), axes: result }
    const x = sumOver(b)(x0, without(y0.axes)(meet(x0.axes, over)))
    const y = sumOver(b)(y0, without(x0.axes)(meet(y0.axes, over)))
    const k = meet(meet(x.axes, over), y.axes)
    const batch = without(k)(meet(x.axes, y.axes))
    const m = without([...k, ...batch])(x.axes),
      n = without([...k, ...batch])(y.axes)
    if (k.length === 0) return multiply(b, layout)(x, y)
    if (size(m) * size(n) === 1) return sumOver(b)(multiply(b, layout)(x, y), k)
    const product = (
      left: Placed,
      right: Placed,
      rows: Axes,
      columns: Axes
    ): { readonly moved: number; readonly make: () => ValueId } => {
      const leftAxes = [...batch, ...rows, ...k],
        rightAxes = [...batch, ...k, ...columns],
        made = [...batch, ...rows, ...columns]
      const lead = size(batch) === 1 ? [] : [size(batch)]
      return {
        moved:
          cost(layout, left.axes, leftAxes) +
          cost(layout, right.axes, rightAxes) +
          cost(layout, made, result),
        make: () => {
          const l = reshape(b)(arrange(b)(left, leftAxes), [...lead, size(rows), size(k)])
          const r = reshape(b)(arrange(b)(right, rightAxes), [...lead, size(k), size(columns)])
          const id = b.emit({ _tag: 'MatMul', x: l, y: r }, [...lead, size(rows), size(columns)])
          return arrange(b)({ id: reshape(b)(id, shapeOf(layout)(made)), axes: made }, result)
        }
      }
    }
    const straight = product(x, y, m, n),
      swapped = product(y, x, n, m)
    return { id: (swapped.moved < straight.moved ? swapped : straight).make(), axes: result }
  }

/** Multiply-adds of a matrix product. */
export const multiplyAdds = (x: ReadonlyArray<number>, y: ReadonlyArray<number>): number =>
  elements(x) * (y[y.length - 1] ?? 1)
