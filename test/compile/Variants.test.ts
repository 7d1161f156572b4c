import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/expr/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { filled, withNoise } from '../support/Draws.ts'
import { bindings, compiled, smallSeed } from '../support/Models.ts'

describe('the two forms of the half-Cauchy', () => {
  it('decomposed: four factors per group scale; collapsed: one log-normal with a quadrature cost', () => {
    const layer = {
      units: 2,
      prior: 'groupHorseshoe',
      group: 'input',
      hasBias: false,
      activation: 'relu'
    } as const
    const graph = graphOf({
      inputs: 2,
      outputs: 2,
      tau0: 1,
      layers: [],
      last: layer,
      observation: 'categorical'
    })
    expect(compiled(graph).program.complexity.map((c) => c.site)).toEqual([
      'net/layer/w/s.a',
      'net/layer/w/s.b',
      'net/layer/w/z.a',
      'net/layer/w/z.b',
      'net/layer/w.base'
    ])
    expect(
      compiled(graph, { halfCauchy: 'collapsed' }).program.complexity.map(
        (c) => `${c.site} ${c.how.kind}`
      )
    ).toEqual([
      'net/layer/w/s quadrature',
      'net/layer/w/z quadrature',
      'net/layer/w.base closed form'
    ])
  })
})

describe('posterior moments', () => {
  it('closed forms are the moments of the draws: 4,000 draws, 6 standard errors', () => {
    fc.assert(
      fc.property(
        arbitraryModelShape({ priors: ['normal', 'groupJeffreys', 'groupHorseshoe'], maxUnits: 2 }),
        smallSeed,
        (shape, seed) => {
          const graph = graphOf({ ...shape, layers: [], tau0: 1 })
          const { program } = compiled(graph)
          const bound = bindings(graph, program, 1, seed)
          const n = 4000
          for (const m of program.moments) {
            const draw = program.draws.get(m.site)
            if (m.closed === undefined || draw === undefined)
              throw new Error(`${m.site} has no closed moments`)
            const exact = {
              mean: evaluate(bound)(m.closed.mean),
              variance: evaluate(bound)(m.closed.variance)
            }
            const xs = Array.from(
              { length: n },
              (_, step) =>
                evaluate(withNoise(bound, program.drawNoise, step))(draw).values[0] ?? NaN
            )
            const mean = xs.reduce((a, b) => a + b, 0) / n
            const variance = xs.reduce((a, b) => a + (b - mean) ** 2, 0) / n,
              fourth = xs.reduce((a, b) => a + (b - mean) ** 4, 0) / n
            expect(Math.abs(mean - (exact.mean.values[0] ?? NaN))).toBeLessThan(
              6 * Math.sqrt(variance / n) + 1e-9
            )
            // a heavy tail of the product makes the error of the variance itself uncertain
            expect(Math.abs(variance - (exact.variance.values[0] ?? NaN))).toBeLessThan(
              8 * Math.sqrt(Math.max(0, fourth - variance ** 2) / n) + 1e-9
            )
          }
        }
      ),
      { numRuns: 10, seed: 5 }
    )
  })
  it('a value that is no polynomial of independent factors has none, and draws stand in', () => {
    const last = { prior: 'regularisedHorseshoe', group: 'input', hasBias: false } as const
    const { program } = compiled(
      graphOf({ inputs: 2, outputs: 2, tau0: 1, layers: [], last, observation: 'normal' })
    )
    expect(program.moments.find((m) => m.site === 'net/layer/w')?.closed).toBeUndefined()
    expect(program.draws.has('net/layer/w')).toBe(true)
  })
})

describe('a plate larger than its batch', () => {
  it('scales the error cost by total / batch and leaves the complexity alone', () => {
    const layer = { prior: 'normal', group: 'input', hasBias: true } as const
    const graph = graphOf({
      inputs: 2,
      outputs: 2,
      tau0: 1,
      layers: [],
      last: layer,
      observation: 'normal'
    })
    const { program } = compiled(graph)
    const bound = withNoise(bindings(graph, program, 2, 1), program.noise, 0)
    const cost = (total: number) => {
      const env = {
        sizes: bound.sizes,
        values: new Map([
          ...bound.values,
          ['total:images', filled([], bound.sizes, () => total)] as const
        ])
      }
      return [program.errorCostNats, ...program.complexity.map((c) => c.nats)].map(
        (e) => evaluate(env)(e).values[0] ?? NaN
      )
    }
    const [one = 0, ...complexity] = cost(2),
      [three = 0, ...same] = cost(6)
    expect(three).toBeCloseTo(3 * one, 10)
    expect(same).toEqual(complexity)
  })
})
