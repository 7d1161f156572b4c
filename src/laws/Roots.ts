/**
 * Sites in terms of roots: x = location + scale · root where there is such a form, the push of a
 * standard noise where there is that, and a root itself otherwise. Roots take any values inside
 * their supports, so that every prior can be drawn, also one that is improper or has no smooth draw.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isSome } from 'fp-ts/lib/Option.js'
import { family, type SupportTag } from '../distributions/index.ts'
import { elementwiseDensity } from '../distributions/ElementwiseDensity.ts'
import { add, constant, type Expr, mul, neg, ref, square, sub } from '../expr/index.ts'
import type { Site } from '../ir/Graph.ts'

export interface Rooted {
  readonly root: string
  /** Where the root's values lie; an interval is (0, 1). */
  readonly tag: SupportTag
  /** The site, of its root and of earlier sites. */
  readonly value: Expr
  /** ln p(root) up to a constant, of the root and of earlier sites. */
  readonly logDensity: Expr
  /** The root turned about the middle of its support, where that keeps lengths. */
  readonly reflected: Expr | undefined
}

/** A number u ≠ 0 of size at most 2 as a value of each support; ends of intervals are approached. */
export const asValue: { readonly [S in SupportTag]: (u: number, size: number) => number } = {
  Real: (u) => u,
  Positive: Math.abs,
  Signed: (u) => u,
  HalfLine: (u) => u,
  Interval: (u) => (u > 0 ? u / 4 : 1 + u / 4),
  PositiveHalfLine: Math.abs,
  PositiveInterval: (u) => (u > 0 ? u / 4 : 1 + u / 4),
  Unit: (u) => (u > 0 ? u / 4 : 1 + u / 4),
  UnitInterval: (u) => (u > 0 ? u / 4 : 1 + u / 4),
  // one of several: what they are together is not asked
  Ordered: (u) => u,
  Correlation: (u) => u / 4,
  Simplex: (u) => (u > 0 ? u / 4 : 1 + u / 4),
  Binary: (u) => (u > 0 ? 1 : 0),
  Counts: (u) => Math.floor(3 * Math.abs(u)),
  CountsTo: (u) => Math.floor(Math.abs(u)),
  Categories: (u, size) => Math.floor(Math.abs(u) * 1000) % size
}

const reflections: { readonly [S in SupportTag]: (root: Expr) => Expr | undefined } = {
  Real: neg,
  Signed: neg,
  Interval: (root) => pipe(constant(1), sub(root)),
  Unit: (root) => pipe(constant(1), sub(root)),
  HalfLine: () => undefined,
  PositiveHalfLine: () => undefined,
  PositiveInterval: () => undefined,
  UnitInterval: () => undefined,
  Positive: () => undefined,
  Ordered: () => undefined,
  Correlation: () => undefined,
  Simplex: () => undefined,
  Binary: () => undefined,
  Counts: () => undefined,
  CountsTo: () => undefined,
  Categories: () => undefined
}

export const rooted = (s: Site): Rooted => {
  const f = family(s.dist)
  const root = `${s.name}.root`
  const e = ref(root, s.axes)
  const made = (tag: SupportTag, value: Expr, logDensity: Expr): Rooted => ({
    root,
    tag,
    value,
    logDensity,
    reflected: reflections[tag](e)
  })
  if (isSome(f.locationScale)) {
    const { location, scale, base } = f.locationScale.value
    const standard = family(base)
    const value = pipe(e, mul(scale), add(location))
    return made(standard.support._tag, value, elementwiseDensity(standard)(e))
  }
  if (f.whitened !== undefined) {
    const standard = family(f.whitened.base)
    return made(standard.support._tag, f.whitened.value(e), elementwiseDensity(standard)(e))
  }
  if (isSome(f.pathwise)) {
    const { noise, push } = f.pathwise.value
    return noise === 'uniform'
      ? made('Interval', push(e), constant(0))
      : made('Real', push(e), pipe(square(e), mul(-0.5)))
  }
  return made(f.support._tag, e, elementwiseDensity(f)(e))
}
