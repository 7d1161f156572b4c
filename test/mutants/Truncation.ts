/** Mistakes in laws of two tails between ends. */
import type { Mutant } from './Mutant.ts'

export const truncation: ReadonlyArray<Mutant> = [
  {
    name: 'tail-as-at-the-mode',
    file: 'distributions/between/TwoTails.ts',
    text: 'slope = pipe(shape, mul(expm1(past)))',
    replacement: 'slope = pipe(shape, mul(0))',
    mistake: 'beyond its mode a gamma law falls as it does from there'
  },
  {
    name: 'side-as-long-as-the-span',
    file: 'distributions/between/TailsBetween.ts',
    text: 'pipe(gap, sub(roomBelow)), pipe(toHigh, min(gap))',
    replacement: 'pipe(gap, sub(roomBelow)), gap',
    mistake: 'above the mode the mass of a span as long as both sides'
  },
  {
    name: 'half-degrees-of-freedom',
    file: 'distributions/between/StandardForms.ts',
    text: 'const half = pipe(df, mul(0.5))',
    replacement: 'const half = df',
    mistake: 'Student’s t between two ends with ν for ν/2'
  },
  {
    name: 'cut-share-is-no-share',
    file: 'distributions/combined/Truncated.ts',
    text: 'values.high < 1 || (to !== undefined && to <= 1)',
    replacement: 'to !== undefined && to < 1',
    mistake: 'what a lower end leaves of a law of probabilities is no probability'
  },
  {
    name: 'gap-by-the-nearer-place',
    file: 'distributions/between/StandardForms.ts',
    text: 'neg(pipe(at(rises ? y : x), mul(expm1(pipe(x, logRatio(y), mul(shape))))))',
    replacement: 'pipe(at(rises ? x : y), mul(expm1(pipe(y, logRatio(x), mul(shape)))))',
    mistake: 'a place too small for a number is multiplied by what is too large for one'
  }
]
