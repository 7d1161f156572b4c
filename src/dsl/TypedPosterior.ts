/**
 * The posterior of a model as its user sees it: a record of declared sites, each with its axes in
 * the type.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { SitePosterior } from '../ir/Posterior.ts'
import { problem, type Problems } from '../ir/Problem.ts'
import { build } from './Build.ts'
import type { Configurable } from './Configurable.ts'
import type { Program, SitesOf } from './Program.ts'

/** A real array over named axes in the order given, row-major. */
export interface NamedValues<A extends string> {
  readonly axes: ReadonlyArray<A>
  readonly sizes: ReadonlyArray<number>
  readonly values: Float32Array
}

/** Mean and variance of every element of a site under the guide. */
export interface SiteMoments<A extends string> {
  readonly mean: NamedValues<A>
  readonly variance: NamedValues<A>
  readonly axes: ReadonlyArray<A>
}

type AxesAt<Sites, K extends keyof Sites> = Sites[K] extends string ? Sites[K] : never
/** By declared site; a site that the model does not declare does not compile. */
export type Posterior<Sites> = Sites extends infer T
  ? { readonly [K in keyof T]: SiteMoments<AxesAt<T, K>> }
  : never

/** The posterior type of a program or a configurable model, or of a function that gives one. */
export type PosteriorOf<P> = P extends (...args: never) => infer Q
  ? Posterior<SitesOf<Q>>
  : P extends Configurable<unknown, infer Sites, unknown>
    ? Posterior<Sites>
    : Posterior<SitesOf<P>>

/**
 * What training left, by declared site. Sites inside priors are not in the type: find them in
 * `sites` by name.
 *
 * Errors: mistakes in the model; a latent site without its moments, which then belong to another
 * model.
 *
 * @example
 * posteriorOf(eightSchools)(sites)
 */
export const posteriorOf =
  <Env, Sites, R>(p: Program<Env, Sites, R>) =>
  (sites: ReadonlyMap<string, SitePosterior>): E.Either<Problems, Posterior<Sites>> =>
    pipe(
      build(p),
      E.chain((graph) => {
        const absent = graph.sites
          .filter((s) => s.role === 'latent' && !sites.has(s.name))
          .map((s) =>
            problem(
              s.name,
              'the posterior has no such site',
              'it was trained for another model',
              'train this model, or use the one it was trained for'
            )
          )
        const moments = Object.fromEntries(
          [...sites].map(([name, { mean, variance }]) => [
            name,
            { mean, variance, axes: mean.axes }
          ])
        )
        // cast: the names and axes of the graph, which were just compared, are those of the type
        // oxlint-disable-next-line typescript/consistent-type-assertions
        return isNonEmpty(absent) ? E.left(absent) : E.right(moments as Posterior<Sites>)
      })
    )
