/**
 * Draws of discrete latents that were summed out, given draws of all others and the data: what is known of
 * such a site is a sum over nothing but its own values, over all observations that share it.
 *
 * With z₁, z₂, … summed out one after the other, the last one first, P(z₁, z₂, … | rest) = Π P(zᵢ | those
 * summed out behind it, rest): a joint draw is made backwards, and of one site with axes each element by
 * itself.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import { missingOf } from '../../ir/Derived.ts'
import { chainAxis, drawAxisName, type NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Executor } from '../../runtime/Executor.ts'
import type { Bound } from '../host/BoundData.ts'
import { elements, type Tensors } from '../host/Tensors.ts'
import { drawKey } from '../variational/OpenPosterior.ts'
import { type FittedPosterior, trainedSizes } from './FittedPosterior.ts'
import { givenDraws, type GivenDraws } from './GivenDraws.ts'
import type { PredictiveModel } from './PredictionScope.ts'
import { drawStage, type OpenSite, type OpenStage, openStage } from './PriorDraws.ts'
import { uniformStreams } from './UniformStreams.ts'

// model

/**
 * - `conditionals` how sites that were summed out are drawn, in an order in which each has what it reads
 * - `latents` those that have draws of their own: asked for, or read by the conditionals
 * - `data` what the conditionals read of it
 */
export interface Recovery {
  readonly conditionals: ReadonlyArray<AncestralSite>
  readonly latents: ReadonlyArray<string>
  readonly data: ReadonlyArray<string>
}

/** Draws of sites that were summed out, beside those of the latents in draw number `d`. */
export type Recovering = (latents: Tensors, d: number) => Tensors

// constructors

/** What draws of these latents ask for; a site that was summed out and has no conditional is left in. */
export const recoveryOf = (
  sites: ReadonlyArray<AncestralSite>,
  given: ReadonlyArray<string>
): Recovery => {
  const byName = new Map(sites.map((s) => [s.site, s]))
  // what was missing is a latent of what was learnt, and of no site that is drawn
  const missing = new Set(sites.map((s) => missingOf(s.site)))
  const conditionals: Array<AncestralSite> = []
  const found = { latents: new Set<string>(), data: new Set<string>(), seen: new Set<string>() }
  const visit = (name: string): void => {
    if (found.seen.has(name)) return
    found.seen.add(name)
    const site = byName.get(name)
    if (site?.conditional !== undefined) {
      site.conditional.reads.forEach(visit)
      conditionals.push(site.conditional)
    } else if (site?.role === 'latent' || missing.has(name)) found.latents.add(name)
    else found.data.add(name)
  }
  given.forEach(visit)
  return { conditionals, latents: [...found.latents], data: [...found.data] }
}

/** A latent that has a draw already, where conditionals read it. */
const there = (site: string, { axes, sizes }: NamedTensor): OpenSite => ({
  site,
  count: elements(sizes),
  draw: () => undefined,
  kept: {
    axes: [chainAxis, drawAxisName, ...axes],
    sizes: [1, 1, ...sizes],
    values: new Float64Array(elements(sizes))
  }
})

/** The one draw that is kept, as a tensor of its site. */
const drawnNow = ({ axes, sizes, values }: OpenSite['kept']): NamedTensor => ({
  axes: axes.slice(2),
  sizes: sizes.slice(2),
  values: Float32Array.from(values)
})

/**
 * Conditionals that draw; `latents` has one draw of each that they read, which says its axes. A value depends
 * on the seed, the number of the draw, its site and its place alone.
 */
export const openConditionals = (
  program: Pick<PredictiveModel['program'], 'axes' | 'predictions'>,
  conditionals: ReadonlyArray<AncestralSite>,
  bound: Pick<Bound, 'data' | 'sizes'>,
  latents: Tensors,
  seed: number
): E.Either<Problem, Recovering> => {
  const opened = new Map([...latents].map(([name, t]) => [name, there(name, t)]))
  const stages: Array<OpenStage> = []
  for (const site of conditionals) {
    const stage = openStage(
      program,
      { drawn: [site], weighed: [] },
      bound,
      { chains: 1, draws: 1 },
      opened
    )
    if (E.isLeft(stage)) return stage
    stages.push(stage.right)
    stage.right.sites.forEach((s) => opened.set(s.site, s))
  }
  return E.right((now, d) => {
    const key = drawKey(seed, d)
    for (const [name, { values }] of now) opened.get(name)?.kept.values.set(values)
    for (const stage of stages)
      drawStage(stage, 0, (site) => uniformStreams(key, `conditional:${site}`))
    return new Map(
      stages.flatMap(({ sites }) => sites.map(({ site, kept }) => [site, drawnNow(kept)] as const))
    )
  })
}

/** Every axis of what was trained on, plates too. */
const sizesOf = (
  program: PredictiveModel['program'],
  posterior: FittedPosterior,
  data: Tensors
): Bound['sizes'] =>
  new Map([
    ...[...data.values()].flatMap((t) => t.axes.map((a, i) => [a, t.sizes[i] ?? 1] as const)),
    ...trainedSizes(program, posterior)
  ])

// destructors

/** `count` joint draws of the latents named, those that were summed out among them. `data` are of the training. */
export const latentDraws = <B>(
  executor: Executor<B>,
  { program, sites }: PredictiveModel,
  posterior: FittedPosterior,
  data: Tensors,
  given: ReadonlyArray<string>,
  seed: number,
  count: number
): E.Either<Problem, GivenDraws> => {
  const { conditionals, latents } = recoveryOf(sites, given)
  // draws of the priors have values of every site, and know of no data
  if (conditionals.length === 0 || posterior.draws?.from === 'prior')
    return givenDraws(executor, program, posterior, data, given, seed, count)
  const bound = { data, sizes: sizesOf(program, posterior, data) }
  return pipe(
    givenDraws(executor, program, posterior, data, latents, seed, count),
    E.map(({ from, dispose }) => {
      let recover: Recovering | undefined
      return {
        dispose,
        from: async (first) => {
          const draws = await from(first)
          return draws.map((own, i) => {
            if (recover === undefined) {
              const found = openConditionals(program, conditionals, bound, own, seed)
              if (E.isLeft(found)) throw new Error(`internal: ${found.left.what}`)
              recover = found.right
            }
            return new Map([...own, ...recover(own, first + i)])
          })
        }
      }
    })
  )
}
