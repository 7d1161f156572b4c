/**
 * Looking everything up: x at every index of an axis is x itself along another name.
 *
 * @since 0.2.0
 */
import { type Expr, rename } from './Expr.ts'
import { foldList, withChildren } from './Fold.ts'

/** x at every index of an axis, where a position along it stands for all: the axis renamed. */
export const picked: (e: Expr) => Expr = foldList<Expr>((e, operands) => {
  const node = withChildren(e, operands)
  return node._tag === 'Gather' &&
    node.index._tag === 'Iota' &&
    !node.x.axes.includes(node.index.axis)
    ? rename(node.axis, node.index.axis)(node.x)
    : node
})
