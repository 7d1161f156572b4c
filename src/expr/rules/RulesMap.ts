/**
 * Simplification of elementwise functions of one argument.
 *
 * @since 0.1.0
 */
import { constant, constants, type Expr, isSubset, type MapNode, type MapOp } from '../Expr.ts'
import { isNonNegative, isPositive } from '../intervals/Interval.ts'
import { everywhere, type Known, rule, type Rule } from './Rules.ts'
import { scalarMap } from '../numbers/Scalar.ts'
import { isConstant, uniform } from './Smart.ts'
import { abs, add, div, exp, log, log1p, mul, neg, softplus, square, sub } from '../Words.ts'

type MapRule = Rule<MapNode>

/** The argument of an operation's argument: x of op(inner(x)). */
const inside =
  (inner: MapOp, then: (x: Expr, known: Known) => Expr | undefined): MapRule['apply'] =>
  (e, known) =>
    e.x._tag === 'Map' && e.x.op === inner ? then(e.x.x, known) : undefined

const isExp = (e: Expr): boolean => e._tag === 'Map' && e.op === 'exp'

const everyOp: ReadonlyArray<MapRule> = [
  rule('f(c) = its value', (e) => {
    const v = uniform(e.x)
    return v === undefined ? undefined : everywhere(e.axes, scalarMap[e.op](v))
  }),
  rule('f(constants) = their values', ({ op, x }) =>
    x._tag === 'Constants' ? constants(x.axes, x.sizes, x.values.map(scalarMap[op])) : undefined
  )
]

const byOp: { readonly [O in MapOp]?: ReadonlyArray<MapRule> } = {
  neg: [
    rule(
      '−(−x) = x',
      inside('neg', (x) => x)
    ),
    rule('−(x − y) = y − x', (e) =>
      e.x._tag === 'Zip' && e.x.op === 'sub' ? sub(e.x.x)(e.x.y) : undefined
    ),
    rule('−(c·x) = (−c)·x', (e) =>
      e.x._tag === 'Zip' && e.x.op === 'mul' && e.x.x._tag === 'Constant'
        ? mul(e.x.y)(constant(-e.x.x.value))
        : undefined
    ),
    rule('−(x·y) = (−x)·y where x has fewer axes', ({ x }) => {
      if (x._tag !== 'Zip' || x.op !== 'mul') return undefined
      const [small, large] = x.y.axes.length < x.x.axes.length ? [x.y, x.x] : [x.x, x.y]
      return isSubset(large.axes, small.axes) ? undefined : mul(large)(neg(small))
    })
  ],
  abs: [
    rule('|x| = x for x ≥ 0', (e, known) => (isNonNegative(known.bounds(e.x)) ? e.x : undefined)),
    rule('|−x| = |x|', inside('neg', abs))
  ],
  relu: [
    rule('relu(x) = x for x ≥ 0', (e, known) =>
      isNonNegative(known.bounds(e.x)) ? e.x : undefined
    )
  ],
  exp: [
    rule(
      'exp(log x) = x for x ≥ 0',
      inside('log', (x, known) => (isNonNegative(known.bounds(x)) ? x : undefined))
    )
  ],
  log: [
    rule(
      'log(exp x) = x',
      inside('exp', (x) => x)
    ),
    rule(
      'log(√x) = ½·log x',
      inside('sqrt', (x) => mul(log(x))(constant(0.5)))
    ),
    rule(
      'log(x²) = 2·log |x|',
      inside('square', (x) => mul(log(abs(x)))(constant(2)))
    ),
    rule(
      'log(1/x) = −log x for x > 0',
      inside('reciprocal', (x, known) => (isPositive(known.bounds(x)) ? neg(log(x)) : undefined))
    ),
    rule(
      'log(sigmoid x) = −softplus(−x)',
      inside('sigmoid', (x) => neg(softplus(neg(x))))
    ),
    rule('log(x·y) = log x + log y for x > 0, y > 0, one of them exp', ({ x }, known) =>
      x._tag === 'Zip' &&
      x.op === 'mul' &&
      (isExp(x.x) || isExp(x.y)) &&
      isPositive(known.bounds(x.x)) &&
      isPositive(known.bounds(x.y))
        ? add(log(x.y))(log(x.x))
        : undefined
    ),
    rule('log(x + 1) = log1p x', ({ x }) =>
      x._tag === 'Zip' && x.op === 'add' && isConstant(1)(x.y) ? log1p(x.x) : undefined
    )
  ],
  log1p: [rule('log1p(exp x) = softplus x', inside('exp', softplus))],
  square: [
    rule(
      '(−x)² = x²',
      inside('neg', (x) => square(x))
    ),
    rule(
      '|x|² = x²',
      inside('abs', (x) => square(x))
    ),
    rule(
      'exp(x)² = exp(2·x)',
      inside('exp', (x) => exp(mul(x)(constant(2))))
    ),
    rule(
      '(√x)² = x for x ≥ 0',
      inside('sqrt', (x, known) => (isNonNegative(known.bounds(x)) ? x : undefined))
    )
  ],
  sqrt: [rule('√(x²) = |x|', inside('square', abs))],
  reciprocal: [
    rule(
      '1/(1/x) = x',
      inside('reciprocal', (x) => x)
    ),
    rule('1/(x/y) = y/x', (e) =>
      e.x._tag === 'Zip' && e.x.op === 'div' ? div(e.x.x)(e.x.y) : undefined
    )
  ],
  stopGradient: [
    rule('stop(stop x) = stop x', (e) =>
      e.x._tag === 'Map' && e.x.op === 'stopGradient' ? e.x : undefined
    )
  ]
}

export const mapRules = (op: MapOp): ReadonlyArray<MapRule> => [...everyOp, ...(byOp[op] ?? [])]
