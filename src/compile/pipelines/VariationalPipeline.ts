/**
 * The pipeline of variational inference: Graph → Variational. The passes run in the order in which
 * they stand here, and each can be printed.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Expr, simplifier } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Variational } from '../../ir/Variational.ts'
import {
  drawLines,
  gateLines,
  gradientLines,
  guideLines,
  klLines,
  momentLines,
  objectiveLines,
  savingLines,
  simplifiedLines,
  workingLines
} from '../explain/Stages.ts'
import {
  compileFields,
  type CompileOptions,
  defaultOptions,
  drawAxis,
  type OptionalPass
} from '../parts/CompileOptions.ts'
import { drawsPerStep } from '../estimators/ScoreFunction.ts'
import { axesOfGuides } from '../parts/GuideOf.ts'
import { derivedOf } from '../parts/DerivedOf.ts'
import type { Result } from '../parts/Pass.ts'
import { perhaps, type Stage, through, trailOf } from '../parts/Trail.ts'
import { mayBeSummedOut } from '../enumerate/SumOut.ts'
import { hasVectorsSomewhere, toCoordinates } from '../coordinates/ToCoordinates.ts'
import { build } from '../passes/BuildWorking.ts'
import { correlateGuides } from '../joint/CorrelateGuides.ts'
import { deriveDraws } from '../passes/DeriveDraws.ts'
import { deriveGuide } from '../passes/DeriveGuide.ts'
import { deriveMoments } from '../passes/DeriveMoments.ts'
import { deriveObjective } from '../passes/DeriveObjective.ts'
import { deriveSavings } from '../passes/DeriveSavings.ts'
import { enumerateInBatches } from '../passes/Enumerate.ts'
import { deriveSparsity } from '../passes/DeriveSparsity.ts'
import { type Differentiated, differentiateLoss } from '../passes/DifferentiateLoss.ts'
import { expandMixtures } from '../passes/ExpandMixtures.ts'
import { mergeScalesBut } from '../passes/MergeScales.ts'
import { hasLatentGaps, latentGaps } from '../gaps/LatentGaps.ts'
import { noncentreBut } from '../passes/Noncentre.ts'
import { planKl } from '../passes/PlanKl.ts'
import { simplifyWhole } from '../passes/SimplifyWhole.ts'

/** What is derived from a graph, as a program. */
export interface Compiled {
  readonly program: Variational
  readonly stages: ReadonlyArray<Stage>
}

/** What the rooms after the compiler are given; nothing is derived here. */
const variationalOf =
  (options: CompileOptions) =>
  (s: Differentiated): Variational => {
    const samples = drawsPerStep(options, s.guides)
    const derived = derivedOf(s.working, s.gates)
    return {
      ...derived,
      axes: [
        ...derived.axes,
        ...axesOfGuides(s.guides),
        ...s.joints.flatMap((j) => j.noise.axes),
        ...(samples > 1 ? [{ name: drawAxis, size: samples }] : [])
      ],
      parameters: s.parameters,
      noise: s.noise,
      errorCostNats: s.errorCostNats,
      complexity: s.complexity,
      lossNats: s.lossNats,
      gradients: s.gradients,
      savings: s.savings,
      moments: s.moments,
      draws: s.draws,
      drawNoise: s.drawNoise
    }
  }

/** Derives everything from a model's graph, or says everything that stands in the way. */
export const compile =
  (options: Partial<CompileOptions> = {}) =>
  (graph: Graph): Result<Compiled> => {
    const [wrong, ...more] = compileFields('compile', options)
    if (wrong !== undefined) return E.left([wrong, ...more])
    const o: CompileOptions = { ...defaultOptions, ...options }
    const isOn = (name: OptionalPass): boolean => !o.skip.includes(name)
    const joined = o.joint.flatMap((j) => j.sites)
    const isDecomposed = o.halfCauchy === 'decomposed'
    const tidy = isOn('simplify') ? simplifier() : (e: Expr): Expr => e
    const { result, stages } = pipe(
      trailOf(graph),
      through(build, workingLines),
      perhaps(hasLatentGaps(graph), latentGaps, workingLines),
      perhaps(graph.sites.some(mayBeSummedOut(graph)), enumerateInBatches, workingLines),
      perhaps(hasVectorsSomewhere(graph), toCoordinates, workingLines),
      perhaps(isOn('noncentre'), noncentreBut(o.centred), workingLines),
      perhaps(isOn('expandMixtures') && isDecomposed, expandMixtures, workingLines),
      perhaps(isOn('mergeScales'), mergeScalesBut(joined), workingLines),
      through(deriveGuide, guideLines),
      perhaps(o.joint.length > 0, correlateGuides(o.joint), guideLines),
      through(planKl(o), klLines),
      through(deriveObjective(o), objectiveLines),
      through(deriveSparsity, gateLines),
      through(deriveSavings(o), savingLines),
      through(deriveMoments, momentLines),
      through(deriveDraws, drawLines),
      perhaps(isOn('simplify'), simplifyWhole(tidy), simplifiedLines),
      through(differentiateLoss(tidy), gradientLines)
    )
    return pipe(
      result,
      E.map((s) => ({ program: variationalOf(o)(s), stages }))
    )
  }
