/** Mistakes that no test saw once. */
import type { Mutant } from './Mutant.ts'

export const unseen: ReadonlyArray<Mutant> = [
  {
    name: 'jacobian-dropped',
    file: 'compile/passes/DeriveLogJoint.ts',
    text: 'elementwiseDensity(family(dist))(ref(name, axes)), add(map.logJacobian(u)))',
    replacement: 'elementwiseDensity(family(dist))(ref(name, axes)), add(0))',
    mistake: 'the log joint without ln |dx/du|'
  },
  {
    name: 'streams-by-eight-letters',
    file: 'runtime/Noise.ts',
    text: 'for (let i = -4; i < name.length; i++)',
    replacement: 'for (let i = -4; i < Math.min(8, name.length); i++)',
    mistake: 'names of one length that are equal in their first eight letters share a stream'
  },
  {
    name: 'carry-over-one-byte',
    file: 'compress/code/RangeCoder.ts',
    text: 'while (bytes[at] === 255) bytes[at--] = 0',
    replacement: 'if (bytes[at] === 255) bytes[at--] = 0',
    mistake: 'a carry goes over one byte of 255 only'
  },
  {
    name: 'power-slope-of-base-by-quotient',
    file: 'expr/calculus/Derivatives.ts',
    text: "const slope = times(y, zip('pow')(x, minus(y, one)))",
    replacement: "const slope = times(y, over(zip('pow')(x, y), x))",
    mistake: 'the slope of x³ at 0 is 0/0'
  },
  {
    name: 'power-slope-of-exponent-by-logarithm',
    file: 'expr/calculus/Derivatives.ts',
    text: "where(zip('less')(zero, x), times(z, log(x)), zero)",
    replacement: 'times(z, log(x))',
    mistake: 'the slope of xʸ by y at x = 0 is 0·−∞'
  },
  {
    name: 'bound-of-the-deviation',
    file: 'guides/NormalCoordinate.ts',
    text: 'upper: Math.log(maxVariance)',
    replacement: 'upper: 0.5 * Math.log(maxVariance)',
    mistake: 'boundVariance halved in the logarithm: it bounds the deviation'
  },
  {
    name: 'start-times-scales',
    file: 'compile/passes/DeriveGuide.ts',
    text: 'return Math.sqrt(2 / n) / scale',
    replacement: 'return Math.sqrt(2 / n) * scale',
    mistake: 'the start √(2/n) times instead of divided by the scales in front'
  },
  {
    name: 'moment-of-the-root',
    file: 'guides/LogNormalGuide.ts',
    text: 'mul(k), add(pipe(variance, mul((k * k) / 2)))',
    replacement: 'mul(k), add(pipe(variance, mul(k / 2)))',
    mistake: '√(E s) for E √s: (E x)ᵏ for E xᵏ'
  },
  {
    name: 'gather-interned-without-axis',
    file: 'lower/Intern.ts',
    text: 'return `gather ${e.axis} ${operands}`',
    replacement: 'return `gather ${operands}`',
    mistake: 'two gathers of one tensor along different axes become one'
  },
  {
    name: 'gather-shared-without-axis',
    file: 'expr/Hashcons.ts',
    text: "    case 'Gather':\n      return e.axis\n",
    replacement: "    case 'Gather':\n      return ''\n",
    mistake: 'two gathers of one tensor along different axes become one expression'
  },
  {
    name: 'latents-on-a-plate-unscaled',
    file: 'compile/passes/PlanKl.ts',
    text: 'nats: scaled(s.axes)(sumSpread(s.axes)(each)),',
    replacement: 'nats: sumSpread(s.axes)(each),',
    mistake: 'equation (1) without N/B for latents on a plate'
  }
]
