/** Mistakes about where values lie: ends that data set, indices, data beyond an end. */
import type { Mutant } from './Mutant.ts'

export const supports: ReadonlyArray<Mutant> = [
  {
    name: 'gathered-anywhere',
    file: 'expr/intervals/Bounds.ts',
    text: '(indexed(index) === axis ? x : hull(x, point(0)))',
    replacement: '((void axis, void index), x)',
    mistake: 'what is gathered off its axis is not 0'
  },
  {
    name: 'end-rounded-to-nearest',
    file: 'lower/ends/LatentEnds.ts',
    text: 'return near < x ? nextUp(near) : near',
    replacement: 'return near < x ? near : near',
    mistake: 'an end in float32 leaves a datum beyond it'
  },
  {
    name: 'falling-end-as-rising',
    file: 'compile/parts/SolveEnd.ts',
    text: 'isLow = step.inverse.rises ? isLow : !isLow',
    replacement: 'isLow = step.inverse.rises ? isLow : isLow',
    mistake: 'an end that falls with a latent bounds it on the other side'
  },
  {
    name: 'prior-end-forgotten',
    file: 'lower/ends/LatentEnds.ts',
    text: 'return sign * roundedUp(Math.max(top, own))',
    replacement: 'return sign * roundedUp(top)',
    mistake: 'data below the end of a prior widen it'
  },
  {
    name: 'narrowed-and-noncentred',
    file: 'compile/passes/Noncentre.ts',
    text: '          s.narrowed !== undefined ||\n',
    replacement: '',
    mistake: 'the base of a narrowed site is given the ends of the site'
  },
  {
    name: 'narrowed-and-closed',
    file: 'compile/parts/SiteCost.ts',
    text: 's.narrowed === undefined ? guide.closedKl(s.dist, { jeffreys }) : none',
    replacement: 'guide.closedKl(s.dist, { jeffreys })',
    mistake: 'a closed divergence of the whole interval for a part of it'
  },
  {
    name: 'ends-trained',
    file: 'compile/passes/DifferentiateLoss.ts',
    text: "p.initial._tag !== 'End'",
    replacement: "p.initial._tag !== 'NormalNoise' || p.name === ''",
    mistake: 'ends that data set move with the gradient'
  },
  {
    name: 'density-beyond-the-end',
    file: 'compile/passes/DerivePrediction.ts',
    text: 'beyond === undefined ? nats : add(beyond)(nats)',
    replacement: 'beyond === undefined ? nats : nats',
    mistake: 'a value beyond a latent end is given a density'
  },
  {
    name: 'ends-of-another-fit',
    file: 'library/FitStart.ts',
    text: 'const ends = new Set(endNames(program))',
    replacement: 'const ends = new Set(endNames(program).slice(1))',
    mistake: 'a fit takes over the ends that the data of another one set'
  },
  {
    name: 'zero-refused',
    file: 'distributions/positive/Exponential.ts',
    text: 'holdsEnds: true',
    replacement: 'holdsEnds: false',
    mistake: 'exponential data of 0 are refused'
  },
  {
    name: 'shape-two-at-zero',
    file: 'distributions/positive/Gamma.ts',
    text: "shape._tag === 'Constant' && shape.value === 1",
    replacement: "shape._tag === 'Constant' && shape.value >= 1",
    mistake: 'gamma data of 0 are taken where their density is 0'
  },
  {
    name: 'residual-of-any-element',
    file: 'compile/parts/Residuals.ts',
    text: 'const rows = without(z.axes)(s.axes)',
    replacement: 'const rows = s.axes',
    mistake: 'one element that varies hides another that does not'
  },
  {
    name: 'simplex-without-its-basis',
    file: 'distributions/supports/VectorBijector.ts',
    text: 'add(0.5 * Math.log(size))',
    replacement: 'add(0.5 * Math.log(1))',
    mistake: 'the volume of a simplex without that of its middle'
  },
  {
    name: 'order-counts-the-first',
    file: 'distributions/supports/VectorBijector.ts',
    text: 'pipe(where(isFirst, constant(0), u), sumOver([along]))',
    replacement: 'pipe(u, sumOver([along]))',
    mistake: 'the volume of numbers in order counts the first as a gap'
  },
  {
    name: 'correlations-by-one-volume',
    file: 'distributions/supports/PartialCorrelations.ts',
    text: 'pipe(own, mul(2), add(before(own)))',
    replacement: 'pipe(own, add(before(own)))',
    mistake: 'tanh without its own slope'
  }
]
