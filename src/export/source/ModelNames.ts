/**
 * What an emitted model calls the values, the sizes and the named expressions of a model.
 *
 * @since 0.2.0
 */
import { identifiers, type Reserved } from './Identifiers.ts'
import type { ModelToEmit } from './ModelToEmit.ts'

/** - `value` of a datum, a site or an end; - `isTaken` by any of them. */
export interface ModelNames {
  readonly value: (name: string) => string
  readonly size: (axis: string) => string
  readonly named: (name: string) => string
  readonly isTaken: (identifier: string) => boolean
}

/** Values first, so that of a site and an axis of one name the site has it; `sized` axes have names. */
export const modelNames = (
  { graph, ends }: ModelToEmit,
  sized: ReadonlyArray<string>,
  reserved: Reserved
): ModelNames => {
  const values = [...graph.data, ...graph.sites, ...ends].map((x) => x.name)
  const named = graph.named.map((x) => x.name)
  const found = identifiers(reserved)([...values, ...sized, ...named])
  const from =
    (names: ReadonlyArray<string>, before: number) =>
    (name: string): string =>
      found[before + names.indexOf(name)] ?? ''
  const taken = new Set(found)
  return {
    value: from(values, 0),
    size: from(sized, values.length),
    named: from(named, values.length + sized.length),
    isTaken: (identifier) => taken.has(identifier)
  }
}
