/**
 * Where axis names become positions: every value of a plan lies with its axes in one order.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Either, map } from 'fp-ts/lib/Either.js'
import type { Axes, Expr } from '../expr/Expr.ts'
import { postorder } from '../expr/Fold.ts'
import { inferSizes } from '../expr/Sizes.ts'
import type { Shape } from '../ir/Plan.ts'
import type { Problem } from '../ir/Problem.ts'

export interface Layout {
  /** The number of indices of an axis. */
  readonly extent: (axis: string) => number
  /** A set of axes in the plan's order. */
  readonly sort: (axes: Axes) => Axes
}

/**
 * Axes outside `order` come after it, as they are met. Refuses an axis without a size or with two.
 */
export const makeLayout = (
  roots: ReadonlyArray<Expr>,
  stated: ReadonlyMap<string, number>,
  order: ReadonlyArray<string>
): Either<Problem, Layout> =>
  pipe(
    inferSizes({ sizes: stated, values: new Map() })(roots),
    map((sizes) => {
      const position = new Map<string, number>()
      for (const axis of [...order, ...postorder(roots).flatMap((e) => [...e.axes])])
        if (!position.has(axis)) position.set(axis, position.size)
      return {
        extent: (axis) => {
          const n = sizes.get(axis)
          if (n === undefined) throw new Error(`internal: axis ${axis} has no size`)
          return n
        },
        sort: (axes) => [...axes].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0))
      }
    })
  )

export const elements = (shape: Shape): number => shape.reduce((n, d) => n * d, 1)

/** Extents of axes in the order given. */
export const shapeOf =
  (layout: Layout) =>
  (axes: Axes): Shape =>
    axes.map(layout.extent)

/** The number of indices of a set of axes together. */
export const volume =
  (layout: Layout) =>
  (axes: Axes): number =>
    elements(shapeOf(layout)(axes))
