/**
 * Named expressions to one plan: straight-line code over arrays of known shape, each value computed
 * once.
 *
 * @since 0.1.0
 */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import { type Axes, type Expr, type MapOp, union, without, type ZipOp } from '../expr/Expr.ts'
import { type Algebra, fold } from '../expr/Fold.ts'
import type { KernelMap, KernelZip, Plan, PlanInput } from '../ir/Plan.ts'
import type { Problem } from '../ir/Problem.ts'
import { type Builder, makeBuilder } from './Builder.ts'
import { align, arrange, contraction, type Placed } from './Contraction.ts'
import { specialExpander } from './ExpandSpecial.ts'
import { intern } from './Intern.ts'
import { type Layout, makeLayout, shapeOf, volume } from './AxisLayout.ts'
import { finish } from './LastUses.ts'
import { arrangeProducts } from './Products.ts'
import { broadcastTo, chosen, fill, mapped, reduced, reshape, zipped } from './Values.ts'
import { overlapped, windowsOf } from './WindowLowering.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface LowerOptions {
  readonly outputs: ReadonlyMap<string, Expr>
  /** The axes an output is spread over, where those of its expression are not enough. */
  readonly outputAxes?: ReadonlyMap<string, Axes>
  readonly sizes: ReadonlyMap<string, number>
  /** Every value lies with its axes in this order. */
  readonly order: ReadonlyArray<string>
  /** References that are standard normal noise. */
  readonly noise: ReadonlySet<string>
  /** Inputs whose buffers a run may take over. */
  readonly consumed: ReadonlySet<string>
}

// ---------------------------------------------------------------------------
// operations of a plan
// ---------------------------------------------------------------------------

const kernelMaps: { readonly [T in KernelMap]: true } = {
  neg: true,
  abs: true,
  exp: true,
  expm1: true,
  log: true,
  sqrt: true,
  square: true,
  reciprocal: true,
  floor: true,
  round: true,
  tanh: true,
  sigmoid: true,
  softplus: true,
  relu: true
}
const isKernelMap = (op: MapOp): op is KernelMap => op in kernelMaps
const isKernelZip = (op: ZipOp): op is KernelZip => op !== 'polygamma'

const unexpanded = (what: string): never => {
  throw new Error(`internal: ${what} has reached the plan unexpanded`)
}

/** Row-major values over `axes` as they lie over the same axes in another order. */
const reorder = (
  values: ReadonlyArray<number>,
  axes: Axes,
  sizes: ReadonlyArray<number>,
  to: Axes
): ReadonlyArray<number> => {
  const strideOf = (axis: string): number =>
    sizes.slice(axes.indexOf(axis) + 1).reduce((a, b) => a * b, 1)
  const offsets = to.reduce<ReadonlyArray<number>>(
    (before, axis) =>
      before.flatMap((o) =>
        Array.from({ length: sizes[axes.indexOf(axis)] ?? 0 }, (_, i) => o + i * strideOf(axis))
      ),
    [0]
  )
  return offsets.map((o) => values[o] ?? 0)
}

// ---------------------------------------------------------------------------
// lowering
// ---------------------------------------------------------------------------

const algebra = (
  b: Builder,
  layout: Layout,
  leaf: (name: string, axes: Axes) => Placed
): Algebra<Placed> => {
  const shape = shapeOf(layout)
  const scalar = (value: number): Placed => ({ id: fill(b)(value, []), axes: [] })
  return {
    Constant: ({ value }) => scalar(value),
    Constants: ({ axes, sizes, values }) => {
      const sorted = layout.sort(axes)
      return {
        id: b.emit(
          { _tag: 'Literal', values: reorder(values, axes, sizes, sorted) },
          shape(sorted)
        ),
        axes: sorted
      }
    },
    Ref: ({ name, axes }) => leaf(name, layout.sort(axes)),
    Size: ({ axis }) => scalar(layout.extent(axis)),
    Iota: ({ axis }) => ({ id: b.emit({ _tag: 'Range' }, shape([axis])), axes: [axis] }),
    Map: ({ op, x }) => ({
      id: isKernelMap(op) ? mapped(b)(op, x.id) : unexpanded(op),
      axes: x.axes
    }),
    Zip: ({ op, x, y }) => {
      const axes = layout.sort(union(x.axes, y.axes))
      const at = align(b, layout)
      return {
        id: isKernelZip(op) ? zipped(b)(op, at(x, axes), at(y, axes)) : unexpanded(op),
        axes
      }
    },
    Where: ({ condition, x, y }) => {
      const axes = layout.sort(union(union(condition.axes, x.axes), y.axes))
      const at = align(b, layout)
      return { id: chosen(b)(at(condition, axes), at(x, axes), at(y, axes)), axes }
    },
    Reduce: ({ op, over, x }) => ({
      id:
        op === 'logSumExp'
          ? unexpanded(op)
          : reduced(b)(
              op,
              over.map((a) => x.axes.indexOf(a)),
              x.id
            ),
      axes: without(over)(x.axes)
    }),
    Contract: ({ over, x, y }) => contraction(b, layout)(over, x, y),
    Rename: ({ from, to, x }) => {
      const renamed = x.axes.map((a) => (a === from ? to : a))
      const axes = layout.sort(renamed)
      return { id: arrange(b)({ id: x.id, axes: renamed }, axes), axes }
    },
    Merge: ({ from, to, x }) => {
      const axes = layout.sort([...without(from)(x.axes), to])
      return {
        id: reshape(b)(
          arrange(b)(
            x,
            axes.flatMap((a) => (a === to ? [...from] : [a]))
          ),
          shape(axes)
        ),
        axes
      }
    },
    Split: ({ from, to, x }) => {
      const parts = x.axes.flatMap((a) => (a === from ? [...to] : [a]))
      const axes = layout.sort(parts)
      return { id: arrange(b)({ id: reshape(b)(x.id, shape(parts)), axes: parts }, axes), axes }
    },
    Gather: () => unexpanded('gather'),
    Unfold: ({ windows, x }) => windowsOf(b, layout)(windows, x),
    Fold: ({ windows, x }) => overlapped(b, layout)(windows, x)
  }
}

/** The same reference must have the same axes everywhere. */
const makeLeaves = (
  b: Builder,
  layout: Layout,
  options: LowerOptions
): {
  readonly leaf: (name: string, axes: Axes) => Placed
  readonly inputs: () => ReadonlyArray<PlanInput>
} => {
  const inputs = new Map<string, PlanInput>()
  return {
    leaf: (name, axes) => {
      const shape = shapeOf(layout)(axes)
      if (options.noise.has(name)) return { id: b.emit({ _tag: 'Noise', name }, shape), axes }
      const before = inputs.get(name)
      if (before !== undefined && before.axes.join() !== axes.join())
        throw new Error(
          `internal: ${name} over [${before.axes.join(', ')}] and over [${axes.join(', ')}]`
        )
      const id = b.emit({ _tag: 'Input', name }, shape)
      inputs.set(name, { name, axes, shape, id, consumed: options.consumed.has(name) })
      return { id, axes }
    },
    inputs: () => [...inputs.values()]
  }
}

/**
 * Refuses axes without a size or with two; everything else that cannot be lowered is a bug of the
 * passes before.
 */
export const lower = (options: LowerOptions): Either<Problem, Plan> => {
  const names = [...options.outputs.keys()]
  const expand = specialExpander(),
    share = intern()
  const roots = [...options.outputs.values()].map((e) => share(expand(e)))
  const spreadAxes = [...(options.outputAxes ?? new Map<string, Axes>()).values()].flatMap(
    (axes) => [...axes]
  )
  const layout = makeLayout(roots, options.sizes, [...options.order, ...spreadAxes])
  if (isLeft(layout)) return layout
  const b = makeBuilder()
  const { leaf, inputs } = makeLeaves(b, layout.right, options)
  const place = fold(algebra(b, layout.right, leaf))
  const outputs = arrangeProducts(volume(layout.right))(roots).map((root, i) => {
    const name = names[i] ?? ''
    b.setSite(name)
    const value = place(root)
    const axes = layout.right.sort(union(value.axes, options.outputAxes?.get(name) ?? []))
    const shape = shapeOf(layout.right)(axes)
    return {
      name,
      id: reshape(b)(broadcastTo(b)(align(b, layout.right)(value, axes), shape), shape),
      shape,
      axes
    }
  })
  return right(finish(b.instructions(), inputs(), outputs))
}
