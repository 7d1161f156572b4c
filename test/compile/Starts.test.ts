/** Where guides of weights start, and what bounds them, on models with scales that are not 1. */
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it, test } from 'vitest'
import { begin } from '../../src/compile/index.ts'
import { fanIns } from '../../src/compile/passes/DeriveGuide.ts'
import { normal } from '../../src/distributions/index.ts'
import type { Prior } from '../../src/dsl/index.ts'
import { contract, ref } from '../../src/expr/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { Parameter } from '../../src/guides/index.ts'
import { linearUnder } from '../../src/laws/index.ts'
import { boundVariance, groupHorseshoe, normalPrior, regularise } from '../../src/priors/index.ts'
import { compiled } from '../support/Models.ts'

const inputs = 3
const parametersUnder = (prior: Prior): ReadonlyArray<Parameter> =>
  compiled(linearUnder(prior, inputs, 2, 'input')).program.parameters

describe('weights start as He et al. 2015 say', () => {
  it.each([1e-4, 0.03, 0.1, 1, 30])(
    'their declared deviation is √(2/n) at the medians of the scales in front, at tau0 = %d',
    (tau0) => {
      const parameters = parametersUnder(groupHorseshoe(tau0))
      // each scale is √(a b) of log-normals that start at these medians
      const logScale = parameters
        .filter((p) => p.kind === 'scale')
        .reduce((sum, p) => sum + (p.initial._tag === 'Fill' ? p.initial.value / 2 : NaN), 0)
      const [base] = parameters.filter((p) => p.kind === 'location')
      const sd = base?.initial._tag === 'NormalNoise' ? base.initial.sd : NaN
      expect((sd * Math.exp(logScale)) / Math.sqrt(2 / inputs)).toBeCloseTo(1, 12)
      // scales that would start degenerate start at 1
      expect(Math.exp(logScale) / (tau0 < 1e-2 ? 1 : tau0)).toBeCloseTo(1, 12)
    }
  )
})

test('the fan-in of a contraction over two axes is the product of their sizes', () => {
  const graph: Graph = {
    axes: [
      { name: 'rows', size: 'data' },
      { name: 'a', size: 3 },
      { name: 'b', size: 4 }
    ],
    data: [{ name: 'x', axes: ['rows', 'a', 'b'] }],
    sites: [
      { name: 'w', role: 'latent', dist: normal(0, 1), axes: ['a', 'b'], options: {} },
      {
        name: 'y',
        role: 'observed',
        dist: normal(contract(['a', 'b'])(ref('x', ['rows', 'a', 'b']), ref('w', ['a', 'b'])), 1),
        axes: ['rows'],
        options: {}
      }
    ],
    named: []
  }
  expect(fanIns(begin(graph)).get('w')).toBe(12)
})

describe('boundVariance', () => {
  it.each([
    ['normal', normalPrior(1)],
    ['group horseshoe', groupHorseshoe(0.1)],
    ['regularised horseshoe', pipe(groupHorseshoe(0.1), regularise(2))]
  ])(
    'bounds ln σ² of the weights of the %s by the logarithm of what is given, and no other',
    (_, prior) => {
      const bounds = (p: Prior): ReadonlyArray<readonly [string, number]> =>
        parametersUnder(p).flatMap((q) =>
          q.upper === undefined ? [] : [[q.kind, q.upper] as const]
        )
      expect(bounds(prior)).toEqual([])
      expect(bounds(boundVariance(0.04)(prior))).toEqual([['logVariance', Math.log(0.04)]])
    }
  )
})
