/**
 * Who uses what in a graph, read once and not once a site.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { refs } from '../../expr/index.ts'
import type { Site } from '../../ir/Graph.ts'

/** The names that the arguments of a site refer to. */
export const usedBy = (s: Site): ReadonlyArray<string> => [
  ...refs(family(s.dist).arguments.map((a) => a.value)).keys()
]

/** For each name, those of the sites whose arguments refer to it, in their order. */
export const usersAmong = (
  sites: ReadonlyArray<Site>
): ReadonlyMap<string, ReadonlyArray<Site>> => {
  const users = new Map<string, Array<Site>>()
  for (const s of sites)
    for (const name of usedBy(s)) {
      const before = users.get(name)
      if (before === undefined) users.set(name, [s])
      else before.push(s)
    }
  return users
}
