/** Discrete sites that several observations share, drawn given the rest: against every combination of values. */
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  add,
  axis,
  bernoulli,
  categorical,
  compileGraph,
  data,
  discreteDraws,
  fitModel,
  gather,
  mul,
  normal,
  observe,
  over,
  predictFitted,
  program,
  replicateFitted,
  sample,
  sampleModel
} from '../../../src/index.ts'
import { build } from '../../../src/dsl/index.ts'
import { deriveAncestral } from '../../../src/compile/index.ts'
import { openConditionals, recoveryOf } from '../../../src/inference/index.ts'
import { must } from '../Fits.ts'

const [lots, parts, kinds] = [axis('lots', 2), axis('parts', 3), axis('kinds', 3)]
const dry = Float32Array.of(0.4, -0.7)
/** Is the day hot? Then every lot is, more or less; a lot is of one of three kinds, all of its parts with it. */
const model = pipe(
  program,
  data('dry', [lots]),
  sample('mu', over(kinds)(normal(0, 2))),
  sample('hot', bernoulli({ logits: 0.3 })),
  sample('kind', ({ dry: d, hot, mu }) =>
    over(lots)(categorical({ logits: pipe(mu, mul(0.3), add(pipe(hot, mul(d)))), along: kinds }))
  ),
  observe('y', ({ mu, kind, hot }) =>
    over(parts)(normal(pipe(mu, gather(kinds)(kind), add(pipe(hot, mul(0.8)))), 1.2))
  )
)
const y = Float32Array.of(1.1, 0.2, 2.3, -0.4, -1.9, 0.6)
const mu = [1.5, 0.2, -1.4]
const bound = new Map([
  ['dry', { axes: ['lots'], sizes: [2], values: dry }],
  ['y', { axes: ['lots', 'parts'], sizes: [2, 3], values: y }]
])

/** P(hot, kind of both lots | mu, y), by the model as it is read. */
const exact = (): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const hot of [0, 1])
    for (const a of [0, 1, 2])
      for (const b of [0, 1, 2]) {
        let nats = hot === 1 ? -Math.log1p(Math.exp(-0.3)) : -Math.log1p(Math.exp(0.3))
        ;[a, b].forEach((k, lot) => {
          const logits = mu.map((m) => 0.3 * m + hot * (dry[lot] ?? NaN))
          nats += (logits[k] ?? NaN) - Math.log(logits.reduce((s, l) => s + Math.exp(l), 0))
          for (let p = 0; p < 3; p++)
            nats -= 0.5 * (((y[3 * lot + p] ?? NaN) - (mu[k] ?? NaN) - 0.8 * hot) / 1.2) ** 2
        })
        found.set([hot, a, b].join(), Math.exp(nats))
      }
  const total = [...found.values()].reduce((s, p) => s + p, 0)
  return new Map([...found].map(([k, p]) => [k, p / total]))
}

describe('given the others', () => {
  const graph = must(build(model))
  const compiled = must(compileGraph()(graph))
  const sites = deriveAncestral(graph)
  const { conditionals, latents, data: known } = recoveryOf(sites, ['kind'])
  const given = new Map([['mu', { axes: ['kinds'], sizes: [3], values: Float32Array.from(mu) }]])
  const sizes = new Map(
    compiled.program.axes.map((a) => [a.name, a.size === 'data' ? 0 : a.size] as const)
  )
  const draw = must(
    openConditionals(compiled.program, conditionals, { data: bound, sizes }, given, 1)
  )

  test('what is read: the site before it, the latents and data of both', () => {
    expect(conditionals.map((c) => c.site)).toEqual(['hot', 'kind'])
    expect(latents).toEqual(['mu'])
    expect(known.toSorted()).toEqual(['dry', 'y'])
  })

  test('joint draws have the probabilities of all combinations', () => {
    const n = 20_000
    const counts = new Map<string, number>()
    for (let d = 0; d < n; d++) {
      const drawn = draw(given, d)
      const key = [...(drawn.get('hot')?.values ?? []), ...(drawn.get('kind')?.values ?? [])].join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    const wanted = exact()
    expect([...counts.keys()].every((key) => wanted.has(key))).toBe(true)
    for (const [key, p] of wanted) {
      const error = Math.sqrt((p * (1 - p)) / n) + 1 / n
      expect(Math.abs((counts.get(key) ?? 0) / n - p) / error, key).toBeLessThan(4.5)
    }
  })

  test('a draw depends on its number alone, and on what is given in it', () => {
    const once = draw(given, 7)
    draw(new Map([['mu', { axes: ['kinds'], sizes: [3], values: Float32Array.of(9, -9, 3) }]]), 8)
    expect(draw(given, 7)).toEqual(once)
  })
})

test('chains: values whose means are the probabilities that stand in their place', async () => {
  const settings = { chains: 2, draws: 500, warmUp: 300 }
  const sampled = must(await sampleModel({ data: bound, settings })(model)())
  const drawn = must(discreteDraws(sampled))
  expect(drawn.get('kind')).toMatchObject({
    axes: ['(chain)', '(draw)', 'lots'],
    sizes: [2, 500, 2]
  })
  const chances = sampled.draws.sites.get('kind')?.values ?? []
  const mean = (of: (d: number) => number): number =>
    Array.from({ length: 1000 }, (_, d) => of(d)).reduce((a, b) => a + b, 0) / 1000
  for (const lot of [0, 1])
    for (const k of [0, 1, 2]) {
      const wanted = mean((d) => chances[(d * 2 + lot) * 3 + k] ?? NaN)
      const found = mean((d) => (drawn.get('kind')?.values[d * 2 + lot] === k ? 1 : 0))
      expect(Math.abs(found - wanted)).toBeLessThan(0.06)
    }
  const hot = mean((d) => sampled.draws.sites.get('hot')?.values[d] ?? NaN)
  expect(Math.abs(mean((d) => drawn.get('hot')?.values[d] ?? NaN) - hot)).toBeLessThan(0.06)
  // the same again, and nothing where there is nothing to draw
  expect(must(discreteDraws(sampled))).toEqual(drawn)
})

/** One site for all: far apart, each value gives data of its own. */
const shared = pipe(
  program,
  sample('gap', normal(6, 0.1)),
  sample('isOn', bernoulli({ logits: -2 })),
  observe('y', ({ gap, isOn }) => over(axis('rows', 5))(normal(pipe(isOn, mul(gap)), 1)))
)
const on = new Map([
  ['y', { axes: ['rows'], sizes: [5], values: Float32Array.of(6, 5, 7, 6.5, 5.5) }]
])

test('guides: data are replicated, and predicted, from what the shared site turned out to be', async () => {
  const fitted = must(await fitModel({ data: on, backend: 'cpu' })(shared)())
  const replicated = must(await replicateFitted({ draws: 200, backend: 'cpu' })(fitted)())
  const mean = replicated.statistics.find(({ name }) => name === 'mean')
  // its own distribution would give 0 in 88 of 100
  expect([...(mean?.replicated ?? [])].every((m) => m > 3)).toBe(true)
  const predicted = must(await predictFitted({ draws: 200, backend: 'cpu' })(fitted)())
  expect(JSON.stringify(predicted)).not.toContain('null')
  const [site] = predicted.sites
  expect(site?.site).toBe('y')
  expect('mean' in (site?.values ?? {})).toBe(true)
  if (site !== undefined && 'mean' in site.values)
    for (const m of site.values.mean) expect(Math.abs(m - 6)).toBeLessThan(0.5)
})
