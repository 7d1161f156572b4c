/**
 * The posterior of a model as its user sees it: a record of declared sites, each with its axes in the type.
 *
 * @since 0.1.0
 */
import type { SitePosterior } from '../ir/Posterior.ts'
import type { Program, SitesOf } from './Program.ts'

/** A real array over named axes in the order given, row-major. */
export interface Values<A extends string> { readonly axes: ReadonlyArray<A>; readonly sizes: ReadonlyArray<number>; readonly values: Float32Array }

/** Mean and variance of every element of a site under the guide. */
export interface SiteMoments<A extends string> { readonly mean: Values<A>; readonly variance: Values<A>; readonly axes: ReadonlyArray<A> }

type AxesAt<Sites, K extends keyof Sites> = Sites[K] extends string ? Sites[K] : never
/** By declared site; a site that the model does not declare does not compile. */
export type Posterior<Sites> = { readonly [K in keyof Sites]: SiteMoments<AxesAt<Sites, K>> }

/** The posterior type of a program, or of a function that gives one. */
export type PosteriorOf<P> = P extends (...args: never) => infer Q ? Posterior<SitesOf<Q>> : Posterior<SitesOf<P>>

/** What training left, by declared site. Sites inside priors are not in the type: find them in `sites` by name. */
export const posteriorOf = <Env, Sites, R>(_: Program<Env, Sites, R>) => (sites: ReadonlyMap<string, SitePosterior>): Posterior<Sites> =>
  // cast: the map was made from this program's graph, whose site names and axes the type repeats
  // oxlint-disable-next-line typescript/consistent-type-assertions
  Object.fromEntries([...sites].map(([name, { mean, variance }]) => [name, { mean, variance, axes: mean.axes }])) as Posterior<Sites>
