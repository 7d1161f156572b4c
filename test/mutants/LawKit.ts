/** Mistakes in the law kit itself: a law that holds whatever it is asked says nothing. */
import type { Mutant } from './Mutant.ts'

export const lawKit: ReadonlyArray<Mutant> = [
  {
    name: 'draws-beyond-their-end',
    file: 'laws/distributions/DrawLaws.ts',
    text: 'wanted(most <= high,',
    replacement: 'wanted(most >= low,',
    mistake: 'draws may lie above the support'
  },
  {
    name: 'divergence-below-nothing',
    file: 'laws/guides/KlLaws.ts',
    text: 'Math.max(-1e-9, 2 * variation ** 2 - 1e-6)',
    replacement: '2 * variation ** 2 - 1e300',
    mistake: 'a divergence may be anything'
  },
  {
    name: 'entropy-of-the-noise-alone',
    file: 'laws/guides/GuideLaws.ts',
    text: 'Math.log(volume) - logNormalDensity(e)',
    replacement: '-logNormalDensity(e)',
    mistake: 'the entropy of a guide without the volume of its draw'
  },
  {
    name: 'counterexample-as-data',
    file: 'laws/Law.ts',
    text: 'said.shown?.(a) ?? inJson([a])',
    replacement: 'inJson([a])',
    mistake: 'a counterexample is not written as code'
  },
  {
    name: 'refusal-taken-for-granted',
    file: 'laws/distributions/ArgumentLaws.ts',
    text: 'if (proof?.admits(given) === false) return []',
    replacement: 'if (proof?.admits(given) !== true) return []',
    mistake: 'an argument whose support asks for nothing may give NaN'
  },
  {
    name: 'extrapolation-the-wrong-way',
    file: 'laws/numbers/Differences.ts',
    text: '(here * more - above) / (more - 1)',
    replacement: '(above * more - here) / (more - 1)',
    mistake: 'differences are extrapolated to large steps'
  }
]
