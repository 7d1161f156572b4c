import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  constant,
  constants,
  contract,
  type Expr,
  foldWindows,
  gather,
  iota,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  where,
  zip
} from '../../src/expr/Expr.ts'
import { print } from '../../src/expr/print/Print.ts'
import { printLatex } from '../../src/expr/print/PrintLatex.ts'
import {
  add,
  div,
  exp,
  jeffreysKl,
  less,
  log,
  logSumExp,
  max,
  mul,
  neg,
  polygamma,
  pow,
  reciprocal,
  sqrt,
  square,
  sub,
  sumAll
} from '../../src/expr/Words.ts'

const s = ref('s', []),
  t = ref('t', []),
  x = ref('x', ['images', 'pixels']),
  w = ref('fc1/w', ['pixels', 'h'])
const dense = contract(['pixels'])(x, w)
const windows = { along: 'pixels', at: 'i', offset: 'j', size: 3, stride: 2, padding: 1 }

const golden: ReadonlyArray<readonly [Expr, string, string]> = [
  [dense, 'Σ_pixels x·fc1/w', '\\sum_{\\mathrm{pixels}} \\mathrm{x} \\, \\mathrm{fc1/w}'],
  [
    pipe(s, sub(pipe(t, sub(s)))),
    's − (t − s)',
    '\\mathrm{s} - \\left(\\mathrm{t} - \\mathrm{s}\\right)'
  ],
  [pipe(s, add(neg(t))), 's − t', '\\mathrm{s} - \\mathrm{t}'],
  [pipe(s, add(-2)), 's − 2', '\\mathrm{s} - 2'],
  [pipe(constant(-2), mul(s)), '−2·s', '-2 \\, \\mathrm{s}'],
  [pipe(s, mul(-2)), 's·(−2)', '\\mathrm{s} \\, \\left(-2\\right)'],
  [
    pipe(s, add(t), mul(s)),
    '(s + t)·s',
    '\\left(\\mathrm{s} + \\mathrm{t}\\right) \\, \\mathrm{s}'
  ],
  [neg(add(s)(t)), '−(t + s)', '-\\left(\\mathrm{t} + \\mathrm{s}\\right)'],
  [square(neg(s)), '(−s)²', '\\left(-\\mathrm{s}\\right)^{2}'],
  [sqrt(add(1)(square(s))), '√(s² + 1)', '\\sqrt{\\mathrm{s}^{2} + 1}'],
  [
    pipe(s, div(pipe(t, div(s)))),
    's/(t/s)',
    '\\frac{\\mathrm{s}}{\\frac{\\mathrm{t}}{\\mathrm{s}}}'
  ],
  [
    mul(s)(sumAll(dense)),
    '(Σ_{images, h} Σ_pixels x·fc1/w)·s',
    '\\left(\\sum_{\\mathrm{images}, \\mathrm{h}} \\sum_{\\mathrm{pixels}} \\mathrm{x} ' +
      '\\, \\mathrm{fc1/w}\\right) \\, \\mathrm{s}'
  ],
  [
    where(less(t)(s), log(s), t),
    '(log(s) if s < t else t)',
    '\\begin{cases} \\log\\left(\\mathrm{s}\\right) & \\text{if } \\mathrm{s} < ' +
      '\\mathrm{t} \\\\ \\mathrm{t} & \\text{else} \\end{cases}'
  ],
  [
    logSumExp(['h'])(w),
    'logsumexp_h(fc1/w)',
    '\\operatorname{logsumexp}_{\\mathrm{h}}\\left(\\mathrm{fc1/w}\\right)'
  ],
  [
    reduce('max', ['pixels', 'h'])(w),
    'max_{pixels, h}(fc1/w)',
    '\\max_{\\mathrm{pixels}, \\mathrm{h}}\\left(\\mathrm{fc1/w}\\right)'
  ],
  [pow(t)(max(s)(t)), 'max(t, s)^t', '\\max\\left(\\mathrm{t}, \\mathrm{s}\\right)^{\\mathrm{t}}'],
  [polygamma(2)(s), 'ψ⁽2⁾(s)', '\\psi^{(2)}\\left(\\mathrm{s}\\right)'],
  [jeffreysKl(s), 'KL_Jeffreys(s)', '\\mathrm{KL}_{\\mathrm{Jeffreys}}\\left(\\mathrm{s}\\right)'],
  [div(size('h'))(iota('h')), 'index(h)/size(h)', '\\frac{i_{\\mathrm{h}}}{N_{\\mathrm{h}}}'],
  [reciprocal(mul(s)(t)), '1/(t·s)', '\\frac{1}{\\mathrm{t} \\, \\mathrm{s}}'],
  [
    constants(['k'], [5], [0.1234567891, -1, 3, 4, 5]),
    '[0.123457, −1, 3, … 5 values]_k',
    '\\left[0.123457, -1, 3, \\ldots\\right]_{\\mathrm{k}}'
  ],
  [
    pipe(w, merge(['pixels', 'h'], 'n')),
    'fc1/w[(pixels, h) → n]',
    '\\mathrm{fc1/w}\\left[(\\mathrm{pixels}, \\mathrm{h}) \\to \\mathrm{n}\\right]'
  ],
  [
    pipe(w, split('pixels', ['row', 'col'])),
    'fc1/w[pixels → (row, col)]',
    '\\mathrm{fc1/w}\\left[\\mathrm{pixels} \\to (\\mathrm{row}, \\mathrm{col})\\right]'
  ],
  [
    pipe(w, rename('h', 'g')),
    'fc1/w[h → g]',
    '\\mathrm{fc1/w}\\left[\\mathrm{h} \\to \\mathrm{g}\\right]'
  ],
  [
    pipe(w, gather('h', ref('class_1', ['images']))),
    'fc1/w[h = class_1]',
    '\\mathrm{fc1/w}\\left[\\mathrm{h} = \\mathrm{class\\_1}\\right]'
  ],
  [
    unfoldWindows(windows)(x),
    'x[pixels = 2·i + j − 1]',
    '\\mathrm{x}\\left[\\mathrm{pixels} = 2 \\, \\mathrm{i} + \\mathrm{j} - 1\\right]'
  ],
  [
    pipe(
      x,
      unfoldWindows({ ...windows, stride: 1, padding: 0 }),
      foldWindows({ ...windows, along: 'p', stride: 1, padding: 0 }),
      mul(s)
    ),
    '(Σ_{p = i + j} x[pixels = i + j])·s',
    '\\left(\\sum_{\\mathrm{p} = \\mathrm{i} + \\mathrm{j}} ' +
      '\\mathrm{x}\\left[\\mathrm{pixels} = \\mathrm{i} + \\mathrm{j}\\right]\\right) \\, ' +
      '\\mathrm{s}'
  ],
  [mul(s)(constant(1e-9)), '1e-9·s', '1 \\cdot 10^{-9} \\, \\mathrm{s}'],
  [constant(-Infinity), '−∞', '-\\infty']
]

describe('text and LaTeX', () => {
  test.each(golden)('%#', (e, text, latex) => {
    expect(print(e)).toBe(text)
    expect(printLatex(e)).toBe(latex)
  })
})

describe('what is used more than once', () => {
  const kl = exp(mul(s)(t))
  test('gets a name, if it is larger than one', () => {
    expect(print(add(kl)(mul(kl)(s)))).toBe('let t1 = exp(t·s)\ns·t1 + t1')
    expect(print(add(exp(s))(exp(s)))).toBe('exp(s) + exp(s)')
    expect(printLatex(zip('add')(kl, kl))).toBe(
      '\\begin{aligned} t_{1} &= \\exp\\left(\\mathrm{t} \\, \\mathrm{s}\\right) \\\\ ' +
        '&\\phantom{=} t_{1} + t_{1} \\end{aligned}'
    )
  })
  test('so that the text is linear in the number of nodes', () => {
    const tower = (depth: number): Expr =>
      Array.from({ length: depth }).reduce<Expr>((e) => add(1)(mul(e)(e)), s)
    expect(print(tower(40)).split('\n')).toHaveLength(40)
    expect(print(tower(400)).length).toBeLessThan(20_000)
  })
})
