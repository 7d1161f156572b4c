/**
 * The pipeline of prior draws: Graph → Generative. No guide and no density is derived, so that models
 * that neither could be made of, as those with counts without end, can be drawn forwards too.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Generative } from '../../ir/Ancestral.ts'
import type { Graph } from '../../ir/Graph.ts'
import { derivedOf } from '../parts/DerivedOf.ts'
import type { Result } from '../parts/Pass.ts'
import { build } from '../passes/BuildWorking.ts'
import { deriveAncestral } from '../passes/DeriveAncestral.ts'

/** Of a graph: how each of its sites is drawn, or everything that is wrong with it. */
export const deriveGenerative = (graph: Graph): Result<Generative> =>
  pipe(
    build.run(graph),
    E.map((working) => ({ ...derivedOf(working, []), ancestral: deriveAncestral(graph) }))
  )
