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

// model

/**
 * What a law says of itself.
 *
 * - `formula` what is held against what
 * - `tolerance` how near, and why no nearer
 * - `shown` a counterexample in one line, as code where there is such; JSON unless given
 * - `source` the model that it stands for, as source of the language, where it is one
 * - `runs` how many values are tried unless the check says: fewer than 100 where each is dear
 */
export interface Said<A> {
  readonly formula?: string
  readonly tolerance?: string
  readonly shown?: (example: A) => string
  readonly source?: (example: A) => string | undefined
  readonly runs?: number
}

/** A property of fast-check with a name, what it says, and how its counterexamples are read. */
export interface Law {
  readonly name: string
  readonly formula: string | undefined
  readonly tolerance: string | undefined
  readonly runs: number | undefined
  readonly property: fc.IRawProperty<unknown>
}

// what does not hold

/** One line of a failure, none where it holds. */
export const wanted = (
  holds: boolean,
  what: string,
  found: unknown,
  want: unknown
): ReadonlyArray<string> =>
  holds ? [] : [`${what}: found ${String(found)}, wanted ${String(want)}`]

/** |found − want| ≤ tolerance · max(1, |want|), both finite. */
export const near = (
  what: string,
  found: number,
  want: number,
  tolerance: number
): ReadonlyArray<string> =>
  wanted(Math.abs(found - want) <= tolerance * Math.max(1, Math.abs(want)), what, found, want)

// constructors

/** A counterexample as it is read: of long lists the beginning. */
const inJson = (example: unknown): string =>
  JSON.stringify(example, (_, x: unknown) =>
    Array.isArray(x) && x.length > 8 ? [...x.slice(0, 4), `and ${x.length - 4} more`] : x
  )

/** What is found of one value, and how it is shown: fast-check hands the value to both. */
class Broken extends Error {
  readonly shown: string
  readonly source: string | undefined
  constructor(found: string, shown: string, source: string | undefined) {
    super(found)
    this.name = 'Error'
    this.shown = shown
    this.source = source
  }
}

/**
 * A predicate lists what does not hold: what was found, what was wanted, as `wanted` writes it. An
 * empty list holds; `false` fails as well, but without a reason.
 */
export const law = <A>(
  name: string,
  arbitrary: fc.Arbitrary<A>,
  holds: (a: A) => boolean | ReadonlyArray<string> | void,
  said: Said<A> = {}
): Law => ({
  name,
  formula: said.formula,
  tolerance: said.tolerance,
  runs: said.runs,
  property: fc.property(arbitrary, (a) => {
    const found = holds(a)
    const broken = (what: string): never => {
      throw new Broken(what, said.shown?.(a) ?? inJson([a]), said.source?.(a))
    }
    if (Array.isArray(found) && found.length > 0) broken(found.join('; '))
    if (found === false) broken('found false, wanted true')
  })
})

// destructors

/**
 * Why a law fails, with the smallest counterexample found, the formula that it breaks, and the source of
 * the model where the example is one; undefined where it holds.
 */
export const failure = (l: Law, parameters: fc.Parameters<unknown> = {}): string | undefined => {
  const usual = l.runs === undefined ? {} : { numRuns: l.runs }
  const details = fc.check(l.property, { ...usual, ...parameters })
  if (details instanceof Promise) throw new Error('internal: a law is not asynchronous')
  if (!details.failed) return undefined
  const why = details.errorInstance
  const shown = why instanceof Broken ? why.shown : inJson(details.counterexample)
  return [
    `${l.name}: fails for ${shown}; ${String(why ?? '')}`,
    ...(l.formula === undefined ? [] : [`formula: ${l.formula}`]),
    ...(l.tolerance === undefined ? [] : [`tolerance: ${l.tolerance}`]),
    ...(why instanceof Broken && why.source !== undefined ? [why.source] : [])
  ].join('\n')
}
