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
import type { IndependentSource, SitePosterior } from '../../ir/Posterior.ts'
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
import { type Prepared, prepare, runOnce } from '../host/Host.ts'
import { arrange, scalar, type Tensors } from '../host/Tensors.ts'
import { type FittedPosterior, trainedSizes } from './FittedPosterior.ts'
import { type AskedSite, byDraws, type DrawnElement, type DrawQuestion } from './SummaryDraws.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * - `probabilities` of the quantiles, each between 0 and 1
 * - `rows` at most so many elements of a site, the first in row-major order
 */
export interface SummaryQuestion extends DrawQuestion {
  readonly rows: number
}

/**
 * Where numbers come from: the guide's formulas, draws of it, chains of the posterior itself, or draws of
 * the priors.
 */
export type SummarySource = 'closed form' | 'draws' | 'chains' | IndependentSource

/**
 * What chains say of one element: `meanError` is the Monte Carlo error of the mean, `bulkSize` and
 * `tailSize` how many independent draws the middle and the tails are worth; undefined where nothing can
 * be said.
 */
export interface ChainAgreement {
  readonly meanError: number | undefined
  readonly bulkSize: number | undefined
  readonly tailSize: number | undefined
  readonly rHat: number | undefined
}

/** One element of a site, at `index` along the site's axes. */
export interface ElementSummary {
  readonly index: ReadonlyArray<number>
  readonly mean: number
  readonly sd: number
  /** By linear response, where a solver arrived. */
  readonly responseSd?: number
  /** Of what chains have drawn. */
  readonly agreement?: ChainAgreement | undefined
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

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

const asked = (
  program: Variational,
  { sites }: FittedPosterior,
  rows: number
): ReadonlyArray<AskedSite> => {
  const closed = sitesWithQuantiles(program)
  return program.moments.flatMap((m) => {
    const found: SitePosterior | undefined = sites.get(m.site)
    if (found === undefined) return []
    const sizes = m.axes.map((a) => found.mean.sizes[found.mean.axes.indexOf(a)] ?? 1)
    const [mean, variance] = [found.mean, found.variance].map(arrange(m.axes, sizes))
    const response = found.response && arrange(m.axes, sizes)(found.response)
    return mean === undefined || variance === undefined
      ? []
      : [
          {
            site: m.site,
            mean,
            variance,
            response,
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
  sites: ReadonlyArray<AskedSite>,
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

/** Where along each axis the element number `i` of an array of these sizes lies. */
export const indexOf = (sizes: ReadonlyArray<number>, i: number): ReadonlyArray<number> =>
  sizes.map((size, d) => Math.floor(i / sizes.slice(d + 1).reduce((a, b) => a * b, 1)) % size)

const summary = (
  a: AskedSite,
  drawn: ReadonlyArray<DrawnElement>,
  closed: Quantiles
): SiteSummary => ({
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
    const corrected = a.response?.values[i]
    return {
      index,
      ...(a.hasMoments
        ? { mean, sd: Math.sqrt(variance) }
        : { mean: drawn[i]?.mean ?? NaN, sd: drawn[i]?.sd ?? NaN }),
      ...(corrected === undefined ? {} : { responseSd: Math.sqrt(corrected) }),
      quantiles
    }
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
  const names = (of: ReadonlyArray<AskedSite>): ReadonlyArray<string> => of.map((a) => a.site)
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
