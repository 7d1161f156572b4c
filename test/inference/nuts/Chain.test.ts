/** Chains: the same draws however they are cut, and their moments on closed forms. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainFrom, type ChainState } from '../../../src/inference/nuts/Chain.ts'
import {
  type Block,
  chainRunner,
  drawnBy,
  hasEnded
} from '../../../src/inference/nuts/ChainRunner.ts'
import { statisticNames } from '../../../src/inference/nuts/StatisticNames.ts'
import { openEnd } from '../../../src/inference/nuts/ImproperTail.ts'
import type { LogDensity } from '../../../src/inference/nuts/LogDensity.ts'
import {
  type SamplerSettings,
  standardSampler
} from '../../../src/inference/nuts/SamplerSettings.ts'
import { startOfChain } from '../../../src/inference/nuts/StartOfChain.ts'
import { funnel, gaussian, logGamma, logHalfNormal, quartic, type Target } from './Targets.ts'

const begun = (settings: SamplerSettings, target: LogDensity, chain = 0): ChainState => {
  const q = startOfChain(target, settings.seed, chain)
  const state = q === undefined ? undefined : chainFrom(settings, target, chain, q)
  if (state === undefined) throw new Error('no start')
  return state
}

const width = statisticNames.length

interface Run {
  readonly draws: ReadonlyArray<number>
  readonly statistics: ReadonlyArray<number>
  readonly last: ChainState
}

/** In blocks of these lengths, each of them gone on with from its state alone. */
const run = (
  settings: SamplerSettings,
  target: LogDensity,
  lengths: ReadonlyArray<number>,
  chain = 0
): Run => {
  const draws: Array<number> = []
  const statistics: Array<number> = []
  let state = begun(settings, target, chain)
  for (let i = 0; !hasEnded(settings, state); i++) {
    let left = lengths[i % lengths.length] ?? 1
    const block: Block = chainRunner(settings, target, structuredClone(state))(() => --left <= 0)
    draws.push(...block.draws)
    statistics.push(...block.statistics)
    state = block.state
  }
  return { draws, statistics, last: state }
}

const small = { ...standardSampler, warmUp: 160, draws: 60 }

test('a chain is the same however it is cut into blocks', () =>
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('diagonal' as const, 'dense' as const),
      fc.integer({ min: 0, max: 3 }),
      (lengths, mass, chain) => {
        const settings = { ...small, mass }
        const target = quartic(3, 0.5)
        const whole = run(settings, target, [1e6], chain)
        expect(run(settings, target, lengths, chain)).toEqual(whole)
        expect(whole.draws.length).toBe(60 * 3)
        expect(drawnBy(settings, whole.last)).toBe(60)
      }
    ),
    { numRuns: 12 }
  ))

test('chains of other numbers and other seeds are others', () => {
  const target = quartic(3, 0.5)
  const [one, other, later] = [
    run(small, target, [1e6], 0),
    run(small, target, [1e6], 1),
    run({ ...small, seed: 2 }, target, [1e6], 0)
  ]
  expect(one.draws).not.toEqual(other.draws)
  expect(one.draws).not.toEqual(later.draws)
})

test('without a warm-up there is one step size and the unit mass matrix; one draw is one', () => {
  const settings = { ...small, warmUp: 0, draws: 1 }
  const { draws, last } = run(settings, gaussian([[4]]), [1e6])
  expect(draws.length).toBe(1)
  expect(last.mass.inverse).toEqual(Float64Array.of(1))
  expect(last.stepSize).toBe(begun(settings, gaussian([[4]])).stepSize)
})

test('of independent normals the last mass matrix is their variances, exactly', () => {
  const settings = { ...small, warmUp: 300 }
  const { last } = run(
    settings,
    gaussian([
      [1e4, 0],
      [0, 1e-4]
    ]),
    [40]
  )
  expect(last.mass.inverse[0]).toBeCloseTo(1e-4, 12)
  expect((last.mass.inverse[1] ?? NaN) / 1e4).toBeCloseTo(1, 8)
})

/** Mean and its standard error by the means of batches: √n of them, of √n draws. */
const batchMeans = (
  xs: ReadonlyArray<number>
): { readonly mean: number; readonly error: number } => {
  const length = Math.floor(Math.sqrt(xs.length))
  const means = Array.from({ length }, (_, b) => {
    const own = xs.slice(b * length, (b + 1) * length)
    return own.reduce((a, x) => a + x, 0) / own.length
  })
  const mean = means.reduce((a, x) => a + x, 0) / length
  const variance = means.reduce((a, x) => a + (x - mean) ** 2, 0) / (length - 1)
  return { mean, error: Math.sqrt(variance / length) }
}

interface Known {
  readonly target: Target
  readonly mass?: SamplerSettings['mass']
  readonly facts: ReadonlyArray<
    readonly [name: string, of: (q: ReadonlyArray<number>) => number, is: number]
  >
}

const rho = 0.95
const scale = 1 / (1 - rho * rho)
const known: ReadonlyArray<Known> = [
  {
    // deviations 10 and 0.1, correlation 0.95
    target: gaussian([
      [scale / 100, -rho * scale],
      [-rho * scale, scale * 100]
    ]),
    mass: 'dense',
    facts: [
      ['mean', ([a = NaN]) => a, 0],
      ['variance', ([a = NaN]) => a * a, 100],
      ['small variance', ([, b = NaN]) => b * b, 0.01],
      ['covariance', ([a = NaN, b = NaN]) => a * b, 0.95],
      ['tail', ([a = NaN]) => (Math.abs(a) > 20 ? 1 : 0), 0.0455003]
    ]
  },
  {
    target: logGamma(0.5),
    facts: [
      ['mean of x', ([u = NaN]) => Math.exp(u), 0.5],
      // digamma(½)
      ['mean of ln x', ([u = NaN]) => u, -1.9635100260214235],
      // P(x < 0.01) = erf(0.1)
      ['lower tail', ([u = NaN]) => (Math.exp(u) < 0.01 ? 1 : 0), 0.1124629160182849],
      // P(x > 3) = erfc(√3)
      ['upper tail', ([u = NaN]) => (Math.exp(u) > 3 ? 1 : 0), 0.01430587843542964]
    ]
  },
  {
    target: logHalfNormal,
    facts: [
      ['mean of x', ([u = NaN]) => Math.exp(u), Math.sqrt(2 / Math.PI)],
      ['mean of x²', ([u = NaN]) => Math.exp(2 * u), 1],
      ['upper tail', ([u = NaN]) => (Math.exp(u) > 2 ? 1 : 0), 0.0455003]
    ]
  }
]

describe.each(known)('$target.name', ({ target, mass = 'diagonal', facts }) => {
  const settings: SamplerSettings = { ...standardSampler, warmUp: 500, draws: 4900, mass }
  const { draws, statistics } = run(settings, target, [1e6])
  const rows = Array.from({ length: 4900 }, (_, d) =>
    draws.slice(d * target.size, (d + 1) * target.size)
  )
  test.each(facts)('%s', (_, of, is) => {
    const { mean, error } = batchMeans(rows.map(of))
    expect(Math.abs(mean - is) / error).toBeLessThan(4.2)
    expect(error).toBeLessThan(0.1 * Math.abs(is) + 0.5)
  })
  test('is sampled at the acceptance that was asked for', () => {
    const acceptance = statistics.filter((_, at) => at % width === 0)
    expect(acceptance.reduce((a, x) => a + x, 0) / acceptance.length).toBeGreaterThan(0.7)
  })
})

const divergences = (target: LogDensity, settings: SamplerSettings): number =>
  [0, 1, 2, 3].reduce(
    (sum, chain) =>
      sum +
      run(settings, target, [1e6], chain).statistics.filter(
        (x, at) => at % width === statisticNames.indexOf('divergent') && x === 1
      ).length,
    0
  )

test('a centred funnel reports divergences, a normal has none', () => {
  expect(divergences(funnel(9), standardSampler)).toBeGreaterThan(3)
  expect(divergences(gaussian([[1]]), { ...standardSampler, draws: 300 })).toBe(0)
})

test('paths end at the depth that is allowed', () => {
  const settings = { ...small, warmUp: 0, draws: 20, maxDepth: 3 }
  const state = { ...begun(settings, gaussian([[1]])), stepSize: 1e-3 }
  const { statistics } = chainRunner(settings, gaussian([[1]]), state)(() => false)
  const of = (name: (typeof statisticNames)[number]): ReadonlyArray<number> =>
    [...statistics].filter((_, at) => at % width === statisticNames.indexOf(name))
  expect(of('tree depth')).toEqual(Array.from({ length: 20 }, () => 3))
  expect(of('leapfrogs')).toEqual(Array.from({ length: 20 }, () => 7))
})

test('an open end of a coordinate is found, and none where the density falls', () => {
  const at = Float64Array.of(0.3)
  const along = (f: (u: number) => number): LogDensity => ({
    size: 1,
    at: ([u = NaN], g) => {
      g[0] = 0
      return f(u)
    }
  })
  expect(
    openEnd(
      along(() => 0),
      at,
      0
    )
  ).toBe('its low end')
  expect(
    openEnd(
      along((u) => -Math.exp(u)),
      at,
      0
    )
  ).toBe('its low end')
  expect(
    openEnd(
      along((u) => -Math.log1p(Math.exp(-u))),
      at,
      0
    )
  ).toBe('its high end')
  expect(
    openEnd(
      along((u) => -Math.log1p(u * u)),
      at,
      0
    )
  ).toBeUndefined()
  // 1/|u| has no integral at 0, 1/√|u| has
  const tail = (u: number): number => -0.5 * u * u
  expect(
    openEnd(
      along((u) => tail(u) - Math.log(Math.abs(u))),
      at,
      0
    )
  ).toBe('0')
  expect(
    openEnd(
      along((u) => tail(u) - 0.5 * Math.log(Math.abs(u))),
      at,
      0
    )
  ).toBeUndefined()
  expect(openEnd(logHalfNormal, at, 0)).toBeUndefined()
  expect(openEnd(logGamma(0.5), at, 0)).toBeUndefined()
})
