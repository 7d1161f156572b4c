/** A model with data bound, as both sides get it. */
import { bijector, family } from '../../src/distributions/index.ts'
import { evaluate, type NamedArray, ref } from '../../src/expr/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { asValue } from '../../src/laws/Roots.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { type Bound, filled } from '../support/Draws.ts'

/** Sizes of all declared axes, values of data and of observed sites. */
export interface Case extends Bound {
  readonly name: string
  readonly graph: Graph
}

/** Numbers about 0 for a name, the same anywhere. */
export const numbersFor = (name: string, step: number, n: number): Float64Array =>
  Float64Array.from(normals({ seed: 1, step }, name, n))

const sizesOf = (graph: Graph, rows: number): ReadonlyMap<string, number> =>
  new Map(graph.axes.map((a) => [a.name, a.size === 'data' ? rows : a.size] as const))

/** Data and observations made up for a graph, each value within its support. */
export const madeUp = (name: string, graph: Graph, rows: number): Case => {
  const sizes = sizesOf(graph, rows)
  const numbers = (slot: { readonly name: string; readonly axes: ReadonlyArray<string> }) => {
    const n = slot.axes.reduce((k, a) => k * (sizes.get(a) ?? 1), 1)
    const drawn = numbersFor(slot.name, 0, n)
    return filled(slot.axes, sizes, (i) => drawn[i] ?? 0)
  }
  const within = (x: NamedArray, f: (u: number) => number): NamedArray => ({
    ...x,
    values: Float64Array.from(x.values, f)
  })
  const data = graph.data.map((slot) => {
    const toValue = asValue[slot.support ?? 'Real'],
      size = sizes.get(slot.indexes ?? '') ?? 1
    return [slot.name, within(numbers(slot), (u) => toValue(u, size))] as const
  })
  const observed = graph.sites
    .filter((s) => s.role === 'observed')
    .map((s) => {
      const { support } = family(s.dist),
        map = bijector(support),
        u = numbers(s)
      const size = support._tag === 'Categories' ? (sizes.get(support.axis) ?? 1) : 1
      const value =
        map === undefined
          ? within(u, (x) => asValue[support._tag](x, size))
          : evaluate({ sizes, values: new Map([['u', u]]) })(map.forward(ref('u', s.axes)))
      return [s.name, value] as const
    })
  return { name, graph, sizes, values: new Map([...data, ...observed]) }
}
