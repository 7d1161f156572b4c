/**
 * A declared model as one that can be reparameterised, if `lint` has nothing against it, with the
 * ends that data set to its latents.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Graph } from '../../ir/Graph.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { begin, type Working } from '../parts/Working.ts'
import { missingDecisions } from '../parts/ObservedSlots.ts'
import { lint, unusedData } from './Lint.ts'
import { narrow } from './NarrowSupports.ts'

export const build: Pass<Graph, Working> = pass('build', (graph) =>
  pipe(
    lint.run(graph),
    E.map(begin),
    E.map((w) => ({
      ...w,
      decisions: [...w.decisions, ...unusedData(graph), ...missingDecisions(graph)]
    })),
    E.chain(narrow.run)
  )
)
