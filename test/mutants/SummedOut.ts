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
  }
]
