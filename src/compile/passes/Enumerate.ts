/**
 * Discrete latents with finitely many values are summed out: a site that reads one becomes a mixture.
 * They stay declared, with what is known of them given the others as their value.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type SummedOut, sumOut, sumWhatCanBe } from '../enumerate/SumOut.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { Working } from '../parts/Working.ts'

const without =
  (w: Working) =>
  ({ graph, expected, decisions }: SummedOut): Working =>
    expected.size === 0
      ? { ...w, decisions: [...w.decisions, ...decisions] }
      : {
          ...w,
          graph: {
            ...graph,
            // in their places, with the axes of their values
            sites: w.graph.sites.map((s) => {
              const value = expected.get(s.name)
              return value === undefined
                ? (graph.sites.find((t) => t.name === s.name) ?? s)
                : { ...s, axes: value.axes }
            })
          },
          sites: w.sites.flatMap((s) => {
            const now = graph.sites.find((t) => t.name === s.name)
            return now === undefined ? [] : [{ ...s, dist: now.dist }]
          }),
          values: expected,
          drawn: expected,
          decisions: [...w.decisions, ...decisions]
        }

/** For densities of all data: all of them, or what stands in the way. */
export const enumerate: Pass<Working, Working> = pass('enumerate', (w) =>
  pipe(sumOut(w.graph), E.map(without(w)))
)

/** For fits, whose steps may see batches: those that can be; the others are drawn. */
export const enumerateInBatches: Pass<Working, Working> = pass('enumerate', (w) =>
  E.right(without(w)(sumWhatCanBe(w.graph)))
)
