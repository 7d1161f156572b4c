/** Dropout as weights times noise: what its loss is, against formulas; where its noise goes; its densities. */
import * as fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  axis,
  build,
  contract,
  data,
  include,
  logNormal,
  logUniform,
  normal,
  observe,
  over,
  plate,
  type Prior,
  program,
  returns,
  sample
} from '../../src/dsl/index.ts'
import { compile } from '../../src/compile/index.ts'
import { evaluate } from '../../src/expr/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { Noise } from '../../src/ir/Variational.ts'
import {
  binaryDropout,
  gaussianDropout,
  groupHorseshoe,
  logUniformPrior,
  multipliedBy,
  normalPrior,
  type NoiseOver,
  type NoisePer,
  pointEstimates,
  variationalDropout
} from '../../src/priors/index.ts'
import { between } from '../distributions/Arbitrary.ts'
import { compiled, sizesOf } from '../support/Models.ts'
import { filled } from '../support/Draws.ts'

const rows = plate('rows'),
  from = axis('from', 2),
  to = axis('to', 2)

const under = (prior: Prior): Graph => {
  const g = build(
    pipe(
      program,
      data('x', [rows, from]),
      include('w', prior({ group: from, axes: [from, to] })),
      observe('y', ({ x, w }) => over(rows, to)(normal(pipe(x, contract(from)(w)), 1)))
    )
  )
  if (isLeft(g)) throw new Error(g.left.map((p) => p.what).join())
  return g.right
}

const points = pointEstimates(normalPrior())
const numbers = fc.array(between(-2, 2), { minLength: 4, maxLength: 4 })

/**
 * E of the error cost over the noise: each number of it takes two values, of which the draws have the law
 * of the noise (a switch), or its first two moments (a normal, in which the cost is quadratic).
 */
const expectedCost = (
  graph: Graph,
  values: { readonly x: ReadonlyArray<number>; readonly y: ReadonlyArray<number> },
  w: ReadonlyArray<number>,
  two: ReadonlyArray<readonly [number, number]>
): number => {
  const { program: p } = compiled(graph)
  const sizes = sizesOf(p, 2)
  const noise = p.noise.filter((n) => n.name.startsWith('w/noise'))
  expect(noise).toHaveLength(1)
  const [of] = noise
  if (of === undefined) throw new Error('no noise')
  const count = of.axes.reduce((n, a) => n * (sizes.get(a) ?? 1), 1)
  const at = (is: ReadonlyArray<number>): number =>
    evaluate({
      sizes,
      values: new Map([
        ['x', filled(['rows', 'from'], sizes, (i) => values.x[i] ?? NaN)],
        ['y', filled(['rows', 'to'], sizes, (i) => values.y[i] ?? NaN)],
        ['w.point', filled(['from', 'to'], sizes, (i) => w[i] ?? NaN)],
        ['total:rows', filled([], sizes, () => 2)],
        [of.name, filled(of.axes, sizes, (i) => two[is[i] ?? 0]?.[0] ?? NaN)]
      ])
    })(p.errorCostNats).values[0] ?? NaN
  const every = (k: number): ReadonlyArray<ReadonlyArray<number>> =>
    k === 0
      ? [[]]
      : every(k - 1).flatMap((is) => [
          [...is, 0],
          [...is, 1]
        ])
  return every(count).reduce(
    (sum, is) => sum + is.reduce((m, i) => m * (two[i]?.[1] ?? NaN), 1) * at(is),
    0
  )
}

/** −ln p of weights at their means, and half the variance of each output besides, of its terms or its sum. */
const formula = (
  { x, y }: { readonly x: ReadonlyArray<number>; readonly y: ReadonlyArray<number> },
  w: ReadonlyArray<number>,
  alpha: number,
  of: 'terms' | 'sum'
): number =>
  [0, 1].reduce(
    (sum, r) =>
      [0, 1].reduce((inner, o) => {
        const parts = [0, 1].map((i) => (x[2 * r + i] ?? NaN) * (w[2 * i + o] ?? NaN))
        const mean = parts.reduce((a, b) => a + b, 0)
        const spread = of === 'sum' ? mean ** 2 : parts.reduce((a, b) => a + b * b, 0)
        const error = ((y[2 * r + o] ?? NaN) - mean) ** 2
        return inner + 0.5 * (error + alpha * spread + Math.log(2 * Math.PI))
      }, sum),
    0
  )

describe('the expected error cost is that at the means and half the variance of the outputs', () => {
  /** With whether it is in front of each term of an output, or of their sum. */
  const places = fc.constantFrom<readonly [NoisePer, 'terms' | 'sum']>(
    ['group', 'terms'],
    ['weight', 'terms'],
    [[from, to], 'terms'],
    [[to], 'sum'],
    [[], 'sum']
  )
  const law =
    (
      dropout: (a: { readonly rate: number; readonly per: NoisePer }) => (prior: Prior) => Prior,
      two: (rate: number) => ReadonlyArray<readonly [number, number]>
    ) =>
    (): void =>
      fc.assert(
        fc.property(
          between(0.05, 0.9),
          places,
          numbers,
          numbers,
          numbers,
          (rate, [per, of], x, y, w) => {
            const graph = under(dropout({ rate, per })(points))
            const found = expectedCost(graph, { x, y }, w, two(rate))
            const wanted = formula({ x, y }, w, rate / (1 - rate), of)
            expect(Math.abs(found - wanted)).toBeLessThan(1e-6 * (1 + Math.abs(wanted)))
          }
        ),
        { numRuns: 25 }
      )
  it(
    'of a switch',
    law(binaryDropout, (rate) => [
      [-8, 1 - rate],
      [8, rate]
    ])
  )
  it(
    'of normal noise',
    law(gaussianDropout, () => [
      [-1, 0.5],
      [1, 0.5]
    ])
  )
})

describe('where the noise goes', () => {
  const noises = (prior: Prior): ReadonlyArray<string> =>
    compiled(under(prior)).program.noise.map((n: Noise) => `${n.name} ${n.axes.join('×')}`)
  it('of units: one for each row, in front of what the row has', () => {
    expect(noises(binaryDropout({ rate: 0.5 })(points))).toEqual(['w/noise.noise@y rows×from'])
    expect(noises(gaussianDropout({ rate: 0.5 })(points))).toEqual(['w/noise.noise@y rows×from'])
    expect(noises(gaussianDropout({ rate: 0.5 })(normalPrior()))).toEqual([
      'w/noise.noise@y rows×from',
      'w.noise@y rows×to'
    ])
  })
  it('of results: for each row, in front of the result', () => {
    expect(noises(binaryDropout({ rate: 0.5, per: [to] })(points))).toEqual([
      'w/noise.noise@y rows×to'
    ])
  })
  it('of single weights: normal noise on the result, switches once for all rows', () => {
    expect(noises(gaussianDropout({ rate: 0.5, per: 'weight' })(points))).toEqual([
      'w/noise.noise@y rows×to'
    ])
    expect(noises(binaryDropout({ rate: 0.5, per: 'weight' })(points))).toEqual([
      'w/noise.noise from×to'
    ])
  })
  it('beside the noise of other scales, which stays where it is', () => {
    const lines = noises(gaussianDropout({ rate: 0.5 })(groupHorseshoe(0.1)))
    expect(lines).toContain('w/noise.noise@y rows×from')
    expect(lines).toContain('w.base.noise@y rows×to')
  })
})

describe('as it is declared', () => {
  it('noise is a site beside the weights, which keep their prior', () => {
    const shown = (prior: Prior): ReadonlyArray<string> =>
      under(prior).sites.map((s) => `${s.name} ${s.axes.join('×')} ${s.dist._tag}`)
    expect(shown(binaryDropout({ rate: 0.5 })(normalPrior()))).toEqual([
      'w/noise from Bernoulli',
      'w from×to Normal',
      'y rows×to Normal'
    ])
    const halves: NoiseOver = (...axes) =>
      pipe(
        program,
        sample('half', over(...axes)(logNormal(0, 0.5)), { guide: 'atPrior' }),
        returns(({ half }) => half)
      )
    expect(shown(multipliedBy(halves, [to])(normalPrior()))[0]).toBe('w/half to LogNormal')
  })
  it('refuses rates that are none, and axes that the weights do not have', () => {
    for (const rate of [0, 1, -0.1, NaN])
      for (const word of [binaryDropout, gaussianDropout])
        expect(() => word({ rate })(normalPrior())).toThrow(/rate/)
    expect(() =>
      binaryDropout({ rate: 0.5, per: [axis('elsewhere', 3)] })(normalPrior())({
        group: from,
        axes: [from, to]
      })
    ).toThrow(/elsewhere/)
  })
})

describe('variational dropout', () => {
  const cost = (
    prior: Prior,
    site: string,
    values: ReadonlyArray<readonly [string, number]>
  ): number => {
    const { program: p } = compiled(under(prior))
    const sizes = sizesOf(p, 2)
    const nats = p.complexity.find((c) => c.site === site)?.nats
    if (nats === undefined) throw new Error(`no cost of ${site}`)
    return (
      evaluate({
        sizes,
        values: new Map(
          values.map(([name, v]) => [
            name,
            filled(p.parameters.find((q) => q.name === name)?.axes ?? [], sizes, () => v)
          ])
        )
      })(nats).values[0] ?? NaN
    )
  }
  it('of single weights costs what the log-uniform prior costs at the same mean and variance', () =>
    fc.assert(
      fc.property(between(0.01, 3), between(-6, 4), (theta, logAlpha) => {
        const multiplied = cost(variationalDropout({ per: 'weight' })(points), 'w/noise', [
          ['w/noise.logVariance', logAlpha]
        ])
        const added = cost(logUniformPrior, 'w', [
          ['w.location', theta],
          ['w.logVariance', logAlpha + 2 * Math.log(theta)]
        ])
        expect(multiplied).toBeCloseTo(added, 9)
      })
    ))
  it('costs of each group ½(E ψ(½ + J) − ψ(½)): mathematics.md has 0.42669 at α = 1', () => {
    const at = (logAlpha: number): number =>
      cost(variationalDropout()(points), 'w/noise', [['w/noise.logVariance', logAlpha]]) / 2
    expect(at(0)).toBeCloseTo(0.42669, 5)
    expect(at(-5)).toBeCloseTo(3.13178, 5)
    expect(at(3)).toBeCloseTo(0.02469, 5)
  })
  it('switches off the group, the weight, or what shares the noise', () => {
    const gates = (per: NoisePer): ReadonlyArray<string> =>
      compiled(under(variationalDropout({ per })(points))).program.gates.map(
        (g) => `${g.target} ${g.axes.join('×')}`
      )
    expect(gates('group')).toEqual(['w/noise from'])
    expect(gates('weight')).toEqual(['w/noise from×to'])
    expect(gates([to])).toEqual(['w/noise to'])
  })
  it('bounds the rate where it is asked to', () => {
    const [noise] = compiled(
      under(variationalDropout({ maxRate: 0.5 })(points))
    ).program.parameters.filter((p) => p.site === 'w/noise')
    expect(noise?.upper).toBe(0)
    for (const maxRate of [0, 1, NaN])
      expect(() => variationalDropout({ maxRate })).toThrow(/maxRate/)
  })
  it('of one rate costs and draws as rates that are equal, and has one parameter', () => {
    const names = ['group', 'weight', [to]] as const
    for (const per of names) {
      const shared = under(variationalDropout({ per, rates: 'shared' })(points)),
        own = under(variationalDropout({ per })(points))
      const parametersOf = (graph: Graph): ReadonlyArray<string> =>
        compiled(graph).program.parameters.map((p) => `${p.name} ${p.axes.join('×')}`)
      expect(parametersOf(shared)).toContain('w/noise.logVariance ')
      expect(parametersOf(shared)).toHaveLength(parametersOf(own).length)
      const noises = (graph: Graph) => compiled(graph).program.noise
      expect(noises(shared)).toEqual(noises(own))
      fc.assert(
        fc.property(between(-6, 4), (logAlpha) => {
          const at = [['w/noise.logVariance', logAlpha]] as const
          const wanted = cost(variationalDropout({ per })(points), 'w/noise', at)
          expect(
            cost(variationalDropout({ per, rates: 'shared' })(points), 'w/noise', at) / wanted
          ).toBeCloseTo(1, 12)
        }),
        { numRuns: 5 }
      )
    }
  })
  it('has no other start', () => {
    const elsewhere: NoiseOver = (...axes) =>
      pipe(
        program,
        sample('noise', over(...axes)(logUniform), { guide: 'aboutOne', initial: 2 }),
        returns(({ noise }) => noise)
      )
    const c = compile()(under(multipliedBy(elsewhere)(points)))
    expect(isLeft(c) ? c.left.map((p) => `${p.where}: ${p.what}`) : []).toEqual([
      'w/noise: its guide aboutOne cannot start at 2'
    ])
  })
})
