/**
 * The pipeline of samplers: Graph → Density. The passes run in the order in which they stand here,
 * and each can be printed. Scale mixtures stay whole: a pair of factors would be two coordinates
 * for one.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Density } from '../../ir/Density.ts'
import { type Expr, simplifier } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import { gradientLines, logJointLines, workingLines } from '../explain/Stages.ts'
import type { OptionalPass } from '../parts/CompileOptions.ts'
import { derivedOf } from '../parts/DerivedOf.ts'
import type { Result } from '../parts/Pass.ts'
import { perhaps, type Stage, through, trailOf } from '../parts/Trail.ts'
import { isDiscreteLatent } from '../enumerate/SumOut.ts'
import { hasVectorsSomewhere, toCoordinates } from '../coordinates/ToCoordinates.ts'
import { build } from '../passes/BuildWorking.ts'
import { enumerate } from '../passes/Enumerate.ts'
import { deriveLogJoint } from '../passes/DeriveLogJoint.ts'
import { gatesOf } from '../passes/DeriveSparsity.ts'
import { differentiateLogJoint, type WithGradients } from '../passes/DifferentiateLogJoint.ts'
import { hasLatentGaps, latentGaps } from '../gaps/LatentGaps.ts'
import { noncentreBut } from '../passes/Noncentre.ts'
import { simplifyLogJoint } from '../passes/SimplifyLogJoint.ts'

/** Passes that may be left out of a density's pipeline, and declared sites that stay as they are. */
export interface DensityOptions {
  readonly centred: ReadonlyArray<string>
  readonly skip: ReadonlyArray<Extract<OptionalPass, 'noncentre' | 'simplify'>>
}

/** A density, and what can be printed of its derivation. */
export interface CompiledDensity {
  readonly density: Density
  readonly stages: ReadonlyArray<Stage>
}

const densityOf = (s: WithGradients): Density => ({
  ...derivedOf(s.working, gatesOf(s.working.graph)),
  coordinates: s.coordinates,
  logJointNats: s.nats,
  gradients: s.gradients,
  values: s.values,
  ends: s.working.sites.flatMap((site) => site.narrowed?.ends ?? [])
})

/** Of a graph: its density over real coordinates, or everything that stands in the way. */
export const deriveDensity =
  ({ skip = [], centred = [] }: Partial<DensityOptions> = {}) =>
  (graph: Graph): Result<CompiledDensity> => {
    const isSimplified = !skip.includes('simplify')
    const tidy = isSimplified ? simplifier() : (e: Expr): Expr => e
    const { result, stages } = pipe(
      trailOf(graph),
      through(build, workingLines),
      perhaps(hasLatentGaps(graph), latentGaps, workingLines),
      perhaps(graph.sites.some(isDiscreteLatent), enumerate, workingLines),
      perhaps(hasVectorsSomewhere(graph), toCoordinates, workingLines),
      perhaps(!skip.includes('noncentre'), noncentreBut(centred), workingLines),
      through(deriveLogJoint, logJointLines),
      perhaps(isSimplified, simplifyLogJoint(tidy), logJointLines),
      through(differentiateLogJoint(tidy), gradientLines)
    )
    return pipe(
      result,
      E.map((s) => ({ density: densityOf(s), stages }))
    )
  }
