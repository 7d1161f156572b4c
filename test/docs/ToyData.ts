/** Data of no meaning that fit a program: whatever its slots and observations ask for. */
import { boundsOf, family, type SupportTag } from '../../src/distributions/index.ts'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { literal } from '../../src/lint/Literals.ts'
import { outcomeCount } from '../../src/lower/PredictPlan.ts'
import { normals } from '../../src/runtime/index.ts'

export const sizesWith = (graph: Graph, rows: number): ReadonlyMap<string, number> =>
  new Map(graph.axes.map((a) => [a.name, a.size === 'data' ? rows : a.size] as const))

/** A value of a support, from a real number and the number of the last outcome. */
const inside: Readonly<Record<SupportTag, (z: number, last: number) => number>> = {
  Binary: (z) => (z > 0 ? 1 : 0),
  Categories: (z, last) => Math.min(last, Math.floor(Math.abs(z))),
  Correlation: (z) => Math.tanh(z),
  Counts: (z) => Math.floor(Math.abs(z)),
  CountsTo: () => 0,
  HalfLine: (z) => 1 + Math.abs(z),
  PositiveHalfLine: (z) => 1 + Math.abs(z),
  PositiveInterval: (z) => 1 + Math.abs(z),
  Interval: (z) => 1 + Math.abs(z),
  Ordered: (z) => z,
  Simplex: (z) => 1 / (1 + Math.exp(-z)),
  Positive: (z) => 1 + Math.abs(z),
  Real: (z) => z,
  Signed: (z) => z,
  Unit: (z) => 1 / (1 + Math.exp(-z)),
  UnitInterval: (z) => 1 / (1 + Math.exp(-z))
}

/** Where values begin that a site is observed at, where the model says it as a number; else at 0. */
const beginOf = (graph: Graph, site: string): number => {
  const found = graph.sites.find((s) => s.name === site)
  const low = found && boundsOf(family(found.dist).support)?.low
  return (low && literal(low)) ?? 0
}

/**
 * Normal values where anything real will do; positive ones for a slot called sigma; outcomes lean
 * towards the first.
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
    ...program.data.map((d) => {
      const support = d.name === 'sigma' ? 'Positive' : (d.support ?? 'Real')
      const last = (sizes.get(d.indexes ?? '') ?? 1) - 1
      return filled(d.name, d.axes, (z) => inside[support](z, last))
    }),
    ...program.predictions.map((p) => {
      const last = outcomeCount(p, sizes) - 1
      const begin = beginOf(graph, p.site)
      return filled(p.site, p.axes, (z) => begin + inside[p.support](z, last))
    })
  ])
}
