/**
 * What was learnt, and from what: all that pressing, testing and predicting ask of a fit, whether it
 * is in memory or in the folder of a run.
 *
 * @since 0.2.0
 */
import type { LearntBy } from '../compile/index.ts'
import type { Bindings, PosteriorDraws, SitePosterior } from '../ir/Posterior.ts'
import type { Variational } from '../ir/Variational.ts'
import type { Bound } from '../inference/index.ts'
import type { Fitted } from './FitModel.ts'

/** What a fit has learnt, as pressing and testing ask for it; or a sampler, as predictions do. */
export interface Learnt {
  readonly program: Variational
  /** Of the guide, by name; none of what was sampled. */
  readonly parameters: Bindings
  readonly sites: ReadonlyMap<string, SitePosterior>
  /** Where the posterior itself was sampled. */
  readonly draws?: PosteriorDraws | undefined
  readonly train: Bound
}

/** Who learnt of the latents: who has draws and no parameters is a sampler. */
export const learntBy = (draws: PosteriorDraws | undefined): LearntBy =>
  draws === undefined ? 'fit' : 'chains'

/** Of a fit in memory. */
export const learntOf = <Sites>({ model, result, sites, bound }: Fitted<Sites>): Learnt => ({
  program: model.program,
  parameters: result.state.parameters,
  sites,
  train: bound
})
