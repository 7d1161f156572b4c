/**
 * The pipeline of checks: Graph → LogWeight, for the guide that the pipeline of variational
 * inference gives the same graph under the same options.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Graph } from '../../ir/Graph.ts'
import type { LogWeight } from '../../ir/LogWeight.ts'
import { type Expr, simplifier } from '../../expr/index.ts'
import { guideLines, workingLines } from '../explain/Stages.ts'
import { type CompileOptions, defaultOptions, type OptionalPass } from '../parts/CompileOptions.ts'
import type { Result } from '../parts/Pass.ts'
import { perhaps, through, trailOf } from '../parts/Trail.ts'
import { mayBeSummedOut } from '../enumerate/SumOut.ts'
import { hasVectorsSomewhere, toCoordinates } from '../coordinates/ToCoordinates.ts'
import { build } from '../passes/BuildWorking.ts'
import { correlateGuides } from '../joint/CorrelateGuides.ts'
import { deriveGuide } from '../passes/DeriveGuide.ts'
import { deriveLogWeight } from '../passes/DeriveLogWeight.ts'
import { enumerateInBatches } from '../passes/Enumerate.ts'
import { expandMixtures } from '../passes/ExpandMixtures.ts'
import { hasLatentGaps, latentGaps } from '../gaps/LatentGaps.ts'
import { noncentreBut } from '../passes/Noncentre.ts'

const noLines = (): ReadonlyArray<string> => []

/** Refuses a guide without density. */
export const deriveWeight =
  (options: Partial<CompileOptions> = {}) =>
  (graph: Graph): Result<LogWeight> => {
    const o: CompileOptions = { ...defaultOptions, ...options }
    const isOn = (name: OptionalPass): boolean => !o.skip.includes(name)
    const tidy = isOn('simplify') ? simplifier() : (e: Expr): Expr => e
    return pipe(
      pipe(
        trailOf(graph),
        through(build, workingLines),
        perhaps(hasLatentGaps(graph), latentGaps, workingLines),
        perhaps(graph.sites.some(mayBeSummedOut(graph)), enumerateInBatches, workingLines),
        perhaps(hasVectorsSomewhere(graph), toCoordinates, workingLines),
        perhaps(isOn('noncentre'), noncentreBut(o.centred), workingLines),
        perhaps(
          isOn('expandMixtures') && o.halfCauchy === 'decomposed',
          expandMixtures,
          workingLines
        ),
        through(deriveGuide, guideLines),
        perhaps(o.joint.length > 0, correlateGuides(o.joint), guideLines),
        through(deriveLogWeight, noLines)
      ).result,
      E.map((w) => ({
        ...w,
        nats: tidy(w.nats),
        values: new Map([...w.values].map(([name, value]) => [name, tidy(value)]))
      }))
    )
  }
