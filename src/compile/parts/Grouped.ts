/**
 * Lists by a key, so that what is asked of every site does not read the whole list for each.
 *
 * @since 0.2.0
 */

/** Those of each key, in their order. */
export const grouped =
  <A>(keyOf: (a: A) => string) =>
  (all: Iterable<A>): ReadonlyMap<string, ReadonlyArray<A>> => {
    const found = new Map<string, Array<A>>()
    for (const a of all) {
      const before = found.get(keyOf(a))
      if (before === undefined) found.set(keyOf(a), [a])
      else before.push(a)
    }
    return found
  }
