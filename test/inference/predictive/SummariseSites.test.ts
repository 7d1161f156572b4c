import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  add,
  axis,
  build,
  data,
  halfCauchy,
  halfNormal,
  mul,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  sumOver,
  uniform
} from '../../../src/dsl/index.ts'
import { ndtri } from '../../../src/expr/numbers/SpecialFunctions.ts'
import type { NamedTensor } from '../../../src/ir/Posterior.ts'
import type { Variational } from '../../../src/ir/Variational.ts'
import {
  type Executor,
  makeReferenceExecutor,
  type ReferenceBuffer
} from '../../../src/runtime/index.ts'
import { drawKey, openPosterior } from '../../../src/inference/index.ts'
import {
  type FittedPosterior,
  trainedSizes
} from '../../../src/inference/predictive/FittedPosterior.ts'
import { quantilesOf } from '../../../src/inference/predictive/Quantile.ts'
import {
  type SiteSummary,
  type SummaryQuestion,
  summariseSites
} from '../../../src/inference/predictive/SummariseSites.ts'
import { passes } from '../../../src/inference/predictive/SummaryDraws.ts'
import { readByDraws, sitesWithQuantiles } from '../../../src/lower/QuantilePlan.ts'
import { arbitraryModelShape, graphOf } from '../../../src/laws/ArbitraryModel.ts'
import { compiled, smallSeed } from '../../support/Models.ts'
import { must } from '../Fits.ts'
import { type Data, fittedBySeed } from './FittedBySeed.ts'
import { tensor } from '../Programs.ts'

let executor: Executor<ReferenceBuffer>
beforeAll(() => {
  executor = makeReferenceExecutor()
})

const fitted = (
  p: Variational,
  rows: number,
  seed: number,
  data?: Data
): Promise<FittedPosterior> => fittedBySeed(executor, p, rows, seed, data)

const question: SummaryQuestion = {
  probabilities: [0.05, 0.5, 0.95],
  draws: 400,
  seed: 3,
  rows: 1000
}
const ask = async (
  p: Variational,
  posterior: FittedPosterior,
  q: Partial<SummaryQuestion> = {},
  bound: ReadonlyMap<string, NamedTensor> = new Map()
): Promise<ReadonlyArray<SiteSummary>> =>
  must(await summariseSites(executor, p, posterior, bound, { ...question, ...q }))

const range = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: to - from }, (_, i) => from + i)

const rows = plate('rows'),
  k = axis('k', 3)

const pooled = compiled(
  must(
    build(
      pipe(
        program,
        data('x', [rows]),
        sample('mu', normal(0, 1)),
        sample('tau', halfCauchy(1)),
        sample('w', ({ mu, tau }) => over(k)(normal(mu, tau))),
        observe('y', ({ w, x }) => over(rows)(normal(pipe(x, mul(sumOver(k)(w))), 1)))
      )
    )
  )
).program

describe('a summary', () => {
  it('has the quantiles of a normal and of a log-normal guide in closed form', async () => {
    expect(sitesWithQuantiles(pooled)).toEqual(['mu', 'tau'])
    const posterior = await fitted(pooled, 4, 1)
    const [mu, tau] = await ask(pooled, posterior, { probabilities: [0.1, 0.5, 0.8] })
    const m = posterior.sites.get('mu')
    const [mean = NaN, variance = NaN] = [m?.mean.values[0], m?.variance.values[0]]
    expect(mu).toMatchObject({ count: 1, moments: 'closed form', quantiles: 'closed form' })
    expect(mu?.elements[0]?.mean).toBe(mean)
    expect(mu?.elements[0]?.sd).toBe(Math.sqrt(variance))
    for (const [i, p] of [0.1, 0.5, 0.8].entries())
      expect(mu?.elements[0]?.quantiles[i]).toBeCloseTo(mean + Math.sqrt(variance) * ndtri(p), 5)
    // tau = √(a b) with ln a, ln b normal
    const [low = NaN, middle = NaN, high = NaN] = tau?.elements[0]?.quantiles ?? []
    const deviation = (Math.log(high) - Math.log(middle)) / ndtri(0.8)
    expect((Math.log(low) - Math.log(middle)) / ndtri(0.1)).toBeCloseTo(deviation, 5)
    const t = posterior.sites.get('tau')
    expect(middle * Math.exp((deviation * deviation) / 2)).toBeCloseTo(t?.mean.values[0] ?? NaN, 4)
  })

  it.each(['logNormal', 'softplusNormal', 'delta'] as const)(
    'has closed quantiles under the guide %s',
    async (guide) => {
      const model = pipe(
        program,
        sample('s', halfNormal(1), { guide }),
        observe('y', ({ s }) => over(rows)(normal(s, 1)))
      )
      const { program: p } = compiled(must(build(model)))
      const [s] = await ask(p, await fitted(p, 3, 2))
      expect(s).toMatchObject({ quantiles: 'closed form' })
      const [low = NaN, middle = NaN, high = NaN] = s?.elements[0]?.quantiles ?? []
      expect(low).toBeGreaterThan(0)
      if (guide === 'delta') expect([low, high]).toEqual([middle, middle])
      else expect(low < middle && middle < high).toBe(true)
    }
  )

  it('has closed quantiles within an interval', async () => {
    const model = pipe(
      program,
      sample('u', uniform(2, 3)),
      observe('y', ({ u }) => over(rows)(normal(u, 1)))
    )
    const { program: p } = compiled(must(build(model)))
    const [u] = await ask(p, await fitted(p, 3, 2))
    expect(u).toMatchObject({ quantiles: 'closed form' })
    const [low = NaN, middle = NaN, high = NaN] = u?.elements[0]?.quantiles ?? []
    expect(2 < low && low < middle && middle < high && high < 3).toBe(true)
  })

  it('takes the other quantiles from draws, the same for any number of rows asked for', async () => {
    const posterior = await fitted(pooled, 4, 2)
    const all = (await ask(pooled, posterior))[2]
    expect(all).toMatchObject({ site: 'w', count: 3, quantiles: 'draws', moments: 'closed form' })
    const one = (await ask(pooled, posterior, { rows: 1 }))[2]
    expect(one?.count).toBe(3)
    expect(one?.elements).toEqual(all?.elements.slice(0, 1))
    expect(await ask(pooled, posterior, { seed: 4 })).not.toEqual(await ask(pooled, posterior))
    expect(await ask(pooled, posterior)).toEqual(await ask(pooled, posterior))
  })

  it('keeps a bounded number of draws: passes take each element once, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 100 }),
        (shown, draws, most) => {
          const sites = shown.map((n) => ({ shown: n }))
          const found = passes(sites, draws, most)
          const seen = sites.map((of) =>
            found.flat().flatMap((s) => (s.of === of ? [...range(s.from, s.to)] : []))
          )
          return (
            found.every((pass) => {
              const n = pass.reduce((sum, s) => sum + s.to - s.from, 0)
              return n > 0 && n * draws <= Math.max(most, draws)
            }) && seen.every((is, i) => is.join() === range(0, shown[i] ?? 0).join())
          )
        }
      )
    )
  })

  it('has zeros for what shrinking has left out', async () => {
    const posterior = await fitted(pooled, 4, 2)
    const w = posterior.sites.get('w')
    if (w === undefined) throw new Error('no w')
    const without = (t: NamedTensor): NamedTensor => ({
      ...t,
      values: t.values.map((v, i) => (i === 1 ? 0 : v))
    })
    const gone = { mean: without(w.mean), variance: without(w.variance) }
    const sites = new Map([...posterior.sites, ['w', gone] as const])
    const found = (await ask(pooled, { ...posterior, sites }))[2]
    expect(found?.elements[1]).toEqual({ index: [1], mean: 0, sd: 0, quantiles: [0, 0, 0] })
    expect(found?.elements[2]).toEqual((await ask(pooled, posterior))[2]?.elements[2])
  })

  it('reads data where a latent of each row has a location that is a function of them', async () => {
    const local = compiled(
      must(
        build(
          pipe(
            program,
            data('x', [rows]),
            sample('b', normal(0, 1)),
            sample('z', ({ x, b }) => over(rows)(normal(pipe(x, mul(b)), 0.5))),
            observe('y', ({ z }) => over(rows)(normal(pipe(z, add(0)), 1)))
          )
        )
      )
    ).program
    const x = tensor(['rows'], [2], [0, 100])
    const inputs = new Map([['x', x]])
    expect(readByDraws(local, ['z'])).toContain('x')
    expect(readByDraws(local, ['b'])).not.toContain('x')
    const posterior = await fitted(local, 2, 1, inputs)
    const b = posterior.sites.get('b')
    const [, z] = await ask(local, posterior, {}, inputs)
    // z = 100 b + something of deviation 1/2 or so
    expect(z?.elements[1]?.mean).toBeCloseTo(100 * (b?.mean.values[0] ?? NaN), -1)
    const spread = 100 * Math.sqrt(b?.variance.values[0] ?? NaN)
    expect((z?.elements[1]?.sd ?? NaN) / spread).toBeCloseTo(1, 1)
    const [low = NaN, , high = NaN] = z?.elements[1]?.quantiles ?? []
    expect(Math.abs((high - low) / (2 * 1.645 * spread) - 1)).toBeLessThan(0.3)
  })
})

it('law: over generated models, moments and quantiles are those of draws from the guide', async () => {
  const n = 600
  await fc.assert(
    fc.asyncProperty(arbitraryModelShape({ maxUnits: 3 }), smallSeed, async (shape, seed) => {
      const p = compiled(graphOf(shape)).program
      const posterior = await fitted(p, 2, seed)
      const found = await ask(p, posterior, { rows: 2 })
      const opened = must(openPosterior(executor, p, trainedSizes(p, posterior)))
      const draws = await Promise.all(
        Array.from({ length: n }, (_, i) => opened.draw(posterior.parameters, drawKey(seed + 1, i)))
      )
      opened.dispose()
      for (const { site, elements } of found)
        for (const [j, e] of elements.entries()) {
          const own = draws.map((d) => d.get(site)?.values[j] ?? NaN)
          question.probabilities.forEach((probability, i) => {
            // both may be off by five deviations of their numbers of draws
            const error = 5 * Math.sqrt(probability * (1 - probability) * (1 / n + 1 / 400))
            const [low = NaN, high = NaN] = quantilesOf(own, [
              Math.max(0, probability - error),
              Math.min(1, probability + error)
            ])
            const q = e.quantiles[i] ?? NaN
            if (probability - error > 0) expect(q).toBeGreaterThanOrEqual(low)
            if (probability + error < 1) expect(q).toBeLessThanOrEqual(high)
          })
        }
    }),
    { numRuns: 12 }
  )
})
