/**
 * Does an expression, at an index of an axis, read what lies elsewhere along it? Only where it does
 * not may the axis be cut in parts, each computed alone.
 *
 * @since 0.2.0
 */
import type { Axes, Expr } from './Expr.ts'
import { postorder } from './Fold.ts'

/** Axes that a node does something along, other than carry them: combine, move, count, name. */
export const axesMixedBy = (e: Expr): Axes => {
  switch (e._tag) {
    case 'Reduce':
    case 'Contract':
      return e.over
    case 'Rename':
      return [e.from, e.to]
    case 'Merge':
      return [...e.from, e.to]
    case 'Split':
      return [e.from, ...e.to]
    case 'Gather':
    case 'Iota':
    case 'Size':
      return [e.axis]
    case 'Unfold':
    case 'Fold':
      return [e.windows.along, e.windows.at, e.windows.offset]
    case 'Constants':
      return e.axes
    case 'Constant':
    case 'Ref':
    case 'Map':
    case 'Zip':
    case 'Where':
      return []
  }
}

/**
 * The first part of expressions that mixes what lies along an axis, operands before their users;
 * none where each index is a matter of its own.
 */
export const mixedAlong =
  (axis: string) =>
  (roots: ReadonlyArray<Expr>): Expr | undefined => {
    const found = postorder(roots).filter((e) => axesMixedBy(e).includes(axis))
    // a mean is better known by its sum than by the size it divides by
    return found.find((e) => e._tag !== 'Size') ?? found[0]
  }
