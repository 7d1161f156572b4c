/**
 * Expressions: symbolic tensors over named axes, and what can be asked of them without numbers.
 *
 * @since 0.1.0
 */

// the sum type, axis sets, constructors
export type {
  Axes,
  Constant,
  Constants,
  Contract,
  Expr,
  Fold,
  Gather,
  Iota,
  MapNode,
  MapOp,
  Merge,
  NodeOf,
  Reduce,
  ReduceOp,
  Ref,
  Rename,
  Size,
  Split,
  Tag,
  Unfold,
  Where,
  ZipNode,
  ZipOp
} from './Expr.ts'
export {
  constant,
  constants,
  contract,
  foldWindows,
  gather,
  iota,
  isSubset,
  map,
  meet,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  union,
  where,
  without,
  zip
} from './Expr.ts'
export {
  areConstants,
  areDistinct,
  isContraction,
  isGather,
  isMerge,
  isRenaming,
  isSplit
} from './Axes.ts'
export type { Square } from './Matrices.ts'
export type { Windows } from './Windows.ts'
export { isFold, isUnfold, windowCount } from './Windows.ts'

// words: operations data-last, as formulas are written
export type { ExprLike } from './Words.ts'
export {
  abs,
  add,
  cos,
  count,
  dawson,
  deviance,
  digamma,
  div,
  equal,
  erf,
  excess,
  exp,
  expint1,
  scaledExpint1,
  expm1,
  floor,
  jeffreysKl,
  less,
  lessEqual,
  lgamma,
  lift,
  log,
  log1p,
  logCauchy,
  logNdtr,
  logProduct,
  logRatio,
  logSumExp,
  max,
  min,
  mul,
  ndtri,
  neg,
  polygamma,
  pow,
  product,
  reciprocal,
  relu,
  round,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  stirling,
  stopGradient,
  sub,
  sumAll,
  sumOver,
  sumSpread,
  tanh,
  total,
  trigamma
} from './Words.ts'

// words that leave out zeros and ones
export { contracted, minus, negate, over, plus, spread, summed, times } from './rules/Smart.ts'

// recursion and substitution
export type { Algebra, Folded } from './Fold.ts'
export {
  children,
  fold,
  foldList,
  isClosed,
  one,
  postorder,
  rebuild,
  refs,
  substitute,
  withChildren,
  zero
} from './Fold.ts'

// derivatives
export type { MapDerivative, ZipDerivative } from './calculus/Derivatives.ts'
export { mapDerivatives, zipDerivatives } from './calculus/Derivatives.ts'
export { gradients } from './calculus/Differentiate.ts'

// numbers: what operations compute, the float64 interpreter, sizes of axes
export { eulerGamma } from './numbers/SpecialFunctions.ts'
export { roundTiesToEven, scalarMap, scalarZip } from './numbers/Scalar.ts'
export type { Environment, EvaluateOptions, Evaluated, NamedArray } from './numbers/Reference.ts'
export { emptyEnvironment, evaluate, evaluateScalar, scalarReduce } from './numbers/Reference.ts'
export type { BoundShapes, NamedShape, SizeProblem } from './Sizes.ts'
export { inferSizes } from './Sizes.ts'

// where values lie
export type { Interval } from './intervals/Interval.ts'
export {
  hull,
  interval,
  isInside,
  isNegative,
  isNonNegative,
  isNonPositive,
  isNonzero,
  isPositive,
  nonNegative,
  nonzero,
  point,
  positive,
  real
} from './intervals/Interval.ts'
export { bounds } from './intervals/Bounds.ts'

// what dies with what
export type { AtZero, AtZeroOptions } from './orders/AtZero.ts'
export { atZero, orderAtZero, orderIn } from './orders/AtZero.ts'
export type { Order } from './orders/Order.ts'
export { exactly, isMeasured, logarithmic, unknownOrder } from './orders/Order.ts'
export type { Carried, Way } from './orders/Carried.ts'
export { carried, factor, orderBy, vanishesBy, vanishesWhole } from './orders/Carried.ts'
export type { Place } from './orders/Place.ts'
export { axesRunOver, indexAt } from './orders/Place.ts'

// whether an axis may be cut
export { axesMixedBy, mixedAlong } from './Mixing.ts'
export { picked } from './Picked.ts'

// simplification
export type { Known, Rule, RuleTable } from './rules/Rules.ts'
export type { SimplifyOptions } from './rules/Simplify.ts'
export { rules, simplifier, simplify } from './rules/Simplify.ts'
export type { Hashcons } from './Hashcons.ts'
export { hashcons } from './Hashcons.ts'

// printing
export { print, printInLine } from './print/Print.ts'
export { latexName, printLatex } from './print/PrintLatex.ts'
