/** Mistakes in compression: scores, masks, rounding, codes. */
import type { Mutant } from './Mutant.ts'

export const compression: ReadonlyArray<Mutant> = [
  {
    name: 'threshold-of-every-axis-forgotten',
    file: 'compress/masks/ByEffect.ts',
    text: 'o.thresholds.given.get(showAxes(scores.gate)) ?? o.thresholds.every',
    replacement: 'o.thresholds.given.get(showAxes(scores.gate))',
    mistake: 'a threshold for every axis is not taken'
  },
  {
    name: 'rounding-revives-the-cut',
    file: 'compress/quantise/Compensate.ts',
    text: 'const isCut = weights[row + j] === 0',
    replacement: 'const isCut = false',
    mistake: 'a weight that was cut takes over what others lose'
  },
  {
    name: 'quantiser-truncates',
    file: 'compress/quantise/Quantise.ts',
    text: 'roundTiesToEven(w / delta))',
    replacement: 'Math.trunc(w / delta))',
    mistake: 'weights are cut towards 0 for rounded'
  },
  {
    name: 'rounding-variance',
    file: 'compress/quantise/Quantise.ts',
    text: '12 * rho * meanVariance',
    replacement: '4 * rho * meanVariance',
    mistake: 'δ²/4 for δ²/12, the variance of rounding'
  },
  {
    name: 'score-size-without-half',
    file: 'compress/masks/Score.ts',
    text: '0.5 * Math.log(s + (variances[i] ?? 0))',
    replacement: 'Math.log(s + (variances[i] ?? 0))',
    mistake: 'the squared size of a slice for its size'
  },
  {
    name: 'score-of-deviations',
    file: 'compress/masks/Score.ts',
    text: '+ (target.variance.values[k] ?? 0)',
    replacement: '+ Math.sqrt(target.variance.values[k] ?? 0)',
    mistake: 'deviations for variances in the noise of a slice'
  },
  {
    name: 'one-more-dead',
    file: 'compress/masks/Mask.ts',
    text: 'noisiestFirst(scores).slice(0, dead)',
    replacement: 'noisiestFirst(scores).slice(0, dead + 1)',
    mistake: 'one index more than asked is switched off'
  },
  {
    name: 'mask-along-the-wrong-axis',
    file: 'compress/remove/Elements.ts',
    text: 'axes.slice(axes.indexOf(a) + 1).map(',
    replacement: 'axes.slice(0, axes.indexOf(a)).map(',
    mistake: 'the score of a gate over two axes counts the first one fastest'
  },
  {
    name: 'information-criterion',
    file: 'compress/masks/TwoClass.ts',
    text: '2 * better - 3 * Math.log(xs.length)',
    replacement: '2 * better - 2 * Math.log(xs.length)',
    mistake: 'two parameters more for three in the comparison of one class with two'
  },
  {
    name: 'bits-for-bytes',
    file: 'compress/quantise/Rates.ts',
    text: '(8 * sizeBytes)',
    replacement: 'sizeBytes',
    mistake: 'bytes of the file counted as bits'
  },
  {
    name: 'window-of-the-coder',
    file: 'compress/code/RangeCoder.ts',
    text: 'const OPEN_BYTES = 3',
    replacement: 'const OPEN_BYTES = 4',
    mistake: 'one byte too many is taken for open at the end of a code'
  },
  {
    name: 'price-left-out',
    file: 'compress/quantise/Codebook.ts',
    text: 'const cost = (k: number): number => (levels[k] ?? 0) ** 2 + (prices[k] ?? 0)',
    replacement: 'const cost = (k: number): number => (levels[k] ?? 0) ** 2',
    mistake: 'an entropy-constrained codebook takes no account of bits'
  },
  {
    name: 'masked-weight-takes-a-level',
    file: 'compress/quantise/Codebook.ts',
    text: 'w === 0 ? 0 : Math.round(nearest(levels, w) / delta)',
    replacement: 'Math.round(nearest(levels, w) / delta)',
    mistake: 'a weight that was masked gets the level nearest to 0'
  },
  {
    name: 'one-level-too-many',
    file: 'compress/quantise/Codebook.ts',
    text: '2 ** bits - (alive.length < t.values.length ? 1 : 0)',
    replacement: '2 ** bits',
    mistake: 'a codebook with 0 has a level more than its bits can tell apart'
  },
  {
    name: 'table-without-step',
    file: 'storage/net/NetFileTensors.ts',
    text: '(levels[k - 1] ?? 0) + r.natural() + 1)',
    replacement: '(levels[k - 1] ?? 0) + r.natural())',
    mistake: 'levels of a table are read without the step to the next'
  }
]
