/** Mistakes in laws that have something summed out of them, or are cut off. */
import type { Mutant } from './Mutant.ts'

export const summedOut: ReadonlyArray<Mutant> = [
  {
    name: 'horseshoe-without-half',
    file: 'distributions/real/MarginalHorseshoe.ts',
    text: 'scaledExpint1(pipe(between, mul(0.5)))',
    replacement: 'scaledExpint1(between)',
    mistake: 'z² for ½z² in the density of a horseshoe'
  },
  {
    name: 'pole-without-euler',
    file: 'distributions/real/MarginalHorseshoe.ts',
    text: 'constant(Math.LN2 - eulerGamma)',
    replacement: 'constant(Math.LN2)',
    mistake: 'a horseshoe that is higher at its pole than beside it'
  },
  {
    name: 'horseshoe-of-one-gamma',
    file: 'distributions/real/MarginalHorseshoe.ts',
    text: 'sqrt(pipe(a, mul(b)))',
    replacement: 'sqrt(a)',
    mistake: 'the local scale of a horseshoe without its inverse gamma'
  },
  {
    name: 'few-factors-whitened-by-their-inverse',
    file: 'distributions/vectors/LowRankMultivariateNormal.ts',
    text: 'inverseOfLower(s)(pipe(lower, add(own)))',
    replacement: 'inverseOfLower(s)(lower)',
    mistake: 'a root of I + A Aᵀ with L⁻¹ for (I + L)⁻¹'
  },
  {
    name: 'factors-without-their-own-cost',
    file: 'distributions/vectors/LowRankMultivariateNormal.ts',
    text: 'square(contract([across])(own, z))',
    replacement: 'square(z)',
    mistake: 'what factors cost is measured in the scaled ones'
  },
  {
    name: 'columns-not-at-right-angles',
    file: 'distributions/vectors/LowRankMultivariateNormal.ts',
    text: 'below = pipe(below, sub(pipe(down, mul(found))))',
    replacement: 'below = pipe(below, sub(down))',
    mistake: 'unit columns are not turned with those of the factor above them'
  },
  {
    name: 'mass-at-1-of-0',
    file: 'distributions/interval/HardConcrete.ts',
    text: 'logOne = neg(softplus(standard(constant(1))))',
    replacement: 'logOne = neg(softplus(neg(standard(constant(1)))))',
    mistake: 'the probability of a cut switch to be below 1, for that to be 1'
  },
  {
    name: 'masses-seen-by-a-sampler',
    file: 'compile/passes/DeriveLogJoint.ts',
    text: '...w.sites.flatMap(wholeAtoms)',
    replacement: '',
    mistake: 'a law with masses is sampled as if it were a density'
  },
  {
    name: 'switch-cut-without-its-stretch',
    file: 'distributions/interval/HardConcrete.ts',
    text: 'value: (s) => inside(unit)(stretched(d)(s))',
    replacement: 'value: (s) => inside(unit)(s)',
    mistake: 'a switch that is inferred has no mass at its ends'
  }
]
