/**
 * The compiler: a model's graph in, everything that is derived from it out.
 *
 * @since 0.1.0
 */

// the pipeline and its options
export { compileFields } from './parts/CompileOptions.ts'
export { type Compiled, compile } from './pipelines/VariationalPipeline.ts'
export {
  type CompileOptions,
  defaultOptions,
  drawAxis,
  type JointSites,
  type OptionalPass
} from './parts/CompileOptions.ts'
export { type Pass, pass, type Refusals, type Result } from './parts/Pass.ts'
export { type Stage } from './parts/Trail.ts'

export {
  type CompiledDensity,
  deriveDensity,
  type DensityOptions
} from './pipelines/DensityPipeline.ts'
export { deriveGenerative } from './pipelines/GenerativePipeline.ts'
export { deriveWeight } from './pipelines/WeightPipeline.ts'

// passes on the declared graph
export { lint } from './passes/Lint.ts'
export { deriveSparsity, explainSparsity, gatesOf, type Sparsity } from './passes/DeriveSparsity.ts'
export { bareGraph } from './parts/BareGraph.ts'
export { pickedSums } from './parts/PickedSums.ts'
export { type GateCandidate } from './parts/GateCandidates.ts'
export { derivePrediction } from './passes/DerivePrediction.ts'
export { sumOut, type SummedOut } from './enumerate/SumOut.ts'
export { gapsAsLatents, madeSlots } from './gaps/GapsAsLatents.ts'
export { graphInCoordinates, inCoordinates } from './coordinates/ToCoordinates.ts'
export { deriveAncestral, type LearntBy } from './passes/DeriveAncestral.ts'
export { derivePriorDraws, type PriorDraws } from './passes/DerivePriorDraws.ts'

// reparameterisations, and what is derived after them
export { begin, type Working, type WorkingSite } from './parts/Working.ts'
export { noncentre } from './passes/Noncentre.ts'
export { expandMixtures } from './passes/ExpandMixtures.ts'
export { mergeScales } from './passes/MergeScales.ts'
export { deriveGuide, type Guided } from './passes/DeriveGuide.ts'
export { correlateGuides } from './joint/CorrelateGuides.ts'
export { jointName, jointWithin } from './joint/JointOf.ts'
export { mostFullRank } from './joint/JointProblems.ts'
export { planKl } from './passes/PlanKl.ts'
export { deriveObjective } from './passes/DeriveObjective.ts'
export { deriveSavings } from './passes/DeriveSavings.ts'
export { deriveMoments } from './passes/DeriveMoments.ts'
export { coordinateName, deriveLogJoint, type LogJoint } from './passes/DeriveLogJoint.ts'

// as people read it
export { modelDot } from './explain/ModelDot.ts'
export { modelLatex } from './explain/ModelLatex.ts'
export { siteStory, type SiteStory } from './explain/SiteStory.ts'
export {
  explain,
  type ExplainedAxis,
  type ExplainedPart,
  type ExplainedSite,
  type Explanation,
  objectiveLatex
} from './explain/Explain.ts'
