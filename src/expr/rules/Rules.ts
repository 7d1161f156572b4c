/**
 * What a simplification rule is.
 *
 * Every rule keeps the axes of the node, and its value wherever the node has one: where it is NaN
 * (0·∞, ∞ − ∞, x/x at 0) or where it over- or underflows, the simpler form may be a number. No rule
 * makes NaN of a number.
 *
 * @since 0.1.0
 */
import type { Axes, Expr, NodeOf, Tag } from '../Expr.ts'
import { constant } from '../Expr.ts'
import type { Interval } from '../intervals/Interval.ts'
import { spread } from './Smart.ts'

/** What a rule may ask about the operands of a node. */
export interface Known {
  readonly bounds: (e: Expr) => Interval
}

export interface Rule<N extends Expr> {
  /** The equation, read from left to right. */
  readonly name: string
  /** The simpler expression, of the same axes, or undefined where the rule does not apply. */
  readonly apply: (node: N, known: Known) => Expr | undefined
}

/** The rules that may apply to a node, in the order they are tried. */
export type RuleTable = { readonly [T in Tag]: (node: NodeOf<T>) => ReadonlyArray<Rule<NodeOf<T>>> }

export const rule = <N extends Expr>(name: string, apply: Rule<N>['apply']): Rule<N> => ({
  name,
  apply
})

/** One number over axes. */
export const everywhere = (axes: Axes, value: number): Expr => spread(axes)(constant(value))
