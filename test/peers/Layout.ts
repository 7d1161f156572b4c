/**
 * Named axes as positions in Python's arrays: every value has its own axes and no others, in one
 * order for the whole model. Broadcasting by name is `x[:, None]`.
 */
import type { Axes } from '../../src/expr/Expr.ts'
import { axesMixedBy } from '../../src/expr/Mixing.ts'
import { postorder } from '../../src/expr/Fold.ts'
import { family } from '../../src/distributions/index.ts'
import type { Expr } from '../../src/expr/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'

/** Python for an array, and its axes in order. */
export interface Laid {
  readonly text: string
  readonly axes: Axes
}

/** All arguments of all sites. */
export const argumentsIn = (g: Graph): ReadonlyArray<Expr> =>
  g.sites.flatMap((s) => family(s.dist).arguments.map((a) => a.value))

/** Axes in a model's order: declared ones first, then those that it makes. */
export const orderOf = (g: Graph): ((axes: Axes) => Axes) => {
  const made = postorder(argumentsIn(g)).flatMap((e) => [...e.axes, ...axesMixedBy(e)])
  const place = new Map(
    [...new Set([...g.axes.map((a) => a.name), ...made])].map((name, i) => [name, i] as const)
  )
  return (axes) => axes.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
}

/** `(3,)`, `(3, 2)`. */
export const tuple = (parts: ReadonlyArray<number>): string =>
  `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`

/**
 * x over these axes in this order, all of its own among them: one of size 1 for each that it
 * lacks, but for the first ones, which broadcasting adds.
 */
export const laid = ({ text, axes }: Laid, over: Axes): string => {
  const places = over.filter((a) => axes.includes(a)).map((a) => axes.indexOf(a))
  const isInOrder = places.every((p, i) => p === i)
  const moved = isInOrder ? text : `jnp.transpose(${text}, ${tuple(places)})`
  const index = over
    .slice(over.findIndex((a) => axes.includes(a)))
    .map((a) => (axes.includes(a) ? ':' : 'None'))
  return axes.length === 0 || !index.includes('None') ? moved : `${moved}[${index.join(', ')}]`
}

/** The letters of two operands and a result for `einsum`. */
export const letters = (...axes: ReadonlyArray<Axes>): ReadonlyArray<string> => {
  const all = [...new Set(axes.flat())]
  return axes.map((own) => own.map((a) => String.fromCodePoint(97 + all.indexOf(a))).join(''))
}
