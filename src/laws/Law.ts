/**
 * A law: a named property that holds for every value its arbitraries make.
 *
 * @example
 * import { failure, priorLaws } from 'farrier/laws'
 * import { groupHorseshoe } from 'farrier'
 *
 * for (const law of priorLaws(groupHorseshoe(0.1))) assert.equal(failure(law), undefined, law.name)
 *
 * @since 0.1.0
 */
import fc from 'fast-check'

/** A property of fast-check with a name. */
export interface Law {
  readonly name: string
  readonly property: fc.IRawProperty<unknown>
}

/** One line of a failure, none where it holds. */
export const wanted = (
  holds: boolean,
  what: string,
  found: unknown,
  want: unknown
): ReadonlyArray<string> =>
  holds ? [] : [`${what}: found ${String(found)}, wanted ${String(want)}`]

/**
 * A predicate lists what does not hold: what was found, what was wanted, as `wanted` writes it. An
 * empty list holds; `false` fails as well, but without a reason.
 */
export const law = <A>(
  name: string,
  arbitrary: fc.Arbitrary<A>,
  holds: (a: A) => boolean | ReadonlyArray<string> | void
): Law => ({
  name,
  property: fc.property(arbitrary, (a) => {
    const found = holds(a)
    if (Array.isArray(found) && found.length > 0) throw new Error(found.join('; '))
    if (found === false) throw new Error('found false, wanted true')
  })
})

/** A counterexample as it is read: of long lists the beginning. */
const shown = (example: unknown): string =>
  JSON.stringify(example, (_, x: unknown) =>
    Array.isArray(x) && x.length > 8 ? [...x.slice(0, 4), `and ${x.length - 4} more`] : x
  )

/** Why a law fails, with the smallest counterexample found; undefined where it holds. */
export const failure = (l: Law, parameters: fc.Parameters<unknown> = {}): string | undefined => {
  const details = fc.check(l.property, parameters)
  if (details instanceof Promise) throw new Error('internal: a law is not asynchronous')
  return details.failed
    ? `${l.name}: fails for ${shown(details.counterexample)}; ${String(details.errorInstance ?? '')}`
    : undefined
}
