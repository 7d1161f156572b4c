/**
 * The compiler: a model's graph in, everything that is derived from it out.
 *
 * @since 0.1.0
 */

// the pipeline and its options
export { type Compiled, compile } from './Compile.ts'
export { type CompileOptions, defaultOptions, drawAxis, type OptionalPass } from './Options.ts'
export { type Pass, pass, type Refusals, type Result } from './Pass.ts'
export { type Stage } from './Stage.ts'

// passes on the declared graph
export { lint } from './Lint.ts'
export { deriveSparsity } from './DeriveSparsity.ts'
export { derivePrediction } from './DerivePrediction.ts'
export { derivePriorDraws, type PriorDraws } from './DerivePriorDraws.ts'

// reparameterisations, and what is derived after them
export { begin, type Working, type WorkingSite } from './Working.ts'
export { noncentre } from './Noncentre.ts'
export { expandMixtures } from './ExpandMixtures.ts'
export { mergeScales } from './MergeScales.ts'
export { deriveGuide, type Guided } from './DeriveGuide.ts'
export { planKl } from './PlanKl.ts'
export { deriveObjective } from './DeriveObjective.ts'
export { deriveSavings } from './DeriveSavings.ts'
export { deriveMoments } from './DeriveMoments.ts'
export { coordinateName, deriveLogJoint, type LogJoint } from './DeriveLogJoint.ts'

// as people read it
export { explain, type ExplainedPart, type ExplainedSite, type Explanation, objectiveLatex } from './Explain.ts'
export { showExplanation } from './ExplainText.ts'
