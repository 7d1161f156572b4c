/**
 * The posterior of every declared site in numbers: mean, deviation and quantiles of its elements.
 *
 * Means and deviations are those of the guide where they have a closed form, and so are quantiles;
 * everything else comes from joint draws of the guide. Draws are kept for the elements asked for
 * alone, in passes of bounded memory.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { NamedTensor, SitePosterior } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { drawPlan, hasClosedMoments } from '../../lower/MomentsPlan.ts'
import {
  highOf,
  lowOf,
  quantilePlan,
  quantilePoint,
  quantilePointOf,
  sitesWithQuantiles
} from '../../lower/QuantilePlan.ts'
import type { Executor } from '../../runtime/Executor.ts'
import { type Prepared, prepare, runEach, runOnce } from '../host/Host.ts'
import { arrange, scalar, type Tensors } from '../host/Tensors.ts'
import { drawKey } from '../variational/OpenPosterior.ts'
import { type FittedPosterior, trainedSizes } from './FittedPosterior.ts'
import { meanAndDeviation, quantilesOf } from './Quantile.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * - `probabilities` of the quantiles, each between 0 and 1
 * - `rows` at most so many elements of a site, the first in row-major order
 */
export interface SummaryQuestion {
  readonly probabilities: ReadonlyArray<number>
  readonly draws: number
  readonly seed: number
  readonly rows: number
}

/** Where numbers come from. */
export type SummarySource = 'closed form' | 'draws'

/** One element of a site, at `index` along the site's axes. */
export interface ElementSummary {
  readonly index: ReadonlyArray<number>
  readonly mean: number
  readonly sd: number
  readonly quantiles: ReadonlyArray<number>
}

/** `count` elements there are; `elements` has those asked for. */
export interface SiteSummary {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly count: number
  readonly elements: ReadonlyArray<ElementSummary>
  readonly moments: SummarySource
  readonly quantiles: SummarySource
}

/** A site to be summarised: its stored moments over its axes, and what has a closed form. */
interface Asked {
  readonly site: string
  readonly mean: NamedTensor
  readonly variance: NamedTensor
  readonly shown: number
  readonly hasMoments: boolean
  readonly hasQuantiles: boolean
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

const asked = (
  program: Variational,
  { sites }: FittedPosterior,
  rows: number
): ReadonlyArray<Asked> => {
  const closed = sitesWithQuantiles(program)
  return program.moments.flatMap((m) => {
    const found: SitePosterior | undefined = sites.get(m.site)
    if (found === undefined) return []
    const sizes = m.axes.map((a) => found.mean.sizes[found.mean.axes.indexOf(a)] ?? 1)
    const [mean, variance] = [found.mean, found.variance].map(arrange(m.axes, sizes))
    return mean === undefined || variance === undefined
      ? []
      : [
          {
            site: m.site,
            mean,
            variance,
            shown: Math.min(rows, mean.values.length),
            hasMoments: hasClosedMoments(m),
            hasQuantiles: closed.includes(m.site)
          }
        ]
  })
}

/** By site, the quantiles of its shown elements, one list for each probability. */
type Quantiles = ReadonlyMap<string, ReadonlyArray<ArrayLike<number>>>

const closedQuantiles = async <B>(
  executor: Executor<B>,
  plan: Prepared<B>,
  inputs: Tensors,
  sites: ReadonlyArray<Asked>,
  probabilities: ReadonlyArray<number>
): Promise<Quantiles> => {
  const found = new Map<string, ReadonlyArray<ArrayLike<number>>>()
  for (const p of sites.length === 0 ? [] : probabilities) {
    const point = scalar(quantilePointOf(p))
    const values = await runOnce(executor, plan, new Map([...inputs, [quantilePoint, point]]), {
      seed: 0,
      step: 0
    })
    for (const { site, mean, shown } of sites) {
      const t = values.get((p < 0.5 ? lowOf : highOf)(site))
      if (t === undefined) throw new Error(`internal: no quantile of ${site}`)
      const all = arrange(mean.axes, mean.sizes)(t).values
      found.set(site, [...(found.get(site) ?? []), all.slice(0, shown)])
    }
  }
  return found
}

/** Elements `from` … `to` − 1 of a site. */
interface Stretch<A> {
  readonly of: A
  readonly from: number
  readonly to: number
}

/** Draws that are kept at once (64 MiB), those of one element excepted. */
const mostNumbers = 2 ** 24

/** The elements shown of each site in passes that keep a bounded number of draws. */
export const passes = <A extends { readonly shown: number }>(
  sites: ReadonlyArray<A>,
  draws: number,
  most: number
): ReadonlyArray<ReadonlyArray<Stretch<A>>> => {
  const perPass = Math.max(1, Math.floor(most / draws))
  const found: Array<Array<Stretch<A>>> = []
  let room = 0
  for (const of of sites)
    for (let from = 0; from < of.shown;) {
      if (room === 0) {
        found.push([])
        room = perPass
      }
      const to = Math.min(of.shown, from + room)
      found.at(-1)?.push({ of, from, to })
      room -= to - from
      from = to
    }
  return found
}

interface Drawn {
  readonly mean: number
  readonly sd: number
  readonly quantiles: ReadonlyArray<number>
}

/** By site, what draws say of its shown elements. */
const byDraws = async <B>(
  executor: Executor<B>,
  plan: Prepared<B>,
  inputs: Tensors,
  sites: ReadonlyArray<Asked>,
  { probabilities, draws: count, seed }: SummaryQuestion
): Promise<ReadonlyMap<string, ReadonlyArray<Drawn>>> => {
  const found = new Map<string, ReadonlyArray<Drawn>>()
  for (const pass of passes(sites, count, mostNumbers)) {
    const kept = pass.map((s) => ({ ...s, draws: new Float32Array((s.to - s.from) * count) }))
    let d = 0
    await runEach(executor, plan, inputs, drawKey(seed, 0), count, (values) => {
      for (const { of, from, to, draws } of kept) {
        const t = values.get(of.site)
        if (t === undefined) throw new Error(`internal: no draw of ${of.site}`)
        const all = arrange(of.mean.axes, of.mean.sizes)(t).values
        for (let i = from; i < to; i++) draws[(i - from) * count + d] = all[i] ?? NaN
      }
      d += 1
    })
    for (const { of, from, to, draws } of kept) {
      const elements = Array.from({ length: to - from }, (_, i): Drawn => {
        const own = draws.subarray(i * count, (i + 1) * count)
        return { ...meanAndDeviation(own), quantiles: quantilesOf(own, probabilities) }
      })
      found.set(of.site, [...(found.get(of.site) ?? []), ...elements])
    }
  }
  return found
}

/** Where along each axis the element number `i` of an array of these sizes lies. */
export const indexOf = (sizes: ReadonlyArray<number>, i: number): ReadonlyArray<number> =>
  sizes.map((size, d) => Math.floor(i / sizes.slice(d + 1).reduce((a, b) => a * b, 1)) % size)

const summary = (a: Asked, drawn: ReadonlyArray<Drawn>, closed: Quantiles): SiteSummary => ({
  site: a.site,
  axes: a.mean.axes,
  count: a.mean.values.length,
  moments: a.hasMoments ? 'closed form' : 'draws',
  quantiles: a.hasQuantiles ? 'closed form' : 'draws',
  elements: Array.from({ length: a.shown }, (_, i) => {
    const index = indexOf(a.mean.sizes, i)
    const [mean = NaN, variance = NaN] = [a.mean.values[i], a.variance.values[i]]
    const quantiles = a.hasQuantiles
      ? (closed.get(a.site) ?? []).map((of) => of[i] ?? NaN)
      : (drawn[i]?.quantiles ?? [])
    // what is stored as a point mass has been left out while training
    if (mean === 0 && variance === 0)
      return { index, mean: 0, sd: 0, quantiles: quantiles.map(() => 0) }
    return a.hasMoments
      ? { index, mean, sd: Math.sqrt(variance), quantiles }
      : { index, mean: drawn[i]?.mean ?? NaN, sd: drawn[i]?.sd ?? NaN, quantiles }
  })
})

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/**
 * Every declared site, in order of declaration. `data` are needed where a site's draws read them
 * (`readByDraws`): a latent of each row whose prior's location is a function of inputs.
 */
export const summariseSites = async <B>(
  executor: Executor<B>,
  program: Variational,
  posterior: FittedPosterior,
  data: Tensors,
  question: SummaryQuestion
): Promise<E.Either<Problem, ReadonlyArray<SiteSummary>>> => {
  const sites = asked(program, posterior, question.rows)
  const [closed, open] = [
    sites.filter((a) => a.hasQuantiles),
    sites.filter((a) => !a.hasQuantiles || !a.hasMoments)
  ]
  const sizes = trainedSizes(program, posterior)
  const names = (of: ReadonlyArray<Asked>): ReadonlyArray<string> => of.map((a) => a.site)
  const plans = pipe(
    E.Do,
    E.apS('quantiles', prepare(executor, quantilePlan(program, names(closed)), sizes)),
    E.apS('draws', prepare(executor, drawPlan(program, names(open)), sizes))
  )
  if (E.isLeft(plans)) return plans
  const { quantiles, draws } = plans.right
  const inputs: Tensors = new Map([...data, ...posterior.parameters])
  try {
    const exact = await closedQuantiles(executor, quantiles, inputs, closed, question.probabilities)
    const drawn = await byDraws(executor, draws, inputs, open, question)
    return E.right(sites.map((a) => summary(a, drawn.get(a.site) ?? [], exact)))
  } finally {
    quantiles.runnable.dispose()
    draws.runnable.dispose()
  }
}
