/** Guides that are jointly normal: costs with one mean however they are computed, margins, moments. */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import type { CompileOptions } from '../../src/compile/index.ts'
import {
  axis,
  build,
  exponential,
  halfNormal,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../src/dsl/index.ts'
import { evaluate } from '../../src/expr/index.ts'
import { bindData } from '../../src/inference/index.ts'
import { compileGraph } from '../../src/library/CompileModel.ts'
import { vectorOf } from '../../src/inference/solving/Coordinates.ts'
import { openDrawnLoss } from '../../src/inference/solving/DrawnObjective.ts'
import { initialParameters } from '../../src/inference/variational/Initial.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { withNoise } from '../support/Draws.ts'
import { bindings, compiled, smallSeed } from '../support/Models.ts'

const rows = 3
type Joint = CompileOptions['joint']

const latents = (graph: Graph): ReadonlyArray<string> =>
  graph.sites.flatMap((s) => (s.role === 'latent' ? [s.name] : []))

/** Scales and locations above vectors, of both kinds of coordinates. */
const hierarchy = (): Graph => {
  const groups = axis('groups', 3)
  const built = build(
    pipe(
      program,
      sample('mu', normal(0.5, 2)),
      sample('tau', halfNormal(1)),
      sample('rate', over(groups)(exponential(1.5))),
      sample('theta', ({ mu, tau }) => over(groups)(normal(mu, tau))),
      observe('y', ({ theta, rate }) => over(plate('rows'))(normal(theta, rate)))
    )
  )
  if (isLeft(built)) throw new Error(built.left.map((p) => p.what).join('\n'))
  return built.right
}

/** The loss in sets of draws, at parameters of a seed: a mean over each set. */
const lossesOf = (p: Variational, graph: Graph, seed: number): ReadonlyArray<number> => {
  const there = bindings(graph, p, rows, seed)
  const tensor = (name: string): readonly [string, NamedTensor] => {
    const found = there.values.get(name)
    if (found === undefined) throw new Error(`no ${name}`)
    return [name, { ...found, values: Float32Array.from(found.values) }]
  }
  const bound = bindData(p, new Map([...p.data, ...p.observed].map((d) => tensor(d.name))))
  if (isLeft(bound)) throw new Error(bound.left.map((e) => e.what).join('\n'))
  const start = new Map([
    ...initialParameters(p, bound.right.sizes, seed),
    ...p.parameters.map((q) => tensor(q.name))
  ])
  const loss = openDrawnLoss(p, bound.right, seed, start)
  if (isLeft(loss)) throw new Error(loss.left.what)
  const x = vectorOf(loss.right.coordinates, start, new Map())
  return Array.from({ length: 12 }, (_, set) =>
    loss.right.over(256, [set])(x, new Float64Array(x.length))
  )
}

const meanAndError = (xs: ReadonlyArray<number>): readonly [number, number] => {
  const mean = xs.reduce((a, b) => a + b, 0) / xs.length
  const variance = xs.reduce((a, b) => a + (b - mean) ** 2, 0) / (xs.length - 1)
  return [mean, Math.sqrt(variance / xs.length)]
}

/** Centred, so that arguments of priors are of the same joint guide. */
const centred = { skip: ['noncentre', 'localReparameterise'] } as const

const sameMean = (graph: Graph, joint: Joint, seed: number): void => {
  const of = (kl: CompileOptions['kl']): readonly [number, number] =>
    meanAndError(lossesOf(compiled(graph, { ...centred, joint, kl }).program, graph, seed))
  const [closed, closedError] = of('closed')
  const [drawn, drawnError] = of('monteCarlo')
  // sets of draws are not quite independent: mirror images, uncorrelated columns
  const error = Math.hypot(closedError, drawnError)
  expect(Math.abs(closed - drawn)).toBeLessThanOrEqual(6 * error + 1e-6 * (1 + Math.abs(closed)))
}

describe('a joint guide', () => {
  test('costs the same in closed form as by draws', () => {
    const graph = hierarchy()
    const sites = latents(graph)
    for (const [i, joint] of [
      [{ sites }],
      [{ sites, rank: 2 }],
      [{ sites: ['tau', 'theta'] }, { sites: ['mu', 'rate'], rank: 1 }],
      [{ sites: ['mu', 'theta'], rank: 1 }]
    ].entries())
      for (const seed of [1, 2, 3]) sameMean(graph, joint, 10 * i + seed)
  })

  test('costs the same in closed form as by draws, of generated models', () => {
    fc.assert(
      fc.property(
        arbitraryModelShape({ priors: ['normal', 'horseshoe', 'randomWalk'] }),
        smallSeed,
        fc.boolean(),
        (shape, seed, isFull) => {
          const graph = graphOf(shape)
          const sites = latents(graph)
          sameMean(graph, [isFull ? { sites } : { sites, rank: 1 }], seed)
        }
      ),
      { numRuns: 8 }
    )
  })

  test('has the moments of its draws', () => {
    const graph = hierarchy()
    const sites = latents(graph)
    for (const joint of [[], [{ sites }], [{ sites, rank: 2 }]]) {
      const { program: p } = compiled(graph, { joint })
      const bound = bindings(graph, p, rows, 5)
      const said = new Map(p.moments.map((m) => [m.site, m.closed]))
      // theta = mu + tau · base: a formula where they are independent alone
      expect(said.get('theta') !== undefined).toBe(joint.length === 0)
      for (const [site, closed] of said) {
        const drawn = p.draws.get(site)
        if (closed === undefined || drawn === undefined) continue
        const draws = Array.from(
          { length: 1500 },
          (_, step) => evaluate(withNoise(bound, p.drawNoise, step))(drawn).values[0] ?? NaN
        )
        const [mean, error] = meanAndError(draws)
        const variance = draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length
        const at = evaluate(bound)
        expect(Math.abs((at(closed.mean).values[0] ?? NaN) - mean)).toBeLessThanOrEqual(5 * error)
        expect(Math.abs((at(closed.variance).values[0] ?? NaN) / variance - 1)).toBeLessThan(0.25)
      }
    }
  })

  test('of uncorrelated noise is the independent guide', () => {
    const graph = hierarchy()
    const joint = [{ sites: latents(graph) }]
    const [apart, together] = [[], joint].map((j) => compiled(graph, { joint: j }).program)
    if (apart === undefined || together === undefined) throw new Error('no program')
    const there = bindings(graph, together, rows, 3)
    const zeros = new Map(
      [...there.values].map(([name, v]) =>
        name.endsWith('.loading')
          ? [name, { ...v, values: new Float64Array(v.values.length) }]
          : [name, v]
      )
    )
    const total = (p: Variational): number =>
      p.complexity
        .filter((c) => c.how.kind !== 'Monte Carlo')
        .reduce((n, c) => n + (evaluate({ ...there, values: zeros })(c.nats).values[0] ?? NaN), 0)
    expect(Math.abs(total(apart) - total(together))).toBeLessThan(1e-12 * total(apart))
  })

  test('of a model without its groups is one of what is left', () => {
    fc.assert(
      fc.property(arbitraryModelShape({ priors: ['groupHorseshoe'] }), (shape) => {
        const graph = graphOf(shape)
        const sites = latents(graph)
        const found = compileGraph({ joint: [{ sites, rank: 1 }] })(graph)
        const bare = isLeft(found) ? undefined : found.right.bare()
        if (bare === undefined || isLeft(bare)) throw new Error('no bare model')
        const left = new Set(bare.right.sites.map((s) => s.declared))
        expect(left.size).toBeLessThan(sites.length)
        const loaded = bare.right.parameters.filter((p) => p.kind === 'loading')
        expect(loaded.every((p) => left.has(p.site))).toBe(true)
      }),
      { numRuns: 5 }
    )
  })

  test('says nothing of what its gates would save', () => {
    fc.assert(
      fc.property(arbitraryModelShape({ priors: ['groupHorseshoe'] }), (shape) => {
        const graph = graphOf(shape)
        const sites = latents(graph)
        const { program: p } = compiled(graph, { joint: [{ sites, rank: 1 }] })
        expect(p.gates.length).toBeGreaterThan(0)
        expect(p.savings).toEqual([])
      }),
      { numRuns: 5 }
    )
  })
})
