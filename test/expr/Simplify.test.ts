import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import {
  constant,
  constants,
  contract,
  type Expr,
  foldWindows,
  iota,
  map,
  type MapOp,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  where,
  zip,
  type ZipOp
} from '../../src/expr/Expr.ts'
import { children, postorder, withChildren } from '../../src/expr/Fold.ts'
import { hashcons } from '../../src/expr/Hashcons.ts'
import { positive, real } from '../../src/expr/intervals/Interval.ts'
import { print } from '../../src/expr/print/Print.ts'
import { mapRules } from '../../src/expr/rules/RulesMap.ts'
import {
  contractRules,
  foldRules,
  mergeRules,
  reduceRules,
  renameRules,
  splitRules,
  unfoldRules,
  whereRules
} from '../../src/expr/rules/RulesShape.ts'
import { allZipRules } from '../../src/expr/rules/RulesZip.ts'
import { applyFirst, simplifier, simplify } from '../../src/expr/rules/Simplify.ts'
import { bounds } from '../../src/expr/intervals/Bounds.ts'
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import { spread } from '../../src/expr/rules/Smart.ts'
import {
  abs,
  add,
  div,
  exp,
  log,
  log1p,
  logCauchy,
  logProduct,
  logRatio,
  max,
  mul,
  neg,
  pow,
  reciprocal,
  relu,
  sigmoid,
  sqrt,
  square,
  stopGradient,
  sub,
  sumAll,
  sumOver
} from '../../src/expr/Words.ts'
import { arbitraryCase, type Bound } from '../support/ArbitraryExpr.ts'
import { valuesOver } from '../support/Evaluate.ts'

const s = ref('s', []),
  x = ref('x', ['a']),
  y = ref('y', ['b', 'a']),
  w = ref('w', ['b', 'c']),
  p = ref('p', ['a'])
const env = (name: string) => (name === 'p' ? positive : real)
const values: ReadonlyArray<Bound> = [
  { name: 's', axes: [], values: [0.7] },
  { name: 'x', axes: ['a'], values: [-0.4, 1.3] },
  { name: 'p', axes: ['a'], values: [0.6, 2.1] },
  { name: 'y', axes: ['b', 'a'], values: [0.1, -0.8, 2, 0.3, -1.1, 0.9] },
  { name: 'w', axes: ['b', 'c'], values: [0.5, -0.2, 1.7, 0.4, -0.6, 1.1] }
]
const k = constants(['b'], [3], [1, 2, 4])
const windows = { along: 'b', at: 'i', offset: 'j', size: 2, stride: 1, padding: 1 }

/** Structurally the same. */
const isSame = (a: Expr, b: Expr): boolean => {
  const { unique } = hashcons(),
    found = new Map<Expr, Expr>()
  for (const e of postorder([a, b]))
    found.set(
      e,
      unique(
        withChildren(
          e,
          children(e).map((c) => found.get(c) ?? c)
        )
      )
    )
  return found.get(a) === found.get(b)
}
const sorted = (e: Expr): ReadonlyArray<string> => [...e.axes].sort()

describe('laws, over generated expressions', () => {
  test('the same axes, the same value where there is one, nothing left to do, no two equal nodes', () => {
    fc.assert(
      fc.property(arbitraryCase({ smooth: false, depth: 4 }), ({ expr, bindings }) => {
        const simple = simplify(expr)
        expect(sorted(simple)).toEqual(sorted(expr))
        const run = valuesOver(bindings, expr.axes),
          after = run(simple)
        run(expr).forEach((v, i) => {
          if (!Number.isNaN(v))
            expect(
              v === after[i] || Math.abs(v - (after[i] ?? NaN)) <= 1e-9 * (1 + Math.abs(v)),
              `${v} became ${after[i]}`
            ).toBe(true)
        })
        expect(simplify(simple)).toSatisfy((e: Expr) => isSame(e, simple))
        const { unique } = hashcons()
        for (const e of postorder([simple])) expect(unique(e)).toBe(e)
      }),
      { numRuns: 600 }
    )
  })
})

/**
 * A node to which each rule applies: the rule's name, the node, and where it helps to see it, the
 * result.
 */
const witnesses: ReadonlyArray<readonly [string, Expr, string]> = [
  ['f(c) = its value', exp(constant(0)), '1'],
  ['f(constants) = their values', square(k), '[1, 4, 16]_b'],
  ['−(−x) = x', neg(neg(x)), 'x'],
  ['−(x − y) = y − x', neg(sub(y)(x)), 'y − x'],
  ['−(c·x) = (−c)·x', neg(mul(x)(constant(3))), '−3·x'],
  ['−(x·y) = (−x)·y where x has fewer axes', neg(mul(y)(s)), '−s·y'],
  ['|x| = x for x ≥ 0', abs(exp(x)), 'exp(x)'],
  ['|−x| = |x|', abs(neg(x)), '|x|'],
  ['relu(x) = x for x ≥ 0', relu(square(x)), 'x²'],
  ['exp(log x) = x for x ≥ 0', exp(log(p)), 'p'],
  ['log(exp x) = x', log(exp(x)), 'x'],
  ['log(√x) = ½·log x', log(sqrt(p)), '0.5·log(p)'],
  ['log(x²) = 2·log |x|', log(square(x)), '2·log(|x|)'],
  ['log(1/x) = −log x for x > 0', log(reciprocal(p)), '−log(p)'],
  ['log(sigmoid x) = −softplus(−x)', log(sigmoid(x)), '−softplus(−x)'],
  ['log(x·y) = log x + log y for x > 0, y > 0, one of them exp', log(mul(exp(x))(p)), 'log(p) + x'],
  ['log(x + 1) = log1p x', log(add(1)(p)), 'log1p(p)'],
  ['log1p(exp x) = softplus x', log1p(exp(x)), 'softplus(x)'],
  ['(−x)² = x²', square(neg(x)), 'x²'],
  ['|x|² = x²', square(abs(x)), 'x²'],
  ['exp(x)² = exp(2·x)', square(exp(x)), 'exp(2·x)'],
  ['(√x)² = x for x ≥ 0', square(sqrt(p)), 'p'],
  ['√(x²) = |x|', sqrt(square(x)), '|x|'],
  ['1/(1/x) = x', reciprocal(reciprocal(x)), 'x'],
  ['log(exp(x)·y) = x + log y', logProduct(p)(exp(x)), 'x + log(p)'],
  ['log(x²·y) = log |x| + log(|x|·y)', logProduct(constant(3))(square(p)), 'log(p) + log(p·3)'],
  ['log(1·x) = log x', logProduct(constant(1))(p), 'log(p)'],
  ['log(exp(x)/y) = x − log y', logRatio(p)(exp(x)), 'x − log(p)'],
  ['log(x/exp y) = log x − y', logRatio(exp(x))(p), 'log(p) − x'],
  ['log(x²/y) = log |x| + log(|x|/y)', logRatio(constant(3))(square(p)), 'log(p) + log(p/3)'],
  ['log(x/1) = log x', logRatio(constant(1))(p), 'log(p)'],
  [
    'log(y/(exp(x)² + y²)) = −log y − softplus(2·(x − log y)) for y > 0',
    logCauchy(constant(1))(exp(x)),
    '−softplus(2·x)'
  ],
  ['1/(x/y) = y/x', reciprocal(div(p)(x)), 'p/x'],
  ['stop(stop x) = stop x', stopGradient(stopGradient(x)), 'stop(x)'],
  ['f(c, d) = its value', add(3)(constant(2)), '5'],
  ['x + 0 = x', add(x)(constant(0)), 'x'],
  ['c + x = x + c', add(x)(constant(2)), 'x + 2'],
  ['(x + c) + d = x + (c + d)', add(3)(add(2)(x)), 'x + 5'],
  ['(x + c) + y = (x + y) + c', add(y)(add(2)(y)), '2·y + 2'],
  ['x + (−y) = x − y', add(neg(x))(y), 'y − x'],
  ['exp(x) − 1 = expm1 x', add(-1)(exp(x)), 'expm1(x)'],
  ['x + x = 2·x', add(x)(x), '2·x'],
  ['x − x = 0', sub(x)(x), '0·index(a)'],
  ['x − 0 = x', sub(0)(x), 'x'],
  ['0 − x = −x', sub(x)(constant(0)), '−x'],
  ['x − c = x + (−c)', sub(2)(x), 'x − 2'],
  ['x − (−y) = x + y', sub(neg(y))(x), 'x + y'],
  ['(−x) − y = −(x + y)', sub(x)(neg(y)), '−(y + x)'],
  ['(x + c) − y = (x − y) + c', sub(x)(add(2)(y)), 'y − x + 2'],
  ['x − (y + c) = (x − y) + (−c)', sub(add(2)(y))(x), 'x − y − 2'],
  ['c − (x + d) = (c − d) − x', sub(add(2)(x))(constant(5)), '3 − x'],
  ['0·x = 0', mul(x)(constant(0)), '0·index(a)'],
  ['1·x = x', mul(x)(constant(1)), 'x'],
  ['(−1)·x = −x', mul(x)(constant(-1)), '−x'],
  ['x·c = c·x', mul(2)(x), '2·x'],
  ['(−x)·y = −(x·y) where it does not broadcast', mul(x)(neg(y)), '−x·y'],
  ['c·(d·x) = (c·d)·x', mul(mul(x)(constant(3)))(constant(2)), '6·x'],
  ['(c·x)·y = c·(x·y) where it does not broadcast', mul(p)(mul(x)(constant(3))), '3·x·p'],
  ['c·(x·y) = (c·x)·y where x has fewer axes', mul(mul(y)(s))(constant(3)), '3·s·y'],
  ['x·(1/y) = x/y', mul(reciprocal(p))(x), 'x/p'],
  ['x·x = x²', mul(x)(x), 'x²'],
  ['0/x = 0', div(x)(constant(0)), '0·index(a)'],
  ['x/c = (1/c)·x', div(4)(x), '0.25·x'],
  ['1/x as a reciprocal', div(x)(constant(1)), '1/x'],
  ['x/x = 1 for x ≠ 0', div(p)(p), '1 + 0·index(a)'],
  ['(−x)/y = −(x/y)', div(p)(neg(x)), '−x/p'],
  ['x/(−y) = −(x/y)', div(neg(p))(x), '−x/p'],
  ['x/(1/y) = x·y', div(reciprocal(p))(x), 'x·p'],
  ['(c·x)/y = c·(x/y) where it does not broadcast', div(p)(mul(x)(constant(3))), '3·x/p'],
  ['x/(c·y) = (1/c)·(x/y) where it does not broadcast', div(mul(p)(constant(2)))(x), '0.5·x/p'],
  ['x⁰ = 1', pow(0)(x), '1 + 0·index(a)'],
  ['x¹ = x', pow(1)(x), 'x'],
  ['x^2 = x²', pow(2)(x), 'x²'],
  ['x^½ = √x', pow(0.5)(p), '√p'],
  ['x^−1 = 1/x', pow(-1)(x), '1/x'],
  ['max(x, x) = min(x, x) = x', max(x)(x), 'x'],
  ['where(c, x, y) of a known c is x or y', where(constant(1), x, y), 'x + 0·index(b)'],
  ['where(c, x, x) = x', where(s, x, x), 'x'],
  ['Σ c = c·n', sumOver(['a'])(spread(['a'])(constant(3))), '3·size(a)'],
  ['a reduction of constants = its value', reduce('max', ['b'])(k), '4'],
  ['Σ Σ x = Σ x, and so for max and min', sumOver(['a'])(sumOver(['b'])(y)), 'Σ_{b, a} y'],
  ['Σ f·x = f·Σ x', sumOver(['b'])(mul(y)(x)), 'x·(Σ_b y)'],
  ['Σ x/f = (Σ x)/f', sumOver(['b'])(div(p)(y)), '(Σ_b y)/p'],
  [
    'Σ (x·y contracted) = contracted further',
    sumOver(['a'])(contract(['b'])(y, w)),
    'Σ_b (Σ_a y)·w'
  ],
  ['contraction with a constant = a sum', contract(['b'])(y, constant(2)), '2·(Σ_b y)'],
  ['an axis of one operand is summed there', contract(['a', 'b'])(x, w), '(Σ_a x)·(Σ_b w)'],
  [
    'Σ (f·x)·y = f·Σ x·y where the result is smaller',
    contract(['b'])(mul(y)(x), k),
    'x·(Σ_b y·[1, 2, 4]_b)'
  ],
  ['Σ (−x)·(−y) = Σ x·y', contract(['b'])(neg(y), neg(w)), 'Σ_b y·w'],
  ['a constant renamed', rename('a', 'e')(spread(['a'])(constant(3))), '3 + 0·index(e)'],
  ['a → b → c = a → c', pipe(y, rename('b', 'd'), rename('d', 'f')), 'y[b → f]'],
  [
    'a constant merged',
    merge(['a', 'b'], 'ab')(spread(['a', 'b'])(constant(3))),
    '3 + 0·index(ab)'
  ],
  [
    'a split merged again',
    pipe(ref('m', ['ab']), split('ab', ['a', 'b']), merge(['a', 'b'], 'g')),
    'm[ab → g]'
  ],
  ['a merge split again', pipe(y, merge(['a', 'b'], 'ab'), split('ab', ['a', 'b'])), 'y'],
  [
    'windows of a constant',
    unfoldWindows({ ...windows, at: 'k', padding: 0 })(spread(['b'])(constant(3))),
    '3 + 0·index(k) + 0·index(j)'
  ],
  [
    'windows of a constant',
    unfoldWindows(windows)(spread(['b'])(constant(0))),
    '0·index(i) + 0·index(j)'
  ],
  ['windows of zeros added up', foldWindows(windows)(spread(['i', 'j'])(constant(0))), '0·index(b)']
]

describe('each rule', () => {
  const opsOf = <O extends string>(table: { readonly [K in O]: unknown }) => Object.keys(table)
  const isMapOp = (op: string): op is MapOp => op in scalarMap
  const isZipOp = (op: string): op is ZipOp => op in scalarZip
  test('has a witness here', () => {
    const all = [
      ...opsOf(scalarMap)
        .filter(isMapOp)
        .flatMap((op) => mapRules(op)),
      ...opsOf(scalarZip)
        .filter(isZipOp)
        .flatMap((op) => allZipRules(op)),
      ...whereRules,
      ...reduceRules,
      ...contractRules,
      ...renameRules,
      ...mergeRules,
      ...splitRules,
      ...unfoldRules,
      ...foldRules
    ]
    const shown = new Set(witnesses.map(([name]) => name))
    expect([...new Set(all.map((r) => r.name))].filter((name) => !shown.has(name))).toEqual([])
  })
  const first = applyFirst({ bounds: bounds(env) })
  test.each(witnesses)('%s', (name, e, text) => {
    const applied = first(e)
    expect(applied?.rule).toBe(name)
    expect(print(simplifier({ env })(e))).toBe(text)
    if (
      applied !== undefined &&
      !['m', 'e', 'f'].some((a) =>
        [...postorder([e])].some((n) => (n._tag === 'Ref' && n.name === a) || n.axes.includes(a))
      )
    ) {
      expect(sorted(applied.result)).toEqual(sorted(e))
      const run = valuesOver(values, e.axes)
      run(applied.result).forEach((v, i) => expect(v).toBeCloseTo(run(e)[i] ?? NaN, 10))
    }
  })
})

describe('what is not done', () => {
  const stays = (e: Expr) => expect(isSame(simplify(e), e)).toBe(true)
  test('what holds for other signs only', () => {
    for (const e of [exp(log(x)), square(sqrt(x)), abs(x), log(reciprocal(x)), div(x)(x)]) stays(e)
  })
  test('a factor does not leave a contraction whose result is larger', () =>
    stays(contract(['b'])(mul(y)(s), w)))
  test('size and iota are not numbers', () => {
    stays(size('a'))
    stays(iota('a'))
  })
})

describe('sharing', () => {
  test('equal parts become one node, across the roots of one simplifier', () => {
    const simple = simplifier(),
      kl = (): Expr => exp(mul(x)(p))
    const one = simple(add(kl())(sqrt(kl()))),
      other = simple(neg(kl()))
    expect(postorder([one, other]).filter((e) => e._tag === 'Map' && e.op === 'exp')).toHaveLength(
      1
    )
  })
  test('operands in either order are one product', () =>
    expect(
      postorder([simplify(sub(mul(p)(x))(exp(mul(x)(p))))]).filter(
        (e) => e._tag === 'Zip' && e.op === 'mul'
      )
    ).toHaveLength(1))
  test("the log of a guide's scale is its parameter again", () => {
    const scale = exp(mul(constant(0.5))(ref('rho', [])))
    expect(print(simplify(log(square(scale))))).toBe('rho')
  })
  test('a gradient of Gaussian log-likelihood comes out as one writes it', () => {
    const h = contract(['pixels'])(ref('x', ['images', 'pixels']), ref('w', ['pixels']))
    const loss = mul(0.5)(sumAll(square(sub(h)(ref('y', ['images'])))))
    expect(print(simplify(gradients(loss, [{ name: 'w' }]).get('w') ?? constant(NaN)))).toBe(
      'Σ_images (Σ_pixels x·w − y)·x'
    )
  })
  test("a tower of 50,000 nodes, without the machine's stack", () => {
    const tower = Array.from({ length: 25_000 }).reduce<Expr>((e) => map('tanh')(add(1)(e)), s)
    expect(postorder([simplify(tower)])).toHaveLength(50_002)
  })
})
test('zip of a choice keeps its axes', () =>
  expect(sorted(simplify(zip('add')(where(constant(0), y, x), s)))).toEqual(['a', 'b']))
