/**
 * The language that models are written in.
 *
 * @since 0.1.0
 */

// axes and data
export { axis, counts, indicesOf, plate, positives, reals } from './Axis.ts'
export type { Axis, NameOf } from './Axis.ts'
export type {
  Binary,
  Category,
  Count,
  Positive,
  Real,
  Scale,
  Signed,
  Support,
  Unit,
  Values
} from './SupportTypes.ts'

// tensors
export { constant, positive } from './Tensor.ts'
export type { Scalar, Tensor } from './Tensor.ts'
export {
  abs,
  cos,
  erf,
  exp,
  expm1,
  log,
  log1p,
  logNdtr,
  neg,
  reciprocal,
  relu,
  sigmoid,
  sin,
  softplus,
  sqrt,
  square,
  stopGradient,
  tanh
} from './Elementwise.ts'
export { add, div, equal, less, lessEqual, max, min, mul, pow, sub, where } from './Arithmetic.ts'
export type { TensorLike } from './Arithmetic.ts'
export { contract, cumulativeSum, logSumExp, maxOver, meanOver, sumOver } from './Reductions.ts'
export { logSoftmax, oneHot, softmax } from './algebra/Softmax.ts'
export { gather, merge, productAxis, rename, split, stack } from './Layout.ts'

// square matrices
export {
  cholesky,
  choleskySolve,
  diagonal,
  identity,
  logDeterminant,
  solveLower,
  solveLowerTransposed
} from './algebra/LinearAlgebra.ts'

// windows
export { convolve, maxPool, meanPool } from './OverWindows.ts'
export { slide } from './Sliding.ts'
export type { Sliding, WindowOptions } from './Sliding.ts'

// distributions
export { over } from './Dist.ts'
export type { Dist } from './Dist.ts'
export * from './distributions/Distributions.ts'
export * from './distributions/PositiveDistributions.ts'
export * from './distributions/CountDistributions.ts'
export * from './distributions/OrderedDistributions.ts'
export * from './distributions/VectorDistributions.ts'
export * from './distributions/MatrixDistributions.ts'
export * from './distributions/CombinedDistributions.ts'

// programs
export { andThen, isProgram, program, returns } from './Program.ts'
export type { Program, SitesOf } from './Program.ts'
export { data, draw, include, observe, sample, withOptions, yields } from './Lines.ts'
export { model } from './Generator.ts'
export { build } from './Build.ts'

// priors
export type { At, Prior } from './Prior.ts'

// posteriors
export { posteriorOf } from './TypedPosterior.ts'
export type { NamedValues, Posterior, PosteriorOf, SiteMoments } from './TypedPosterior.ts'

// model files
export { choice, flag, positiveInteger, positiveNumber, realNumber, wholeNumber } from './Option.ts'
export type { Option } from './Option.ts'
export { configurable } from './Configurable.ts'
export type { Configurable, OptionDescription, Settings } from './Configurable.ts'
export { optionsOf, resolveModel } from './ResolveModel.ts'
