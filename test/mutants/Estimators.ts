/** Mistakes of gradients that are estimated: what is subtracted, what multiplies a score, which draws are one. */
import type { Mutant } from './Mutant.ts'

export const estimators: ReadonlyArray<Mutant> = [
  {
    name: 'baseline-of-all-draws',
    file: 'compile/estimators/ScoreFunction.ts',
    text: 'div(pipe(count(over), sub(1)))',
    replacement: 'div(count(over))',
    mistake: 'a draw is in its own baseline: gradients shrink to (K − 1)/K of themselves'
  },
  {
    name: 'no-baseline',
    file: 'compile/estimators/ScoreFunction.ts',
    text: 'pipe(term.drawn, sub(pipe(sumSpread(over)(term.drawn), div(count(over)))))',
    replacement: 'term.drawn',
    mistake: 'nothing is subtracted, and the draws are divided by one less than there are'
  },
  {
    name: 'scores-of-all-elements',
    file: 'compile/estimators/ScoreFunction.ts',
    text: 'meet(without(mixed)(own), axes) : []',
    replacement: 'meet(without(mixed)(own), axes).slice(own.length) : []',
    mistake: 'every element has the noise of what reads the others'
  },
  {
    name: 'look-ups-read-all',
    file: 'compile/estimators/ScoreFunction.ts',
    text: '    areOne &&',
    replacement: "    areOne && read._tag === 'Ref' &&",
    mistake: 'what looks one element up multiplies the scores of all'
  },
  {
    name: 'score-that-is-in-the-cost-too',
    file: 'compile/parts/Draw.ts',
    text: 'd.jumps === true ? stopGradient(logDensity.value) : logDensity.value',
    replacement: 'logDensity.value',
    mistake: 'the derivative of ln q has the mean 0 and is noise, at the posterior too'
  },
  {
    name: 'rows-that-draw-counts-apart',
    file: 'compile/passes/LocalReparameterise.ts',
    text: 'd.jumps !== true && ',
    replacement: '',
    mistake: 'rows draw a count that they share apart, and the score is of another draw'
  },
  {
    name: 'cells-begin-above-zero',
    file: 'guides/FlooredLogNormalGuide.ts',
    text: 'logNdtr(neg(pipe(location, div(deviation))))',
    replacement: 'logNdtr(pipe(location, div(deviation)))',
    mistake: 'the mass of 0 is that of all other counts'
  },
  {
    name: 'wide-cells-in-one-tail',
    file: 'guides/FlooredLogNormalGuide.ts',
    text: 'far = logNdtr(where(isUpper, neg(b), a))',
    replacement: 'far = logNdtr(a)',
    mistake: 'the mass of a cell far above the median is none'
  },
  {
    name: 'jumps-that-are-solved',
    file: 'inference/solving/SolverRule.ts',
    text: '!isScored(program) &&',
    replacement: 'program.axes.length >= 0 &&',
    mistake: 'a solver follows a gradient that is the slope of nothing'
  }
]
