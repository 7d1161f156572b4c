/**
 * All warnings of a model, in the order of its sites.
 *
 * @since 0.2.0
 */
import { lintRules, ruleNames } from './LintRules.ts'
import type { Linted, Warning } from './Warning.ts'

/** Of each rule in turn; what concerns no site comes first. */
export const warningsOf = (m: Linted): ReadonlyArray<Warning> => {
  const place = new Map(m.graph.sites.map((s, i) => [s.name, i] as const))
  const placeOf = ({ where }: Warning): number => place.get(where) ?? -1
  return ruleNames
    .flatMap((rule) => lintRules[rule].find(m).map((p): Warning => ({ rule, ...p })))
    .toSorted((a, b) => placeOf(a) - placeOf(b))
}
