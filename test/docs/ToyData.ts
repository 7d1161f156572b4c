/** Data of no meaning that fit a program: whatever its slots and observations ask for. */
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { isDiscrete, outcomeCount } from '../../src/lower/PredictPlan.ts'
import { normals } from '../../src/runtime/index.ts'

export const sizesWith = (graph: Graph, rows: number): ReadonlyMap<string, number> =>
  new Map(graph.axes.map((a) => [a.name, a.size === 'data' ? rows : a.size] as const))

/**
 * Normal values; positive ones for a slot called sigma; outcomes for discrete observations, which
 * lean towards the first.
 */
export const toyData = (
  graph: Graph,
  program: Variational,
  rows: number
): ReadonlyMap<string, NamedTensor> => {
  const sizes = sizesWith(graph, rows)
  const filled = (
    name: string,
    axes: ReadonlyArray<string>,
    value: (z: number) => number
  ): readonly [string, NamedTensor] => {
    const shape = axes.map((a) => sizes.get(a) ?? 1)
    return [
      name,
      {
        axes,
        sizes: shape,
        values: normals(
          { seed: 7, step: 0 },
          name,
          shape.reduce((a, b) => a * b, 1)
        ).map(value)
      }
    ]
  }
  return new Map([
    ...program.data.map((d) =>
      filled(d.name, d.axes, d.name === 'sigma' ? (z) => 1 + Math.abs(z) : (z) => z)
    ),
    ...program.predictions.map((p) => {
      const last = outcomeCount(p, sizes) - 1
      return filled(
        p.site,
        p.axes,
        isDiscrete(p) ? (z) => Math.min(last, Math.floor(Math.abs(z))) : (z) => z
      )
    })
  ])
}
