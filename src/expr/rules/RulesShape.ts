/**
 * Simplification of choices, reductions, contractions and what moves axes.
 *
 * A factor that does not have the axes summed over leaves the sum; it leaves a contraction only
 * where the result has fewer axes than what it scaled, so that the product gets cheaper.
 *
 * @since 0.1.0
 */
import {
  type Axes,
  constant,
  type Contract,
  contract,
  type Expr,
  type Fold,
  type Gather,
  isSubset,
  meet,
  type Merge,
  reduce,
  type Reduce,
  rename,
  type Rename,
  type Split,
  type Unfold,
  type Where
} from '../Expr.ts'
import { everywhere, rule, type Rule } from './Rules.ts'
import { scalarReduce } from '../numbers/Reference.ts'
import { contracted, isSpread, spread, summed, times, uniform } from './Smart.ts'
import { div, mul, neg } from '../Words.ts'

const sameList = (a: Axes, b: Axes): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i])

export const whereRules: ReadonlyArray<Rule<Where>> = [
  rule('where(c, x, y) of a known c is x or y', (e) => {
    const c = uniform(e.condition)
    return c === undefined ? undefined : spread(e.axes)(c !== 0 ? e.x : e.y)
  }),
  rule('where(c, x, x) = x', (e) => (e.x === e.y ? spread(e.axes)(e.x) : undefined))
]

interface Factored {
  readonly factor: Expr
  readonly rest: Expr
}
/**
 * A factor without the axes `over`, if e is such a product, quotient or negation; a constant one
 * before others.
 */
const factorOutside =
  (over: Axes) =>
  (e: Expr): Factored | undefined => {
    const free = (f: Expr): boolean => meet(over, f.axes).length === 0
    if (isSpread(e)) return undefined
    if (e._tag === 'Map' && e.op === 'neg') return { factor: constant(-1), rest: e.x }
    if (e._tag === 'Zip' && e.op === 'mul')
      return free(e.x)
        ? { factor: e.x, rest: e.y }
        : free(e.y)
          ? { factor: e.y, rest: e.x }
          : undefined
    return undefined
  }

const timesFactor = (f: Expr, x: Expr): Expr =>
  f._tag === 'Constant' && f.value === -1 ? neg(x) : mul(x)(f)

export const reduceRules: ReadonlyArray<Rule<Reduce>> = [
  rule('Σ c = c·n', (e) => {
    const v = uniform(e.x)
    return v === undefined || e.op !== 'sum'
      ? undefined
      : spread(e.axes)(summed(e.over)(constant(v)))
  }),
  rule('a reduction of constants = its value', ({ op, over, x }) =>
    x._tag === 'Constants' && over.length === x.axes.length
      ? constant(scalarReduce[op](Float64Array.from(x.values)))
      : undefined
  ),
  rule('Σ Σ x = Σ x, and so for max and min', ({ op, over, x }) =>
    x._tag === 'Reduce' && x.op === op && op !== 'logSumExp'
      ? reduce(op, [...x.over, ...over])(x.x)
      : undefined
  ),
  rule('Σ f·x = f·Σ x', (e) => {
    const found = e.op === 'sum' ? factorOutside(e.over)(e.x) : undefined
    return found === undefined ? undefined : timesFactor(found.factor, summed(e.over)(found.rest))
  }),
  rule('Σ x/f = (Σ x)/f', ({ op, over, x }) =>
    op === 'sum' && x._tag === 'Zip' && x.op === 'div' && meet(over, x.y.axes).length === 0
      ? div(x.y)(summed(over)(x.x))
      : undefined
  ),
  rule('Σ (x·y contracted) = contracted further', ({ op, over, x }) =>
    op === 'sum' && x._tag === 'Contract' ? contract([...x.over, ...over])(x.x, x.y) : undefined
  )
]

/** A factor that is cheaper on the result than on its operand. */
const leaving = (x: Expr, y: Expr, e: Contract): Expr | undefined => {
  const found = factorOutside(e.over)(x)
  return found !== undefined && isSubset(y.axes, x.axes)
    ? timesFactor(found.factor, contract(e.over)(found.rest, y))
    : undefined
}

export const contractRules: ReadonlyArray<Rule<Contract>> = [
  rule('contraction with a constant = a sum', (e) => {
    const x = uniform(e.x),
      y = uniform(e.y)
    return x !== undefined
      ? spread(e.axes)(times(constant(x), summed(e.over)(e.y)))
      : y !== undefined
        ? spread(e.axes)(times(constant(y), summed(e.over)(e.x)))
        : undefined
  }),
  rule('an axis of one operand is summed there', (e) =>
    isSubset(e.over, meet(e.x.axes, e.y.axes)) && e.over.length > 0
      ? undefined
      : contracted(e.over)(e.x, e.y)
  ),
  rule(
    'Σ (f·x)·y = f·Σ x·y where the result is smaller',
    (e) => leaving(e.x, e.y, e) ?? leaving(e.y, e.x, e)
  ),
  rule('Σ (−x)·(−y) = Σ x·y', (e) =>
    e.x._tag === 'Map' && e.x.op === 'neg' && e.y._tag === 'Map' && e.y.op === 'neg'
      ? contract(e.over)(e.x.x, e.y.x)
      : undefined
  )
]

export const renameRules: ReadonlyArray<Rule<Rename>> = [
  rule('a constant renamed', (e) => {
    const v = uniform(e.x)
    return v === undefined ? undefined : everywhere(e.axes, v)
  }),
  rule('a → b → c = a → c', (e) =>
    e.x._tag === 'Rename' && e.x.to === e.from ? rename(e.x.from, e.to)(e.x.x) : undefined
  )
]

export const mergeRules: ReadonlyArray<Rule<Merge>> = [
  rule('a constant merged', (e) => {
    const v = uniform(e.x)
    return v === undefined ? undefined : everywhere(e.axes, v)
  }),
  rule('a split merged again', (e) =>
    e.x._tag === 'Split' && sameList(e.x.to, e.from) ? rename(e.x.from, e.to)(e.x.x) : undefined
  )
]

export const splitRules: ReadonlyArray<Rule<Split>> = [
  rule('a merge split again', (e) =>
    e.x._tag === 'Merge' && e.x.to === e.from && sameList(e.x.from, e.to) ? e.x.x : undefined
  )
]

export const unfoldRules: ReadonlyArray<Rule<Unfold>> = [
  rule('windows of a constant', (e) => {
    const v = uniform(e.x)
    return v === 0 || (v !== undefined && e.windows.padding === 0)
      ? everywhere(e.axes, v)
      : undefined
  })
]

export const foldRules: ReadonlyArray<Rule<Fold>> = [
  rule('windows of zeros added up', (e) => (uniform(e.x) === 0 ? everywhere(e.axes, 0) : undefined))
]

export const gatherRules: ReadonlyArray<Rule<Gather>> = []
