/**
 * Sets of axis names, and what an operation asks of those of its operands: of constructors, and of
 * readers of files, which refuse what a constructor would take for our own mistake.
 *
 * @since 0.2.0
 */

/** A set of axis names; the order carries no meaning. */
export type Axes = ReadonlyArray<string>

// sets

export const union = (a: Axes, b: Axes): Axes => {
  const fresh = b.filter((n) => !a.includes(n))
  return fresh.length === 0 ? a : [...a, ...fresh]
}
export const without =
  (gone: Axes) =>
  (a: Axes): Axes =>
    a.filter((n) => !gone.includes(n))
export const meet = (a: Axes, b: Axes): Axes => a.filter((n) => b.includes(n))
export const isSubset = (part: Axes, whole: Axes): boolean => part.every((n) => whole.includes(n))
export const areDistinct = (axes: Axes): boolean => new Set(axes).size === axes.length

// operations, by the axes of their operands

/** So many values over axes of these sizes? */
export const areConstants = (
  axes: Axes,
  sizes: ReadonlyArray<number>,
  values: { readonly length: number }
): boolean => axes.length === sizes.length && values.length === sizes.reduce((a, b) => a * b, 1)

/** Where only one operand has an axis, the other is constant along it. */
export const isContraction = (over: Axes, x: Axes, y: Axes): boolean => isSubset(over, union(x, y))

export const isRenaming = (from: string, to: string, x: Axes): boolean =>
  x.includes(from) && (from === to || !x.includes(to))

export const isMerge = (from: Axes, to: string, x: Axes): boolean =>
  isSubset(from, x) && !without(from)(x).includes(to)

export const isSplit = (from: string, to: Axes, x: Axes): boolean =>
  x.includes(from) && meet(to, without([from])(x)).length === 0

export const isGather = (axis: string, index: Axes, x: Axes): boolean =>
  x.includes(axis) && !index.includes(axis)
