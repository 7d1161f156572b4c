/**
 * Arguments that are written down as numbers, and stand-ins for those that are not.
 *
 * @since 0.2.0
 */
import { type Argument, type Distribution, factsOf, family } from '../distributions/index.ts'
import { constant, type Expr } from '../expr/index.ts'
import type { Site } from '../ir/Graph.ts'

export const isLatent = (s: Site): boolean => s.role === 'latent'

/** The number that an argument is, where the model says one. */
export const literal = (e: Expr): number | undefined =>
  e._tag === 'Constant' ? e.value : undefined

/** Arguments that are numbers, by name. */
export const literalsOf = (
  s: Site
): ReadonlyArray<{ readonly name: string; readonly value: number }> =>
  family(s.dist).arguments.flatMap(({ name, value }) => {
    const x = literal(value)
    return x === undefined ? [] : [{ name, value: x }]
  })

/** Some number of a support, the `turn`-th of two. */
export const someOf = (support: Argument['support'], turn: 0 | 1): number =>
  [[1, 2] as const, [0.5, 0.25] as const, [0, 0] as const].find((pair) =>
    pair.every(factsOf(support).holds)
  )?.[turn] ?? 1

/** The same law with some number for every argument that is none. */
export const withNumbers = (d: Distribution, turn: 0 | 1): Distribution => {
  const supports = new Map(family(d).arguments.map((a) => [a.value, a.support] as const))
  return family(d).mapArguments((e) =>
    e._tag === 'Constant' ? e : constant(someOf(supports.get(e) ?? 'Real', turn))
  )
}
