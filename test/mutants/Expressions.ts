/** Mistakes in expressions: slopes, bounds, what mixes an axis. */
import type { Mutant } from './Mutant.ts'

export const expressions: ReadonlyArray<Mutant> = [
  {
    name: 'tanh-slope',
    file: 'expr/calculus/Derivatives.ts',
    text: 'tanh: (_, y) => minus(one, square(y)),',
    replacement: 'tanh: (_, y) => minus(one, y),',
    mistake: 'the slope of tanh is 1 − y² and not 1 − y'
  },
  {
    name: 'slope-of-the-unscaled-integral',
    file: 'expr/calculus/Derivatives.ts',
    text: 'negate(over(scaledExpint2(x, y), x))',
    replacement: 'minus(y, over(exp(negate(x)), x))',
    mistake: 'the slope of eˣE₁(x) takes that of E₁, without eˣ'
  },
  {
    name: 'scaled-integral-cancels',
    file: 'expr/calculus/Derivatives.ts',
    text: 'where(\n    less(from)(x),\n    minus(one, times(x, y)),',
    replacement: 'where(\n    less(1e9)(x),\n    minus(one, times(x, y)),',
    mistake: '1 − x eˣE₁(x) where both are 1: a horseshoe whose tail has no slope in float32'
  },
  {
    name: 'ties-not-shared',
    file: 'expr/calculus/Derivatives.ts',
    text: 'return over(tied, shares(tied))',
    replacement: 'return tied',
    mistake: 'every tied element has the whole slope of a maximum'
  },
  {
    name: 'minimum-slope-of-the-larger',
    file: 'expr/calculus/Derivatives.ts',
    text: 'min: { x: (x, y) => wins(y, x), y: (x, y) => wins(x, y) }',
    replacement: 'min: { x: (x, y) => wins(x, y), y: (x, y) => wins(y, x) }',
    mistake: 'the larger operand has the slope of a minimum'
  },
  {
    name: 'quotient-slope-sign',
    file: 'expr/calculus/Derivatives.ts',
    text: 'div: { x: (_, y) => reciprocal(y), y: (_, y, z) => negate(over(z, y)) }',
    replacement: 'div: { x: (_, y) => reciprocal(y), y: (_, y, z) => over(z, y) }',
    mistake: 'the sign of the slope of x/y by y'
  },
  {
    name: 'even-bound-over-zero',
    file: 'expr/intervals/IntervalMap.ts',
    text: 'x.low <= 0 && x.high >= 0 ? 0 : Math.min(a, b)',
    replacement: 'Math.min(a, b)',
    mistake: 'the bounds of x² over −1 … 1 without 0'
  },
  {
    name: 'mixing-windows',
    file: 'expr/Mixing.ts',
    text: 'return [e.windows.along, e.windows.at, e.windows.offset]',
    replacement: 'return [e.windows.at, e.windows.offset]',
    mistake: 'windows are said not to mix the axis they run along'
  }
]
