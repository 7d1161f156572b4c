/**
 * Monotone functions solved for their argument: f(x) ≥ y says x ≥ f⁻¹(y) where f rises, x ≤ f⁻¹(y)
 * where it falls. Beyond the values of f the inverse is −∞ or ∞: it asks nothing there, or what no x
 * can give.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  constant,
  div,
  exp,
  type Expr,
  expm1,
  type Interval,
  isNegative,
  isNonNegative,
  isPositive,
  log,
  log1p,
  type MapOp,
  max,
  min,
  mul,
  neg,
  pow,
  reciprocal,
  sqrt,
  square,
  sub,
  type ZipOp
} from '../../expr/index.ts'

// model

/** x from y = f(x). */
export interface Inverse {
  readonly rises: boolean
  readonly solve: (y: Expr) => Expr
}

/** Given where the argument lies; none where f is not known to be monotone there. */
type Row = (x: Interval) => Inverse | undefined

// one argument

const rising =
  (solve: (y: Expr) => Expr): Row =>
  () => ({ rises: true, solve })
const falling =
  (solve: (y: Expr) => Expr): Row =>
  () => ({ rises: false, solve })
const none: Row = () => undefined
const notBelow0 = max(0)

/** ln(y/(1 − y)), −∞ and ∞ at and beyond 0 and 1. */
const logit = (y: Expr): Expr => {
  const p = pipe(y, max(0), min(1))
  return pipe(log(p), sub(log1p(neg(p))))
}

/** ½ ln((1 + y)/(1 − y)) */
const artanh = (y: Expr): Expr => {
  const t = pipe(y, max(-1), min(1))
  return pipe(log1p(t), sub(log1p(neg(t))), mul(0.5))
}

/** ln(eʸ − 1) */
const softplusInverse = (y: Expr): Expr => {
  const above = notBelow0(y)
  return pipe(log(neg(expm1(neg(above)))), add(above))
}

export const inverseOf: { readonly [O in MapOp]: Row } = {
  neg: falling(neg),
  abs: (x) => (isNonNegative(x) ? { rises: true, solve: (y) => y } : undefined),
  sign: none,
  exp: rising((y) => log(notBelow0(y))),
  expm1: rising((y) => log1p(pipe(y, max(-1)))),
  log: rising(exp),
  log1p: rising(expm1),
  sqrt: rising((y) => square(notBelow0(y))),
  square: (x) => (isNonNegative(x) ? { rises: true, solve: (y) => sqrt(notBelow0(y)) } : undefined),
  reciprocal: (x) =>
    isPositive(x) ? { rises: false, solve: (y) => reciprocal(notBelow0(y)) } : undefined,
  floor: none,
  round: none,
  sin: none,
  cos: none,
  tanh: rising(artanh),
  sigmoid: rising(logit),
  softplus: rising(softplusInverse),
  relu: none,
  erf: none,
  logNdtr: none,
  ndtri: none,
  lgamma: none,
  digamma: none,
  trigamma: none,
  stirling: none,
  excess: none,
  dawson: none,
  expint1: none,
  scaledExpint1: none,
  jeffreysKl: none,
  stopGradient: rising((y) => y)
}

// two arguments, one of which is known

/** The known argument, where it lies, and where the other one does. */
export interface Known {
  readonly value: Expr
  readonly lies: Interval
  readonly x: Interval
}
type KnownRow = (k: Known) => Inverse | undefined

const unsolved: KnownRow = () => undefined
/** By a factor of one sign. */
const bySign = ({ lies }: Known, solve: (y: Expr) => Expr): Inverse | undefined =>
  isPositive(lies) ? { rises: true, solve } : isNegative(lies) ? { rises: false, solve } : undefined

/** `first` where x is the first argument and the second is known, `second` the other way round. */
export const inverseIn: {
  readonly [O in ZipOp]: { readonly first: KnownRow; readonly second: KnownRow }
} = {
  add: {
    first: ({ value }) => ({ rises: true, solve: sub(value) }),
    second: ({ value }) => ({ rises: true, solve: sub(value) })
  },
  sub: {
    first: ({ value }) => ({ rises: true, solve: add(value) }),
    second: ({ value }) => ({ rises: false, solve: (y) => pipe(value, sub(y)) })
  },
  mul: {
    first: (k) => bySign(k, div(k.value)),
    second: (k) => bySign(k, div(k.value))
  },
  div: {
    first: (k) => bySign(k, mul(k.value)),
    second: ({ value, lies, x }) =>
      isPositive(lies) && isPositive(x)
        ? { rises: false, solve: (y) => pipe(value, div(notBelow0(y))) }
        : undefined
  },
  pow: {
    first: ({ value, x }) =>
      value._tag === 'Constant' && value.value !== 0 && isPositive(x)
        ? {
            rises: value.value > 0,
            solve: (y) => pipe(notBelow0(y), pow(constant(1 / value.value)))
          }
        : undefined,
    second: unsolved
  },
  max: { first: unsolved, second: unsolved },
  min: { first: unsolved, second: unsolved },
  equal: { first: unsolved, second: unsolved },
  less: { first: unsolved, second: unsolved },
  lessEqual: { first: unsolved, second: unsolved },
  polygamma: { first: unsolved, second: unsolved },
  logProduct: { first: unsolved, second: unsolved },
  logRatio: { first: unsolved, second: unsolved },
  deviance: { first: unsolved, second: unsolved },
  logCauchy: { first: unsolved, second: unsolved }
}
