/**
 * What a fit has left, as far as questions about it go: the guide's parameters, and mean and
 * variance of the declared sites; or draws, where the posterior itself was sampled.
 *
 * @since 0.2.0
 */
import type { PosteriorDraws, SitePosterior } from '../../ir/Posterior.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import type { Tensors } from '../host/Tensors.ts'

export interface FittedPosterior {
  readonly parameters: Tensors
  /** With what shrinking has left out a point mass at zero. */
  readonly sites: ReadonlyMap<string, SitePosterior>
  /** Where it was sampled: there are no parameters then, and `sites` are moments of these. */
  readonly draws?: PosteriorDraws | undefined
}

/** Sizes of the model's axes as they were in training; plates that no tensor lies over are absent. */
export const trainedSizes = (
  program: Variational,
  { parameters, sites }: FittedPosterior
): AxisSizes =>
  new Map([
    ...[...parameters.values(), ...[...sites.values()].map((p) => p.mean)].flatMap((t) =>
      t.axes.map((axis, d) => [axis, t.sizes[d] ?? 1] as const)
    ),
    ...program.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
  ])
