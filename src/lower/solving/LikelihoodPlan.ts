/**
 * ln p of each observed value at draws of the declared latents that are given.
 *
 * @since 0.2.0
 */
import { ref, union } from '../../expr/Expr.ts'
import { substitute } from '../../expr/Fold.ts'
import type { Derived } from '../../ir/Derived.ts'
import { output, type PlanFor } from '../Outputs.ts'
import { fixedDrawAxis, withDraws } from './FixedDrawPlan.ts'

/** The output with −ln p of each value of an observed site at each draw, in nats. */
export const lossOutput = (site: string): string => `−ln p(${site})`

/** A declared latent and its axes. */
export interface GivenSite {
  readonly site: string
  readonly axes: ReadonlyArray<string>
}

/**
 * Inputs: data, and each given site with `count` slices over `fixedDrawAxis`. Outputs: for each observed
 * site its losses over `fixedDrawAxis` and the axes of the site.
 */
export const likelihoodPlan = (
  program: Pick<Derived, 'axes' | 'predictions'>,
  given: ReadonlyArray<GivenSite>,
  count: number
): PlanFor => {
  const drawn = substitute(
    new Map(given.map((g) => [g.site, ref(g.site, union([fixedDrawAxis], g.axes))] as const))
  )
  return withDraws(
    program,
    count,
    program.predictions.map((p) =>
      output(lossOutput(p.site), drawn(p.negativeLogLikelihood), union([fixedDrawAxis], p.axes))
    )
  )
}
