/**
 * Simplification of elementwise functions of two arguments.
 *
 * Normal form: a constant comes first in a product and last in a sum, and moves outward as long as
 * the operands it passes do not broadcast, so that constants meet; in a product that broadcasts it
 * stays with the operand of fewer axes. 0·x is 0, whatever x.
 *
 * @since 0.1.0
 */
import {
  constant,
  constants,
  type Constant,
  type Constants,
  type Expr,
  isSubset,
  type MapNode,
  type MapOp,
  type ZipNode,
  type ZipOp
} from '../Expr.ts'
import { isNonzero, isPositive } from '../intervals/Interval.ts'
import { everywhere, rule, type Rule } from './Rules.ts'
import { scalarZip } from '../numbers/Scalar.ts'
import { isConstant, isSpread, uniform } from './Smart.ts'
import {
  abs,
  add,
  div,
  expm1,
  log,
  logProduct,
  logRatio,
  mul,
  neg,
  reciprocal,
  softplus,
  sqrt,
  square,
  sub
} from '../Words.ts'

type ZipRule = Rule<ZipNode>

// ---------------------------------------------------------------------------
// patterns
// ---------------------------------------------------------------------------

const isMap =
  (op: MapOp) =>
  (e: Expr): e is MapNode =>
    e._tag === 'Map' && e.op === op
const isZip =
  (op: ZipOp) =>
  (e: Expr): e is ZipNode =>
    e._tag === 'Zip' && e.op === op
const isNumber = (e: Expr): e is Constant => e._tag === 'Constant'
const isNeg = isMap('neg'),
  isReciprocal = isMap('reciprocal'),
  isExp = isMap('exp')

interface Scaled {
  readonly factor: Constant
  readonly rest: Expr
}
/** c·x. */
const scaled = (e: Expr): Scaled | undefined =>
  isZip('mul')(e) && isNumber(e.x) ? { factor: e.x, rest: e.y } : undefined
/** x + c. */
const shifted = (e: Expr): { readonly rest: Expr; readonly shift: Constant } | undefined =>
  isZip('add')(e) && isNumber(e.y) ? { rest: e.x, shift: e.y } : undefined

/** The other operand, if it has all the axes of the node. */
const alone = (kept: Expr, e: ZipNode): Expr | undefined =>
  isSubset(e.axes, kept.axes) ? kept : undefined
/** A rule of x op y that holds for y op x too. */
const eitherWay = (name: string, of: (x: Expr, y: Expr, e: ZipNode) => Expr | undefined): ZipRule =>
  rule(name, (e) => of(e.x, e.y, e) ?? of(e.y, e.x, e))
const whole = (name: string, of: (x: Expr, y: Expr, e: ZipNode) => Expr | undefined): ZipRule =>
  rule(name, (e) => of(e.x, e.y, e))

const table = (op: ZipOp, x: Expr, y: Expr): Expr | undefined => {
  const of = (like: Constants, f: (v: number, i: number) => number): Expr =>
    constants(like.axes, like.sizes, like.values.map(f))
  if (x._tag === 'Constants' && y._tag === 'Constant')
    return of(x, (v) => scalarZip[op](v, y.value))
  if (x._tag === 'Constant' && y._tag === 'Constants')
    return of(y, (v) => scalarZip[op](x.value, v))
  return x._tag === 'Constants' &&
    y._tag === 'Constants' &&
    x.axes.join(' ') === y.axes.join(' ') &&
    x.sizes.join(' ') === y.sizes.join(' ')
    ? of(x, (v, i) => scalarZip[op](v, y.values[i] ?? NaN))
    : undefined
}

// ---------------------------------------------------------------------------
// rules
// ---------------------------------------------------------------------------

const everyOp: ReadonlyArray<ZipRule> = [
  rule('f(c, d) = its value', (e) => {
    const x = uniform(e.x),
      y = uniform(e.y)
    return x === undefined || y === undefined
      ? undefined
      : everywhere(e.axes, scalarZip[e.op](x, y))
  }),
  rule('f(constants) = their values', (e) => table(e.op, e.x, e.y))
]

const sums: ReadonlyArray<ZipRule> = [
  eitherWay('x + 0 = x', (x, y, e) => (uniform(y) === 0 ? alone(x, e) : undefined)),
  whole('c + x = x + c', (x, y) => (isNumber(x) && !isNumber(y) ? add(x)(y) : undefined)),
  whole('(x + c) + d = x + (c + d)', (x, y) => {
    const s = shifted(x)
    return s !== undefined && isNumber(y)
      ? add(constant(s.shift.value + y.value))(s.rest)
      : undefined
  }),
  eitherWay('(x + c) + y = (x + y) + c', (x, y) => {
    const s = shifted(x)
    return s !== undefined && !isNumber(y) && isSubset(y.axes, x.axes)
      ? add(s.shift)(add(y)(s.rest))
      : undefined
  }),
  eitherWay('x + (−y) = x − y', (x, y) => (isNeg(y) ? sub(y.x)(x) : undefined)),
  whole('exp(x) − 1 = expm1 x', (x, y) =>
    isMap('exp')(x) && isConstant(-1)(y) ? expm1(x.x) : undefined
  ),
  whole('x + x = 2·x', (x, y) => (x === y ? mul(x)(constant(2)) : undefined))
]

const differences: ReadonlyArray<ZipRule> = [
  whole('x − x = 0', (x, y, e) => (x === y ? everywhere(e.axes, 0) : undefined)),
  whole('x − 0 = x', (x, y, e) => (uniform(y) === 0 ? alone(x, e) : undefined)),
  whole('0 − x = −x', (x, y, e) =>
    uniform(x) === 0 && isSubset(e.axes, y.axes) ? neg(y) : undefined
  ),
  whole('x − c = x + (−c)', (x, y) => (isNumber(y) ? add(constant(-y.value))(x) : undefined)),
  whole('x − (−y) = x + y', (x, y) => (isNeg(y) ? add(y.x)(x) : undefined)),
  whole('(−x) − y = −(x + y)', (x, y) =>
    isNeg(x) && isSubset(y.axes, x.axes) ? neg(add(y)(x.x)) : undefined
  ),
  whole('(x + c) − y = (x − y) + c', (x, y) => {
    const s = shifted(x)
    return s !== undefined && isSubset(y.axes, x.axes) ? add(s.shift)(sub(y)(s.rest)) : undefined
  }),
  whole('x − (y + c) = (x − y) + (−c)', (x, y) => {
    const s = shifted(y)
    return s !== undefined && !isNumber(x) && isSubset(x.axes, y.axes)
      ? add(constant(-s.shift.value))(sub(s.rest)(x))
      : undefined
  }),
  whole('c − (x + d) = (c − d) − x', (x, y) => {
    const s = shifted(y)
    return s !== undefined && isNumber(x)
      ? sub(s.rest)(constant(x.value - s.shift.value))
      : undefined
  })
]

const products: ReadonlyArray<ZipRule> = [
  rule('0·x = 0', (e) =>
    uniform(e.x) === 0 || uniform(e.y) === 0 ? everywhere(e.axes, 0) : undefined
  ),
  eitherWay('1·x = x', (x, y, e) => (uniform(x) === 1 ? alone(y, e) : undefined)),
  eitherWay('(−1)·x = −x', (x, y) => (isConstant(-1)(x) ? neg(y) : undefined)),
  whole('x·c = c·x', (x, y) => (isNumber(y) && !isNumber(x) ? mul(x)(y) : undefined)),
  eitherWay('(−x)·y = −(x·y) where it does not broadcast', (x, y) =>
    !isNeg(x)
      ? undefined
      : isNumber(y)
        ? mul(x.x)(constant(-y.value))
        : isSubset(y.axes, x.axes)
          ? neg(mul(y)(x.x))
          : undefined
  ),
  whole('c·(d·x) = (c·d)·x', (x, y) => {
    const s = scaled(y)
    return isNumber(x) && s !== undefined
      ? mul(s.rest)(constant(x.value * s.factor.value))
      : undefined
  }),
  eitherWay('(c·x)·y = c·(x·y) where it does not broadcast', (x, y) => {
    const s = scaled(x)
    return s !== undefined && !isNumber(y) && isSubset(y.axes, x.axes)
      ? mul(mul(y)(s.rest))(s.factor)
      : undefined
  }),
  whole('c·(x·y) = (c·x)·y where x has fewer axes', (x, y) => {
    if (!isNumber(x) || !isZip('mul')(y) || isNumber(y.x)) return undefined
    const [small, large] = y.y.axes.length < y.x.axes.length ? [y.y, y.x] : [y.x, y.y]
    return isSubset(large.axes, small.axes) ? undefined : mul(large)(mul(small)(x))
  }),
  eitherWay('x·(1/y) = x/y', (x, y) =>
    isReciprocal(y) ? (isNumber(x) && x.value === 1 ? undefined : div(y.x)(x)) : undefined
  ),
  whole('x·x = x²', (x, y) => (x === y ? square(x) : undefined))
]

const quotients: ReadonlyArray<ZipRule> = [
  rule('0/x = 0', (e) => (uniform(e.x) === 0 ? everywhere(e.axes, 0) : undefined)),
  whole('x/c = (1/c)·x', (x, y) =>
    isNumber(y) && Number.isFinite(1 / y.value) && !isNumber(x)
      ? mul(x)(constant(1 / y.value))
      : undefined
  ),
  whole('1/x as a reciprocal', (x, y) => (isConstant(1)(x) ? reciprocal(y) : undefined)),
  rule('x/x = 1 for x ≠ 0', (e, known) =>
    e.x === e.y && isNonzero(known.bounds(e.x)) ? everywhere(e.axes, 1) : undefined
  ),
  whole('(−x)/y = −(x/y)', (x, y) =>
    isNeg(x) && isSubset(y.axes, x.axes) ? neg(div(y)(x.x)) : undefined
  ),
  whole('x/(−y) = −(x/y)', (x, y) =>
    isNeg(y) && isSubset(x.axes, y.axes) ? neg(div(y.x)(x)) : undefined
  ),
  whole('x/(1/y) = x·y', (x, y) => (isReciprocal(y) ? mul(y.x)(x) : undefined)),
  whole('(c·x)/y = c·(x/y) where it does not broadcast', (x, y) => {
    const s = scaled(x)
    return s !== undefined && isSubset(y.axes, x.axes) ? mul(div(y)(s.rest))(s.factor) : undefined
  }),
  whole('x/(c·y) = (1/c)·(x/y) where it does not broadcast', (x, y) => {
    const s = scaled(y)
    return s === undefined || !Number.isFinite(1 / s.factor.value)
      ? undefined
      : isNumber(x)
        ? div(s.rest)(constant(x.value / s.factor.value))
        : isSubset(x.axes, y.axes)
          ? mul(div(s.rest)(x))(constant(1 / s.factor.value))
          : undefined
  })
]

const powers: ReadonlyArray<ZipRule> = [
  whole('x⁰ = 1', (_, y, e) => (isConstant(0)(y) ? everywhere(e.axes, 1) : undefined)),
  whole('x¹ = x', (x, y) => (isConstant(1)(y) ? x : undefined)),
  whole('x^2 = x²', (x, y) => (isConstant(2)(y) ? square(x) : undefined)),
  whole('x^½ = √x', (x, y) => (isConstant(0.5)(y) ? sqrt(x) : undefined)),
  whole('x^−1 = 1/x', (x, y) => (isConstant(-1)(y) ? reciprocal(x) : undefined))
]

const logProducts: ReadonlyArray<ZipRule> = [
  eitherWay('log(exp(x)·y) = x + log y', (x, y) => (isExp(x) ? add(log(y))(x.x) : undefined)),
  eitherWay('log(x²·y) = log |x| + log(|x|·y)', (x, y) =>
    isMap('square')(x) ? add(logProduct(y)(abs(x.x)))(log(abs(x.x))) : undefined
  ),
  eitherWay('log(1·x) = log x', (x, y) => (isConstant(1)(x) ? log(y) : undefined))
]

const logRatios: ReadonlyArray<ZipRule> = [
  whole('log(exp(x)/y) = x − log y', (x, y) => (isExp(x) ? sub(log(y))(x.x) : undefined)),
  whole('log(x/exp y) = log x − y', (x, y) => (isExp(y) ? sub(y.x)(log(x)) : undefined)),
  whole('log(x²/y) = log |x| + log(|x|/y)', (x, y) =>
    isMap('square')(x) ? add(logRatio(y)(abs(x.x)))(log(abs(x.x))) : undefined
  ),
  whole('log(x/1) = log x', (x, y) => (isConstant(1)(y) ? log(x) : undefined))
]

const cauchy: ReadonlyArray<ZipRule> = [
  rule('log(y/(exp(x)² + y²)) = −log y − softplus(2·(x − log y)) for y > 0', ({ x, y }, known) => {
    if (!isExp(x) || !isPositive(known.bounds(y))) return undefined
    const scale = log(y)
    return sub(softplus(mul(sub(scale)(x.x))(constant(2))))(neg(scale))
  })
]

const same: ReadonlyArray<ZipRule> = [
  whole('max(x, x) = min(x, x) = x', (x, y) => (x === y ? x : undefined))
]

const byOp: { readonly [O in ZipOp]?: ReadonlyArray<ZipRule> } = {
  add: sums,
  sub: differences,
  mul: products,
  div: quotients,
  pow: powers,
  max: same,
  min: same,
  logProduct: logProducts,
  logRatio: logRatios,
  logCauchy: cauchy
}

const all = new Map<ZipOp, ReadonlyArray<ZipRule>>()

/** By operation. */
export const allZipRules = (op: ZipOp): ReadonlyArray<ZipRule> => {
  const known = all.get(op) ?? [...everyOp, ...(byOp[op] ?? [])]
  all.set(op, known)
  return known
}

/**
 * None for the nodes that `spread` makes: they are the normal form of a value that is constant
 * along an axis.
 */
export const zipRules = (e: ZipNode): ReadonlyArray<ZipRule> =>
  isSpread(e) ? [] : allZipRules(e.op)
