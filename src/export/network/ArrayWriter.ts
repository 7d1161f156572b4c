/**
 * Operations on arrays whose dimensions are known by their axes: what is added to the list for each.
 *
 * @since 0.2.0
 */
import { type Axes, type ReduceOp, union, without, type ZipOp } from '../../expr/Expr.ts'
import type { Windows } from '../../expr/Windows.ts'
import { type At, OPEN, type Pair, type Shape, type Step, type TensorOp } from './TensorProgram.ts'

/** An operation's result, and the axes of its dimensions in order. */
export interface Arranged {
  readonly at: At
  readonly axes: Axes
}

export type PairOf<A> = readonly [A, A]

/** Windows along two axes; axes that are summed with them, and those of the result's maps. */
export interface Convolved {
  readonly windows: PairOf<Windows>
  readonly channels: Axes
  readonly maps: Axes
}

export interface ArrayWriter {
  readonly steps: ReadonlyArray<Step>
  readonly push: (op: TensorOp, axes: Axes) => Arranged
  readonly input: (name: string, axes: Axes, shape: Shape) => Arranged
  readonly weight: (name: string, axes: Axes, values: Float32Array) => Arranged
  readonly arranged: (x: Arranged, axes: Axes) => Arranged
  /** Over these axes with a size of 1 for each that it lacks, but for the first ones. */
  readonly spread: (x: Arranged, axes: Axes) => Arranged
  readonly zip: (op: ZipOp, x: Arranged, y: Arranged) => Arranged
  readonly reduce: (op: ReduceOp, over: Axes, x: Arranged) => Arranged
  readonly contract: (over: Axes, x: Arranged, y: Arranged) => Arranged
  readonly reshape: (x: Arranged, shape: Shape, axes: Axes) => Arranged
  /** The axes `from`, in this order, become `to`. */
  readonly regroup: (x: Arranged, from: Axes, to: Axes) => Arranged
  readonly unfold: (w: Windows, x: Arranged) => Arranged
  readonly conv: (c: Convolved, x: Arranged, filters: Arranged) => Arranged
  readonly maxPool: (windows: PairOf<Windows>, x: Arranged) => Arranged
  readonly take: (x: Arranged, axis: string, indices: ReadonlyArray<number>) => Arranged
  /** The positions are values over axes that come in the place of the one. */
  readonly takeAlong: (
    x: Arranged,
    axis: string,
    come: Axes,
    positions: ReadonlyArray<number>
  ) => Arranged
}

/** - `inOrder` axes in the order that all arrays have them; - `sizeOf` −1 for the open one. */
export const arrayWriter = (
  inOrder: (axes: Axes) => Axes,
  sizeOf: (axis: string) => number
): ArrayWriter => {
  const steps: Array<Step> = []
  const shapeOf = (axes: Axes): Shape => axes.map(sizeOf)
  const add = (op: TensorOp, shape: Shape): At => steps.push({ ...op, shape }) - 1
  const push = (op: TensorOp, axes: Axes): Arranged => ({ at: add(op, shapeOf(axes)), axes })
  const product = (axes: Axes): number => {
    const sizes = shapeOf(axes)
    return sizes.includes(OPEN) ? OPEN : sizes.reduce((a, b) => a * b, 1)
  }
  const shapeAt = (at: At): Shape => steps[at]?.shape ?? []

  const reshape = (x: Arranged, shape: Shape, axes: Axes): Arranged =>
    shapeAt(x.at).join() === shape.join()
      ? { at: x.at, axes }
      : { at: add({ op: 'reshape', x: x.at }, shape), axes }
  const arranged = (x: Arranged, axes: Axes): Arranged => {
    const order = axes.map((a) => x.axes.indexOf(a))
    return order.every((p, i) => p === i) ? x : push({ op: 'transpose', order, x: x.at }, axes)
  }
  const ordered = (x: Arranged): Arranged => arranged(x, inOrder(x.axes))
  const spread = (x: Arranged, axes: Axes): Arranged => {
    const first = axes.findIndex((a) => x.axes.includes(a))
    const own = first < 0 ? [] : axes.slice(first)
    return reshape(
      x,
      own.map((a) => (x.axes.includes(a) ? sizeOf(a) : 1)),
      x.axes
    )
  }
  const weight = (name: string, axes: Axes, values: Float32Array): Arranged =>
    push({ op: 'weight', name, values }, axes)
  const zip = (op: ZipOp, x: Arranged, y: Arranged): Arranged => {
    const axes = inOrder(union(x.axes, y.axes))
    return push({ op: 'zip', zip: op, x: spread(x, axes).at, y: spread(y, axes).at }, axes)
  }
  const reduce = (op: ReduceOp, over: Axes, x: Arranged): Arranged =>
    over.length === 0
      ? x
      : push(
          {
            op: 'reduce',
            reduce: op,
            places: over.map((a) => x.axes.indexOf(a)).toSorted((a, b) => a - b),
            x: x.at
          },
          without(over)(x.axes)
        )
  const regroup = (x: Arranged, from: Axes, to: Axes): Arranged => {
    const rest = without(from)(x.axes)
    const moved = arranged(x, [...rest, ...from])
    return ordered(reshape(moved, shapeOf([...rest, ...to]), [...rest, ...to]))
  }

  /** A stack of matrices: the sizes of the parts of each, multiplied out. */
  const stacked = (x: Arranged, parts: ReadonlyArray<Axes>): Arranged => {
    const [batch = [], ...sides] = parts
    const moved = arranged(x, parts.flat())
    const shape = [...(batch.length === 0 ? [] : [product(batch)]), ...sides.map(product)]
    return reshape(moved, shape, parts.flat())
  }
  const contract = (over: Axes, left: Arranged, right: Arranged): Arranged => {
    const apart = (x: Arranged, other: Arranged): Arranged =>
      reduce(
        'sum',
        over.filter((a) => x.axes.includes(a) && !other.axes.includes(a)),
        x
      )
    const [x, y] = [apart(left, right), apart(right, left)]
    const shared = x.axes.filter((a) => y.axes.includes(a))
    const k = shared.filter((a) => over.includes(a))
    if (k.length === 0) return zip('mul', x, y)
    const batch = without(k)(shared),
      rows = without(shared)(x.axes),
      columns = without(shared)(y.axes)
    const axes = [...batch, ...rows, ...columns]
    const at = add(
      {
        op: 'matmul',
        x: stacked(x, [batch, rows, k]).at,
        y: stacked(y, [batch, k, columns]).at
      },
      [...(batch.length === 0 ? [] : [product(batch)]), product(rows), product(columns)]
    )
    return ordered(reshape({ at, axes }, shapeOf(axes), axes))
  }

  const takeAs = (
    x: Arranged,
    axis: string,
    come: Axes,
    indices: { readonly shape: Shape; readonly values: ReadonlyArray<number> }
  ): Arranged => {
    const place = x.axes.indexOf(axis)
    const axes = x.axes.flatMap((a) => (a === axis ? come : [a]))
    return ordered(push({ op: 'take', place, indices, x: x.at }, axes))
  }
  const unfold = ({ along, at, offset, size, stride, padding }: Windows, x: Arranged): Arranged => {
    const place = x.axes.indexOf(along),
      count = sizeOf(at)
    const padded =
      padding === 0
        ? x
        : {
            at: add(
              { op: 'pad', place, zeros: padding, x: x.at },
              x.axes.map((a) => (a === along ? sizeOf(a) + 2 * padding : sizeOf(a)))
            ),
            axes: x.axes
          }
    const values = Array.from(
      { length: count * size },
      (_, i) => Math.floor(i / size) * stride + (i % size)
    )
    return takeAs(padded, along, [at, offset], { shape: [count, size], values })
  }
  const strides = ([a, b]: PairOf<Windows>): Pair => [a.stride, b.stride]
  /** [rows, channels, height, width] of windows: the other axes are rows. */
  const image = (x: Arranged, [a, b]: PairOf<Windows>, channels: Axes) => {
    const rows = without([a.along, b.along, ...channels])(x.axes)
    const at = reshape(
      arranged(x, [...rows, ...channels, a.along, b.along]),
      [product(rows), product(channels), sizeOf(a.along), sizeOf(b.along)],
      x.axes
    ).at
    return { at, rows }
  }
  const ofWindows = (op: TensorOp, rows: Axes, maps: Axes, [a, b]: PairOf<Windows>): Arranged => {
    const at = add(op, [product(rows), product(maps), sizeOf(a.at), sizeOf(b.at)])
    const axes = [...rows, ...maps, a.at, b.at]
    return ordered(reshape({ at, axes }, shapeOf(axes), axes))
  }
  const conv = (
    { windows, channels, maps }: Convolved,
    x: Arranged,
    filters: Arranged
  ): Arranged => {
    const [a, b] = windows
    const { at, rows } = image(x, windows, channels)
    const own = reshape(
      arranged(filters, [...maps, ...channels, a.offset, b.offset]),
      [product(maps), product(channels), a.size, b.size],
      filters.axes
    ).at
    const zeros: Pair = [a.padding, b.padding]
    const op: TensorOp = { op: 'conv', strides: strides(windows), zeros, x: at, filters: own }
    return ofWindows(op, rows, maps, windows)
  }
  const maxPool = (windows: PairOf<Windows>, x: Arranged): Arranged => {
    const [a, b] = windows
    const { at, rows } = image(x, windows, [])
    const sizes: Pair = [a.size, b.size]
    return ofWindows({ op: 'maxPool', sizes, strides: strides(windows), x: at }, rows, [], windows)
  }
  return {
    steps,
    push,
    conv,
    maxPool,
    input: (name, axes, shape) => ({ at: add({ op: 'input', name, axes }, shape), axes }),
    weight,
    arranged,
    spread,
    zip,
    reduce,
    contract,
    reshape,
    regroup,
    unfold,
    takeAlong: (x, axis, come, values) => takeAs(x, axis, come, { shape: shapeOf(come), values }),
    take: (x, axis, values) => takeAs(x, axis, [axis], { shape: [values.length], values })
  }
}
