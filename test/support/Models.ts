/**
 * Generated models with small random data and parameters bound: the setting of laws over whole
 * models.
 */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { compile, type Compiled, type CompileOptions } from '../../src/compile/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { klWeightName, type Variational, totalOf } from '../../src/ir/Variational.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { type Bound, filled } from './Draws.ts'

export const compiled = (graph: Graph, options: Partial<CompileOptions> = {}): Compiled => {
  const c = compile(options)(graph)
  if (isLeft(c)) throw new Error(c.left.map((p) => `${p.where}: ${p.what}`).join('\n'))
  return c.right
}

/** Of a graph, or of a program, which may have axes of its own. */
export const sizesOf = (graph: Pick<Graph, 'axes'>, rows: number): ReadonlyMap<string, number> =>
  new Map([
    ['draw:', 1],
    ...graph.axes.map((a) => [a.name, a.size === 'data' ? rows : a.size] as const)
  ])

/**
 * Data and parameters drawn from a seed; scales are moderate, so that a few thousand draws measure
 * a mean.
 */
export const bindings = (graph: Graph, program: Variational, rows: number, seed: number): Bound => {
  const sizes = sizesOf(program, rows)
  const stream = (name: string) => {
    const xs = normals({ seed, step: 0 }, name, 4096)
    return (i: number): number => xs[i % 4096] ?? 0
  }
  const classes = graph.axes.find((a) => a.name === 'out')?.size
  const isDiscrete = graph.sites.some((s) => s.role === 'observed' && s.dist._tag !== 'Normal')
  const isCategorical = graph.sites.some(
    (s) => s.role === 'observed' && s.dist._tag === 'Categorical'
  )
  const observed = (u: number): number =>
    isCategorical
      ? Math.floor(Math.abs(u) * 10) % (typeof classes === 'number' ? classes : 2)
      : isDiscrete
        ? u > 0
          ? 1
          : 0
        : u
  return {
    sizes,
    values: new Map([
      ...program.data.map((d) => [d.name, filled(d.axes, sizes, stream(d.name))] as const),
      ...program.observed.map(
        (d) => [d.name, filled(d.axes, sizes, (i) => observed(stream(d.name)(i)))] as const
      ),
      ...program.parameters.map(
        (p) =>
          [
            p.name,
            filled(p.axes, sizes, (i) => {
              const u = stream(p.name)(i)
              return p.kind === 'logVariance' ? -3 + 0.5 * u : 0.5 * u
            })
          ] as const
      ),
      [klWeightName, filled([], sizes, () => 1)],
      ...graph.axes
        .filter((a) => a.size === 'data')
        .map((a) => [totalOf(a.name), filled([], sizes, () => rows * 3)] as const)
    ])
  }
}

export const smallSeed = fc.integer({ min: 1, max: 1e6 })
