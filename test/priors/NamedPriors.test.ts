/** The priors that have a name under the laws of priors. */
import { describe, expect, it } from 'vitest'
import { isLeft } from 'fp-ts/lib/Either.js'
import { isNone } from 'fp-ts/lib/Option.js'
import { family, relaxedBernoulli } from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'
import { gatesOf } from '../../src/compile/passes/DeriveSparsity.ts'
import {
  axis,
  build,
  draw,
  halfNormal,
  include,
  model,
  normal,
  observe
} from '../../src/dsl/index.ts'
import { failure, priorLaws } from '../../src/laws/index.ts'
import {
  ard,
  binaryDropout,
  dirichletLaplace,
  elementwise,
  gaussianDropout,
  groupHorseshoe,
  groupJeffreys,
  halfTScales,
  horseshoePlus,
  l0Gates,
  laplacePrior,
  logCauchyScales,
  logUniformPrior,
  nested,
  nestedHorseshoe,
  normalBetaPrime,
  normalExponentialGamma,
  normalGamma,
  normalPrior,
  pointEstimates,
  r2d2,
  regularisedHorseshoe,
  softWeightSharing,
  spikeAndSlab,
  strawdermanBerger,
  structuredPruning,
  studentTPrior,
  tau0Expecting,
  truncatedJeffreys
} from '../../src/priors/index.ts'

const runs = { numRuns: 8, seed: 1 }

const priors = [
  ['ard', ard({ shape: 0.5, scale: 0.5 }), 'group'],
  ['binary dropout', binaryDropout({ rate: 0.3 })(pointEstimates(normalPrior())), 'none'],
  [
    'Gaussian dropout of weights',
    gaussianDropout({ rate: 0.3, per: 'weight' })(normalPrior()),
    'none'
  ],
  [
    'Gaussian dropout of groups under a horseshoe',
    gaussianDropout({ rate: 0.3 })(groupHorseshoe(0.5)),
    'group'
  ],
  ['Dirichlet–Laplace', dirichletLaplace({ concentration: 0.5 }), 'group'],
  ['half-t scales', halfTScales({ df: 3, tau0: 0.5 }), 'group'],
  ['horseshoe+', horseshoePlus(0.5), 'group'],
  ['L0', l0Gates(0.1), 'group'],
  ['Laplace', laplacePrior(0.5), 'group'],
  ['Laplace of single weights', elementwise(laplacePrior(0.5)), 'every element'],
  ['log-Cauchy scales', logCauchyScales(1), 'group'],
  ['log-uniform', logUniformPrior, 'every element'],
  ['nested horseshoe', nestedHorseshoe(0.5), 'both'],
  [
    'normal-Jeffreys of groups times half-t of weights',
    nested({ group: groupJeffreys, element: halfTScales({ df: 3, tau0: 0.5 }) }),
    'both'
  ],
  ['normal-beta-prime', normalBetaPrime({ alpha: 0.7, beta: 0.5, scale: 0.5 }), 'group'],
  ['normal-exponential-gamma', normalExponentialGamma({ shape: 1, scale: 0.5 }), 'group'],
  ['normal-gamma', normalGamma({ shape: 0.5, scale: 1 }), 'group'],
  ['R2-D2', r2d2({ alpha: 1, beta: 0.5, concentration: 0.5 }), 'group'],
  [
    'R2-D2 of single weights',
    elementwise(r2d2({ alpha: 1, beta: 0.5, concentration: 0.5, noise: 0.5 })),
    'every element'
  ],
  [
    'regularised horseshoe',
    regularisedHorseshoe({ tau0: 0.5, slab: { df: 4, scale: 2 } }),
    'group'
  ],
  ['spike and slab', spikeAndSlab({ inclusion: 0.2 }), 'group'],
  [
    'spike and slab of weights',
    elementwise(spikeAndSlab({ inclusion: 0.2, slab: 2 })),
    'every element'
  ],
  ['Strawderman–Berger', strawdermanBerger(0.5), 'group'],
  ['structured Bayesian pruning', structuredPruning(0.1), 'none'],
  ['Student’s t', studentTPrior({ df: 3, scale: 0.5 }), 'group'],
  ['truncated Jeffreys', truncatedJeffreys({ least: 0.1, most: 10 }), 'none']
] as const

for (const [name, prior, gates] of priors)
  describe(`the prior ${name}`, () => {
    for (const l of priorLaws(prior, { gates }))
      it(l.name, () => expect(failure(l, runs)).toBeUndefined())
  })

// of learned components as they are it is not symmetric, of all that they may be it is
describe('the prior soft weight sharing', () => {
  const prior = softWeightSharing({ components: 3, reach: 1, sd: 0.1, zero: 0.5 })
  for (const l of priorLaws(prior, { gates: 'none' }).filter(
    ({ name }) => !name.includes('symmetric')
  ))
    it(l.name, () => expect(failure(l, runs)).toBeUndefined())
})

describe('the global scale from an expected number of weights', () => {
  it('is their odds times the noise of their estimates', () => {
    expect(tau0Expecting({ nonzero: 5, of: 100, observations: 400 })).toBeCloseTo(5 / 95 / 20, 15)
    expect(tau0Expecting({ nonzero: 1, of: 3, observations: 4, noise: 2 })).toBe(0.5)
  })
  it('refuses none and all', () => {
    for (const nonzero of [0, 100, -1, NaN])
      expect(() => tau0Expecting({ nonzero, of: 100, observations: 400 })).toThrow(
        /nonzero must lie between 0 and of/
      )
  })
})

describe('R2-D2', () => {
  it('has weights as wide as the noise of the model, which gates no group', () => {
    const features = axis('features', 3)
    const built = build(
      model(function* () {
        const sigma = yield* draw('sigma', halfNormal(1))
        const prior = r2d2({ alpha: 1, beta: 1, concentration: 0.5, noise: sigma })
        const w = yield* include('w', prior({ group: features, axes: [features] }))
        yield* observe('y', normal(w, sigma))
      })
    )
    const gates = isLeft(built) ? [] : gatesOf(built.right).map((g) => [g.axes, g.factors])
    expect(gates).toEqual([
      [[], ['sigma', 'w/omega']],
      [['features'], ['w/v', 'w/phi']]
    ])
  })
})

describe('the switch of a spike and slab', () => {
  it('is on with its probability at any temperature, and a Bernoulli at a low one', () => {
    for (const temperature of [0.1, 0.5, 2]) {
      const law = relaxedBernoulli({ logits: Math.log(0.2 / 0.8), temperature })
      const { cdf } = family(law)
      if (isNone(cdf)) throw new Error('no distribution function')
      const below = scalarFunction(cdf.value(ref('x', [])), 'x')
      expect(1 - below(0.5)).toBeCloseTo(0.2, 12)
      if (temperature === 0.1) expect(below(0.999) - below(0.001)).toBeLessThan(0.25)
    }
    // P(0.001 < z < 0.999) falls with the temperature
    const between = (temperature: number): number => {
      const { cdf } = family(relaxedBernoulli({ logits: 0, temperature }))
      const below = isNone(cdf) ? () => NaN : scalarFunction(cdf.value(ref('x', [])), 'x')
      return below(0.999) - below(0.001)
    }
    expect(between(0.01)).toBeLessThan(0.04)
    expect(between(0.01)).toBeLessThan(between(0.1))
  })
  it('refuses probabilities and widths that are none', () => {
    for (const wrong of [{ inclusion: 0 }, { inclusion: 1 }, { inclusion: 0.5, temperature: 0 }])
      expect(() => spikeAndSlab(wrong)).toThrow(/spikeAndSlab/)
    expect(() => spikeAndSlab({ inclusion: 0.5, slab: -1 })).toThrow(/slab -1/)
  })
})
