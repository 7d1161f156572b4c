/** What a draw of the guide weighs, against the costs that training adds up. */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { compile, type CompileOptions, deriveWeight } from '../../src/compile/index.ts'
import { evaluate, type Expr, type NamedArray } from '../../src/expr/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { LogWeight } from '../../src/ir/LogWeight.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { klWeightName, totalOf, type Variational } from '../../src/ir/Variational.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { filled } from '../support/Draws.ts'
import { bindings, sizesOf, smallSeed } from '../support/Models.ts'

/** Every cost as ln q − ln p at the draw, no local noise, no merged scales: the same draw of all. */
const drawnCosts = { kl: 'monteCarlo', skip: ['localReparameterise', 'mergeScales'] } as const
/** Of sites that share noise, no scales are merged. */
const drawnTogether = { kl: 'monteCarlo', skip: ['localReparameterise'] } as const

type Joint = CompileOptions['joint']

/** Latents of a model, as many as there are names for. */
const latentsOf = (graph: Graph): ReadonlyArray<string> =>
  graph.sites.flatMap((s) => (s.role === 'latent' ? [s.name] : []))

/** None; all sites in full rank or in rank 1; two sets. */
const jointOf = (graph: Graph, kind: number): Joint => {
  const all = latentsOf(graph)
  const [first, ...others] = all
  if (kind === 0 || first === undefined) return []
  if (kind < 3) return [kind === 1 ? { sites: all } : { sites: all, rank: 1 }]
  return others.length === 0 ? [{ sites: all }] : [{ sites: [first] }, { sites: others }]
}

const programOf = (graph: Graph, joint: Joint = []): Variational => {
  const found = compile({ ...(joint.length === 0 ? drawnCosts : drawnTogether), joint })(graph)
  if (isLeft(found)) throw new Error(found.left.map(showProblem).join('\n'))
  return found.right.program
}
const weightOf = (graph: Graph, joint: Joint = []): LogWeight => {
  const found = deriveWeight({ joint })(graph)
  if (isLeft(found)) throw new Error(found.left.map(showProblem).join('\n'))
  return found.right
}

const scalar = (x: number): NamedArray => ({ axes: [], sizes: [], values: Float64Array.of(x) })

/** Noise of a site is one array wherever it is used: what an observation draws is that of costs. */
const noiseFor = (
  axes: ReadonlyArray<string>,
  name: string,
  sizes: ReadonlyMap<string, number>,
  of: ReadonlyMap<string, NamedArray>
): NamedArray => {
  const site = of.get(name.replace(/@.*$/, ''))
  if (site === undefined) throw new Error(`no noise of ${name}`)
  const strides = site.axes.map((_, d) => site.sizes.slice(d + 1).reduce((a, b) => a * b, 1))
  const own = axes.map((a) => sizes.get(a) ?? 1)
  return filled(axes, sizes, (i) => {
    const index = own.map(
      (size, d) => Math.floor(i / own.slice(d + 1).reduce((a, b) => a * b, 1)) % size
    )
    const at = site.axes.reduce(
      (sum, a, d) => sum + (strides[d] ?? 0) * (index[axes.indexOf(a)] ?? 0),
      0
    )
    return site.values[at] ?? NaN
  })
}

describe('a log weight', () => {
  test('is minus the loss of the same draw, of any model', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), smallSeed, fc.nat(3), (shape, seed, kind) => {
        const graph = graphOf(shape)
        const joint = jointOf(graph, kind)
        const [program, weight] = [programOf(graph, joint), weightOf(graph, joint)]
        const sizes = sizesOf(program, 3)
        const own = new Map(
          weight.noise.map((n) => {
            const stream = normals({ seed, step: 3 }, n.name, 512)
            return [n.name, filled(n.axes, sizes, (i) => stream[i] ?? NaN)] as const
          })
        )
        const values = new Map<string, NamedArray>([
          ...bindings(graph, program, 3, seed).values,
          ...program.noise.map((n) => [n.name, noiseFor(n.axes, n.name, sizes, own)] as const),
          ...own,
          // the whole data set is there, not a batch of it
          ...[...sizes].map(([axis, size]) => [totalOf(axis), scalar(size)] as const),
          [klWeightName, scalar(1)]
        ])
        const at = (e: Expr): number => evaluate({ sizes, values })(e).values[0] ?? NaN
        const [loss, nats] = [at(program.lossNats), at(weight.nats)]
        expect(Math.abs(loss + nats)).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(loss)))
        expect([...weight.values.keys()]).toEqual([...program.draws.keys()])
      }),
      { numRuns: 100 }
    )
  })

  test('is not there where a guide is a point', () => {
    fc.assert(
      fc.property(arbitraryModelShape({ priors: ['normal'] }), (shape) => {
        const graph = graphOf(shape)
        const latent = graph.sites.find((s) => s.role === 'latent')
        const pointed: Graph = {
          ...graph,
          sites: graph.sites.map((s) =>
            s === latent ? { ...s, options: { ...s.options, guide: 'delta' } } : s
          )
        }
        const found = deriveWeight()(pointed)
        expect(isLeft(found) && found.left.some((p) => /is a point/.test(p.what))).toBe(true)
      }),
      { numRuns: 10 }
    )
  })
})
