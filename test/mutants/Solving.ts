/** Mistakes of what is solved: ends that are none, ends that are not seen, and starts from which there is no way. */
import type { Mutant } from './Mutant.ts'

export const solving: ReadonlyArray<Mutant> = [
  {
    name: 'lengths-of-the-guide',
    file: 'inference/solving/SolverRound.ts',
    text: 'factor === undefined ? step.map(() => 1) : deviationsBy(factor)',
    replacement: 'step.map(() => 1)',
    mistake:
      'a fit to calendar’s years is asked for deviations of its guide that rounding does not leave it'
  },
  {
    name: 'no-start-at-medians',
    file: 'inference/solving/StartingPoint.ts',
    text: '[...atMedians(c, x), x].flatMap',
    replacement: '[x].flatMap',
    mistake: 'scales of data at 10⁻⁶ begin at 1, and the form is chosen by where that leads'
  }
]
