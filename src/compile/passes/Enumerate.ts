/**
 * Discrete latents with finitely many values are summed out: a site that reads one becomes a mixture.
 * They stay declared, with what is known of them given the others as their value.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { family } from '../../distributions/index.ts'
import type { Site } from '../../ir/Graph.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { isDiscreteLatent, isSummedOut, sumOut } from '../enumerate/SumOut.ts'
import { pass, type Pass, type Result, unless } from '../parts/Pass.ts'
import type { Working } from '../parts/Working.ts'

/** Elements along a plate that have one density together cannot be a batch of others. */
const batchProblems = ({ graph }: Working): ReadonlyArray<Problem> => {
  const plates = graph.axes.flatMap((a) => (a.size === 'data' ? [a.name] : []))
  return graph.sites.flatMap(({ name, dist }) => {
    const [plate] = family(dist).jointly.filter((axis) => plates.includes(axis))
    return plate === undefined
      ? []
      : [
          problem(
            name,
            `its elements along the plate ${plate} share a discrete site that is summed out`,
            'a step may see a batch of them, and their density is no sum over elements',
            `give ${plate} a fixed size (axis), let the discrete site lie over it, or sample (farrier sample)`
          )
        ]
  })
}

const summed =
  (which: (s: Site) => boolean) =>
  (w: Working): Result<Working> =>
    pipe(
      sumOut(w.graph, which),
      E.map(({ graph, expected, decisions }) =>
        expected.size === 0
          ? w
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
      )
    )

/** For densities of all data. */
export const enumerate: Pass<Working, Working> = pass('enumerate', summed(isDiscreteLatent))

/** For fits, whose steps may see batches. */
export const enumerateInBatches: Pass<Working, Working> = pass('enumerate', (w) =>
  pipe(
    summed(isSummedOut(w.graph))(w),
    E.chain((now) => unless(batchProblems(now))(() => now))
  )
)
