/**
 * The types that cross walls. No algorithms.
 *
 * @since 0.1.0
 */

// a declared model
export type {
  AxisSize,
  DataSlot,
  Graph,
  ObservedSlot,
  Residual,
  Site,
  SiteOptions,
  SupportTag
} from './Graph.ts'
export type { AncestralSite } from './Ancestral.ts'

// what is derived from it
export { type Gate, type Mask, showGate } from './Gate.ts'
export type { KeptByAxis, KeptIndices } from './Kept.ts'
export { klWeightName, totalOf } from './Variational.ts'
export type {
  Cost,
  CostMethod,
  Decision,
  Initial,
  Moments,
  Noise,
  Parameter,
  ParameterKind,
  Prediction,
  Variational
} from './Variational.ts'

// straight-line code
export type {
  Instruction,
  KernelMap,
  KernelZip,
  Operation,
  Plan,
  PlanInput,
  Shape,
  ValueId
} from './Plan.ts'

// what training leaves
export type { Bindings, NamedTensor, SitePosterior } from './Posterior.ts'

// what a person reads when something is wrong
export { type Problem, problem, refuse, showProblem } from './Problem.ts'
export { visible, visibleLines } from './Visible.ts'
