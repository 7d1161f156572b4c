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
    name: 'totals-from-zero',
    file: 'guides/FlooredLogNormalGuide.ts',
    text: 'low === undefined ? above(noise) : pipe(low, add(above(noise)))',
    replacement: 'above(low === undefined ? noise : noise)',
    mistake: 'a total is drawn below the data that it is the total of'
  },
  {
    name: 'mass-of-the-whole-total',
    file: 'guides/FlooredLogNormalGuide.ts',
    text: 'logMass(u)(above(noise))',
    replacement: 'logMass(u)(push(noise))',
    mistake: 'ln q of a total that data end is taken as if it began at 0'
  },
  {
    name: 'ends-between-counts',
    file: 'compile/passes/NarrowSupports.ts',
    text: 'neg(floor(neg(end)))',
    replacement: 'floor(end)',
    mistake: 'a count begins below an end that is no whole number'
  },
  {
    name: 'yes-for-no',
    file: 'guides/BernoulliGuide.ts',
    text: 'where(pipe(logisticOf(noise), less(logits)), constant(1), constant(0))',
    replacement: 'where(pipe(logisticOf(noise), less(logits)), constant(0), constant(1))',
    mistake: 'draws are 0 as often as they should be 1, and scored as such'
  },
  {
    name: 'sums-up-to-the-next',
    file: 'guides/CategoricalGuide.ts',
    text: 'pipe(iota(upTo), lessEqual(iota(along)))',
    replacement: 'pipe(iota(upTo), less(iota(along)))',
    mistake: 'each value is drawn with the probability of the one before it'
  },
  {
    name: 'values-below-an-end',
    file: 'guides/CategoricalGuide.ts',
    text: 'pipe(iota(along), less(low))',
    replacement: 'pipe(iota(along), less(-1))',
    mistake: 'counts that data exclude have probabilities'
  },
  {
    name: 'divergence-without-entropy',
    file: 'guides/Probabilities.ts',
    text: 'pipe(exp(lnQ), mul(pipe(lnQ, sub(logDensity(x)))))',
    replacement: 'pipe(exp(lnQ), mul(pipe(lnQ, sub(logDensity(x)), sub(lnQ))))',
    mistake: 'the cost of probabilities is the cross entropy alone'
  },
  {
    name: 'batches-that-share-a-sum',
    file: 'compile/enumerate/SumOut.ts',
    text: 'wholePlates(z, s.graph, next.graph) : found',
    replacement: 'wholePlates(z, s.graph, next.graph).slice(1) : found',
    mistake: 'a step on a batch takes the sum of a part for that of all'
  },
  {
    name: 'asked-for-and-summed-out',
    file: 'compile/enumerate/SumOut.ts',
    text: 'isSummable(graph)(s) && s.options.guide === undefined',
    replacement: 'isSummable(graph)(s) && graph.sites.length > 0',
    mistake: 'the guide that its user asks for is not heard'
  },
  {
    name: 'least-probable-member',
    file: 'inference/host/MostProbable.ts',
    text: '(values[first + k * inner] ?? NaN) >',
    replacement: '(values[first + k * inner] ?? NaN) <',
    mistake: 'predictions read another index than was drawn'
  },
  {
    name: 'strict-about-divergences-alone',
    file: 'compile/passes/PlanKl.ts',
    text: "k.how.kind === 'Monte Carlo' || isScored(k.guide)",
    replacement: "k.how.kind === 'Monte Carlo'",
    mistake: 'a score function passes as analytic where its divergence has a closed form'
  },
  {
    name: 'jumps-that-are-solved',
    file: 'inference/solving/SolverRule.ts',
    text: '!isScored(program) &&',
    replacement: 'program.axes.length >= 0 &&',
    mistake: 'a solver follows a gradient that is the slope of nothing'
  }
]
