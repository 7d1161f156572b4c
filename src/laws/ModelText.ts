/**
 * A model that breaks a law, as source of the language: what is run to see it again.
 *
 * @since 0.2.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { emitTypescript } from '../export/typescript/EmitTypescript.ts'
import type { Graph } from '../ir/Graph.ts'

/** The source of a model; undefined of one that the language has no words for. */
export const sourceOf = (graph: Graph): string | undefined => {
  const written = emitTypescript({ name: 'a model that breaks the law', graph, ends: [] })
  return isLeft(written) ? undefined : written.right.source.trimEnd()
}
