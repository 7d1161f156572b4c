/** What dead indices no longer cost, against closed forms and against the costs of whole sites. */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import type { CompileOptions } from '../../src/compile/index.ts'
import { build } from '../../src/dsl/index.ts'
import { evaluate, spread } from '../../src/expr/index.ts'
import {
  add,
  axis,
  contract,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  logNormal,
  mul,
  normal,
  observe,
  over,
  plate,
  program,
  type Prior,
  relu,
  sample
} from '../../src/index.ts'
import { type Gate, showGate } from '../../src/ir/Gate.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { filled } from '../support/Draws.ts'
import { bindings, compiled, smallSeed } from '../support/Models.ts'

const rows = plate('rows'),
  pixels = axis('pixels', 3),
  hidden = axis('hidden', 4),
  out = axis('out', 2)

const graphOf = (model: Parameters<typeof build>[0]): Graph => {
  const graph = build(model)
  if (isLeft(graph)) throw new Error(JSON.stringify(graph.left))
  return graph.right
}

/** Everything bound, noise too. */
const boundTo = (graph: Graph, p: Variational, seed: number, draws = 1) => {
  const bound = bindings(graph, p, 5, seed),
    sizes = new Map([...bound.sizes, ['draw:', draws]])
  return {
    sizes,
    values: new Map([
      ...bound.values,
      ...p.noise.map((n) => [n.name, filled(n.axes, sizes, (i) => Math.sin(3 * i + seed))] as const)
    ])
  }
}

const savedBy = (
  p: Variational,
  at: ReturnType<typeof boundTo>,
  name: string
): ReadonlyArray<number> => {
  const found = p.savings.find((s) => showGate(s.gate) === name)
  if (found === undefined) throw new Error(`no gate ${name}`)
  return [...evaluate(at)(spread(found.gate.axes)(found.nats)).values]
}

const costOf = (
  p: Variational,
  at: ReturnType<typeof boundTo>,
  sites: ReadonlyArray<string>
): number =>
  p.complexity
    .filter((c) => sites.includes(c.site))
    .reduce((sum, c) => sum + (evaluate(at)(c.nats).values[0] ?? NaN), 0)

const sum = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)
const near = (found: number, wanted: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThan(1e-9 * Math.max(1, Math.abs(wanted)))

const scaled = pipe(
  program,
  data('x', [rows, pixels]),
  sample('z', over(pixels)(logNormal(0.3, 0.7))),
  sample('w', ({ z }) => over(pixels, out)(normal(0, z))),
  observe('y', ({ x, w }) => over(rows, out)(normal(pipe(x, contract(pixels)(w)), 1)))
)

describe('savings', () => {
  it('are the closed KL of each slice: its scale, and its weights', () => {
    const graph = graphOf(scaled),
      { program: p } = compiled(graph)
    fc.assert(
      fc.property(smallSeed, (seed) => {
        const at = boundTo(graph, p, seed)
        const of = (site: string, kind: string): Float64Array => {
          const name =
            p.parameters.find(
              (q) => q.site === site && (kind === 'logVariance') === (q.kind === 'logVariance')
            )?.name ?? ''
          return Float64Array.from(at.values.get(name)?.values ?? [])
        }
        const kl = (location: number, logVariance: number, mean: number, sd: number): number =>
          0.5 * ((Math.exp(logVariance) + (location - mean) ** 2) / sd ** 2 - 1 - logVariance) +
          Math.log(sd)
        const [zm, zv, wm, wv] = [
          of('z', 'location'),
          of('z', 'logVariance'),
          of('w', 'location'),
          of('w', 'logVariance')
        ]
        savedBy(p, at, 'pixels←w').forEach((saved, i) =>
          near(
            saved,
            kl(zm[i] ?? NaN, zv[i] ?? NaN, 0.3, 0.7) +
              sum([0, 1].map((k) => kl(wm[2 * i + k] ?? NaN, wv[2 * i + k] ?? NaN, 0, 1)))
          )
        )
      }),
      { numRuns: 30 }
    )
  })

  const net = (prior: Prior) =>
    pipe(
      program,
      data('x', [rows, pixels]),
      include('fc1', ({ x }) => dense(pixels, hidden, prior)(x)),
      include('fc2', ({ fc1 }) => dense(hidden, out, prior)(relu(fc1))),
      observe('y', ({ fc2 }) => over(rows, out)(normal(fc2, 1)))
    )

  const cases: ReadonlyArray<readonly [string, Prior, Partial<CompileOptions>]> = [
    ['a group horseshoe', groupHorseshoe(1e-2), {}],
    ['a collapsed one', groupHorseshoe(1e-2), { halfCauchy: 'collapsed' }],
    ['group Jeffreys', groupJeffreys, {}],
    [
      'group Jeffreys, not non-centred: costs on drawn scales',
      groupJeffreys,
      { skip: ['noncentre'] }
    ],
    ['several draws', groupHorseshoe(1e-2), { samples: 3, skip: ['noncentre'] }],
    ['Monte Carlo costs', groupHorseshoe(1e-2), { kl: 'monteCarlo' }]
  ]
  it.each(cases)(
    'with every index dead, are the costs of the weights and of their local scales: %s',
    (_, prior, options) => {
      const graph = graphOf(net(prior)),
        { program: p } = compiled(graph, options)
      expect(p.savings.map((s) => showGate(s.gate))).toEqual(['pixels←fc1/w', 'hidden←fc2/w'])
      fc.assert(
        fc.property(smallSeed, (seed) => {
          const at = boundTo(graph, p, seed, options.samples)
          for (const [gate, target] of [
            ['pixels←fc1/w', 'fc1/w'],
            ['hidden←fc2/w', 'fc2/w']
          ] as const) {
            const sites = [...new Set(p.complexity.map((c) => c.site))].filter(
              (s) => s.startsWith(target) && !s.startsWith(`${target}/s`)
            )
            expect(sites.length).toBeGreaterThanOrEqual(2)
            near(sum(savedBy(p, at, gate)), costOf(p, at, sites))
          }
        }),
        { numRuns: 10 }
      )
    }
  )

  it('leave out a scale that another tensor needs too, and count what two gates switch off in both', () => {
    const shared = graphOf(
      pipe(
        program,
        data('x', [rows, pixels]),
        sample('z', over(pixels)(logNormal(0, 1))),
        sample('t', over(out)(logNormal(0, 1))),
        sample('v', ({ z }) => over(pixels, out)(normal(0, z))),
        sample('w', ({ z, t }) => over(pixels, out)(normal(0, pipe(z, mul(t))))),
        observe('y', ({ x, v, w }) =>
          over(rows, out)(normal(pipe(x, contract(pixels)(pipe(v, add(w)))), 1))
        )
      )
    )
    const { program: p } = compiled(shared)
    const at = boundTo(shared, p, 7)
    near(sum(savedBy(p, at, 'pixels←v')), costOf(p, at, ['v.base']))
    near(sum(savedBy(p, at, 'pixels←w')), costOf(p, at, ['w.base']))
    near(sum(savedBy(p, at, 'out←w')), costOf(p, at, ['w.base', 't']))
  })

  it('are asked of gates over some axes alone', () => {
    const graph = graphOf(net(groupHorseshoe(1e-2))),
      { program: p } = compiled(graph)
    const whole: ReadonlyArray<Gate> = p.gates.filter((g) => g.axes.length === 0)
    expect(whole.length).toBe(2)
    expect(p.savings.map((s) => s.gate)).toEqual(p.gates.filter((g) => !whole.includes(g)))
  })
})
