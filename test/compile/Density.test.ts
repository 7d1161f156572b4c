/** Laws of the density of a model over real coordinates, for generated models and for intervals. */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { deriveDensity } from '../../src/compile/index.ts'
import * as D from '../../src/distributions/index.ts'
import {
  evaluate,
  type Expr,
  exp,
  type NamedArray,
  ref,
  sub,
  sumSpread,
  total,
  without
} from '../../src/expr/index.ts'
import type { Density } from '../../src/ir/Density.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { filled } from '../support/Draws.ts'
import { bindings, compiled, sizesOf, smallSeed } from '../support/Models.ts'

const densityOf = (graph: Graph, skip: ReadonlyArray<'noncentre' | 'simplify'> = []): Density => {
  const found = deriveDensity({ skip })(graph)
  if (isLeft(found)) throw new Error(found.left.map(showProblem).join('\n'))
  return found.right.density
}

interface Setting {
  readonly sizes: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, NamedArray>
}

/** Data and coordinates drawn from a seed. */
const settingOf = (graph: Graph, d: Density, seed: number): Setting => {
  const sizes = sizesOf(graph, 3)
  const stream = normals({ seed, step: 1 }, 'u', 512)
  return {
    sizes,
    values: new Map([
      ...bindings(graph, compiled(graph).program, 3, seed).values,
      ...d.coordinates.map(
        (c, k) =>
          [c.name, filled(c.axes, sizes, (i) => 0.5 * (stream[(i + 37 * k) % 512] ?? 0))] as const
      )
    ])
  }
}

const scalar = (e: Expr, s: Setting): number => evaluate(s)(e).values[0] ?? NaN

/** Declared latents at these coordinates. */
const latents = (d: Density, s: Setting): ReadonlyMap<string, NamedArray> =>
  new Map([...d.values].map(([name, e]) => [name, evaluate(s)(e)]))

/** ln p of every declared site at its value: the graph alone, without the compiler. */
const declaredLogDensity = (graph: Graph, d: Density, s: Setting): number =>
  scalar(
    total(
      graph.sites.map((site) =>
        sumSpread(without(D.family(site.dist).jointly)(site.axes))(
          D.family(site.dist).logDensity(ref(site.name, site.axes))
        )
      )
    ),
    { ...s, values: new Map([...s.values, ...latents(d, s)]) }
  )

const close = (a: number, b: number, tolerance: number): void =>
  expect(Math.abs(a - b) / Math.max(1, Math.abs(b)), `${a}, expected ${b}`).toBeLessThan(tolerance)

const site = (
  name: string,
  role: Site['role'],
  dist: D.Distribution,
  axes: ReadonlyArray<string> = []
): Site => ({ name, role, dist, axes, options: {} })

/** Intervals, one of whose ends is random, and a scale drawn from one of them. */
const intervals: Graph = {
  axes: [{ name: 'rows', size: 'data' }],
  data: [],
  sites: [
    site('top', 'latent', D.halfNormal(2)),
    site('p', 'latent', D.uniform(-1, ref('top', []))),
    site('t', 'latent', D.uniform(-1, 1)),
    site('y', 'observed', D.normal(ref('p', []), exp(ref('t', []))), ['rows'])
  ],
  named: []
}

/** A kink has no central difference: tanh stands for relu. */
const smooth = arbitraryModelShape({ maxUnits: 3 }).map((shape) =>
  graphOf({
    ...shape,
    tau0: 1,
    layers: shape.layers.map((l) => ({
      ...l,
      activation: l.activation === 'relu' ? 'tanh' : l.activation
    }))
  })
)
const graphs = fc.oneof(smooth, fc.constant(intervals))
const runs = { numRuns: 30 }

describe('the density of a model', () => {
  test('is that of the constrained values, and the Jacobian of each coordinate: centred', () =>
    fc.assert(
      fc.property(graphs, smallSeed, (graph, seed) => {
        const d = densityOf(graph, ['noncentre'])
        const s = settingOf(graph, d, seed)
        // Σ ln |dx/du| by differences, elements of one coordinate being independent given the others
        const jacobian = d.coordinates.reduce((sum, c) => {
          const value = d.values.get(c.site),
            u = s.values.get(c.name)
          if (value === undefined || u === undefined) throw new Error(`no coordinate ${c.name}`)
          const h = 1e-6
          const at = (by: number): NamedArray =>
            evaluate({
              ...s,
              values: new Map([
                ...s.values,
                [c.name, { ...u, values: Float64Array.from(u.values, (x) => x + by) }]
              ])
            })(value)
          const [more, less] = [at(h).values, at(-h).values]
          return (
            sum +
            Array.from(more).reduce(
              (log, x, i) => log + Math.log((x - (less[i] ?? NaN)) / (2 * h)),
              0
            )
          )
        }, 0)
        close(scalar(d.logJointNats, s), declaredLogDensity(graph, d, s) + jacobian, 1e-7)
      }),
      runs
    ))
  test('non-centred, is the same up to the Jacobian ln |scale| of what was moved', () => {
    const centred = densityOf(intervals, ['noncentre']),
      moved = densityOf(intervals)
    expect(moved.coordinates.map((c) => c.site)).toEqual(['top', 'p.base', 't'])
    const s = settingOf(intervals, moved, 5)
    const u = s.values.get('u:p.base')
    if (u === undefined) throw new Error('no coordinate')
    const same = { ...s, values: new Map([...s.values, ['u:p', u]]) }
    // an interval's base has the same coordinate; its density per unit is that of the width
    close(scalar(moved.logJointNats, s), scalar(centred.logJointNats, same), 1e-10)
  })
  test('has the gradients of central differences', () =>
    fc.assert(
      fc.property(graphs, smallSeed, (graph, seed) => {
        const d = densityOf(graph)
        const s = settingOf(graph, d, seed)
        for (const c of d.coordinates) {
          const g = d.gradients.get(c.name),
            u = s.values.get(c.name)
          if (g === undefined || u === undefined) throw new Error(`no gradient of ${c.name}`)
          const h = 1e-6
          const at = (by: number): number =>
            scalar(d.logJointNats, {
              ...s,
              values: new Map([
                ...s.values,
                [
                  c.name,
                  { ...u, values: Float64Array.from(u.values, (x, i) => (i === 0 ? x + by : x)) }
                ]
              ])
            })
          close(evaluate(s)(g).values[0] ?? NaN, (at(h) - at(-h)) / (2 * h), 1e-4)
        }
      }),
      runs
    ))
  test('has values in the supports of the declared sites', () =>
    fc.assert(
      fc.property(graphs, smallSeed, (graph, seed) => {
        const d = densityOf(graph)
        const s = settingOf(graph, d, seed)
        const found = latents(d, s)
        for (const declared of graph.sites.filter((x) => x.role === 'latent')) {
          const { support } = D.family(declared.dist)
          const holds = D.factsOf(support._tag).holds
          expect(Array.from(found.get(declared.name)?.values ?? [NaN]).every(holds)).toBe(true)
          const { low, high } = D.boundsOf(support) ?? {}
          if (low === undefined || high === undefined) continue
          const bound = { ...s, values: new Map([...s.values, ...found]) }
          const x = ref(declared.name, declared.axes)
          expect(scalar(sub(low)(x), bound)).toBeGreaterThan(0)
          expect(scalar(sub(x)(high), bound)).toBeGreaterThan(0)
        }
      }),
      runs
    ))
  test('is the same written out and simplified', () =>
    fc.assert(
      fc.property(graphs, smallSeed, (graph, seed) => {
        const d = densityOf(graph),
          written = densityOf(graph, ['simplify'])
        const s = settingOf(graph, d, seed)
        close(scalar(d.logJointNats, s), scalar(written.logJointNats, s), 1e-9)
      }),
      runs
    ))
  test('of a latent that counts without end is refused, naming it', () => {
    const found = deriveDensity()({
      ...intervals,
      sites: [
        site('k', 'latent', D.poisson(3)),
        site('y', 'observed', D.normal(ref('k', []), 1), ['rows'])
      ]
    })
    expect(isLeft(found) ? found.left.map(showProblem) : []).toMatchInlineSnapshot(`
      [
        "k: no coordinates for Poisson (support Counts)
        why: a density over real coordinates has a derivative by each of them, and these values are counted, without end
        try: fit a guide (farrier train), or give it finitely many values, which are summed out",
      ]
    `)
  })
  test('can be printed after each pass', () => {
    const found = deriveDensity()(intervals)
    if (isLeft(found)) throw new Error('refused')
    expect(found.right.stages.map((x) => x.pass)).toEqual([
      'build',
      'noncentre',
      'deriveLogJoint',
      'simplify',
      'differentiate'
    ])
    expect(found.right.stages.every((x) => x.text.length > 0)).toBe(true)
  })
})
