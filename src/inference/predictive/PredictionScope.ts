/**
 * What a prediction is about: which plates are new, which sites are drawn for them and in which
 * order, and what is given.
 *
 * New rows are new members of the plates of the observed sites. A latent over such a plate has no
 * posterior there: it is drawn from its prior, given the rest. Every other latent comes from one
 * joint draw of the guide. A model whose observed sites have fixed axes only has no new rows: it
 * predicts its own cells.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import type { DataSlot } from '../../ir/Graph.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import type { Prediction, Variational } from '../../ir/Variational.ts'
import type { AncestralOutputs } from '../../lower/AncestralPlan.ts'
import { isDiscrete } from '../../lower/PredictPlan.ts'

/** A model as predictions read it. */
export interface PredictiveModel {
  readonly program: Variational
  readonly sites: ReadonlyArray<AncestralSite>
}

export interface PredictionScope {
  /** New members of these; none where the model predicts its own cells. */
  readonly plates: ReadonlyArray<string>
  /** The plate along which rows may be predicted apart from each other. */
  readonly cut: string | undefined
  /** The observed sites that are predicted. */
  readonly predicted: ReadonlyArray<Prediction>
  /** What is drawn or weighed, in an order in which everything has what it reads. */
  readonly stages: ReadonlyArray<AncestralOutputs>
  /** Latents that come from the guide. */
  readonly given: ReadonlyArray<string>
  /** What is read of data; those over `plates` are of the new rows. */
  readonly data: ReadonlyArray<DataSlot>
}

const isOver =
  (plates: ReadonlyArray<string>) =>
  ({ axes }: { readonly axes: ReadonlyArray<string> }): boolean =>
    axes.some((a) => plates.includes(a))

/** The plates that observed sites lie over. */
export const predictedPlates = ({ axes, predictions }: Variational): ReadonlyArray<string> =>
  axes.flatMap((a) =>
    a.size === 'data' && predictions.some((p) => p.axes.includes(a.name)) ? [a.name] : []
  )

/** Names that these read, and what is read by what is walked among them: the roots' ancestors. */
export const ancestors = (
  sites: ReadonlyArray<AncestralSite>,
  roots: ReadonlyArray<string>,
  isWalked: (s: AncestralSite) => boolean
): ReadonlySet<string> => {
  const needed = new Set(roots)
  for (const s of sites.toReversed())
    if (needed.has(s.site) && isWalked(s)) s.reads.forEach((name) => needed.add(name))
  return needed
}

/** Sites by how many walked sites stand one after the other before them. */
export const inStages = (
  walked: ReadonlyArray<AncestralSite>,
  isDrawn: (s: AncestralSite) => boolean,
  isWeighed: (s: AncestralSite) => boolean
): ReadonlyArray<AncestralOutputs> => {
  const levels = new Map<string, number>()
  for (const s of walked)
    levels.set(s.site, Math.max(0, ...s.reads.map((name) => 1 + (levels.get(name) ?? -1))))
  return Array.from({ length: 1 + Math.max(-1, ...levels.values()) }, (_, level) => {
    const here = walked.filter((s) => levels.get(s.site) === level)
    return {
      drawn: here.filter(isDrawn),
      weighed: here.filter(isWeighed).map((s) => s.site)
    }
  })
}

/**
 * A latent that is summed out is no part of what was learnt. It is drawn from its own distribution where
 * all that read it have its axes: then a new draw of both is one of their mixture.
 */
export const isDrawnAnew =
  (sites: ReadonlyArray<AncestralSite>) =>
  ({ site, axes, isSummedOut }: AncestralSite): boolean =>
    isSummedOut &&
    sites.every(
      (t) =>
        !t.reads.includes(site) ||
        (t.axes.length === axes.length && t.axes.every((a) => axes.includes(a)))
    )

/** A site that would have to be drawn from its own distribution, and has none. */
export const withoutDraws = (s: AncestralSite): ReadonlyArray<Problem> => {
  const { site, role, sample, sampleVector } = s
  return E.isRight(sample) || sampleVector !== undefined
    ? []
    : [
        problem(
          site,
          role === 'latent'
            ? 'it is to be drawn from its prior, and there are no draws'
            : 'it is to be drawn again, and there are no draws',
          sample.left,
          role === 'latent'
            ? 'leave --prior out, or give it a proper prior'
            : 'another distribution'
        )
      ]
}

export const predictionScope = ({ program, sites }: PredictiveModel): PredictionScope => {
  const plates = predictedPlates(program)
  const isNew = isOver(plates)
  const predicted = program.predictions.filter((p) => plates.length === 0 || isNew(p))
  const isPredicted = (s: AncestralSite): boolean => predicted.some((p) => p.site === s.site)
  const isAnew = isDrawnAnew(sites)
  const isWalked = (s: AncestralSite): boolean => isPredicted(s) || isNew(s) || isAnew(s)
  const needed = ancestors(
    sites,
    predicted.map((p) => p.site),
    isWalked
  )
  const walked = sites.filter((s) => needed.has(s.site) && isWalked(s))
  const read = new Set(walked.flatMap((s) => s.reads))
  const isWeighed = (s: AncestralSite): boolean =>
    predicted.some((p) => p.site === s.site && isDiscrete(p))
  const [only, ...others] = plates
  return {
    plates,
    predicted,
    cut:
      only !== undefined && others.length === 0 && !walked.some((s) => s.mixes.includes(only))
        ? only
        : undefined,
    stages: inStages(walked, (s) => read.has(s.site) || !isWeighed(s), isWeighed),
    given: sites
      .filter((s) => s.role === 'latent' && read.has(s.site) && !walked.includes(s))
      .map((s) => s.site),
    data: [...program.data, ...program.observed].filter(
      ({ name }) => read.has(name) && !walked.some((s) => s.site === name)
    )
  }
}
