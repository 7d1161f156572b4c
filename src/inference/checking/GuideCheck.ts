/**
 * Whether a fitted guide can be trusted, by draws that are weighed against the posterior.
 *
 * - k̂           of the weights of the guide's own draws (PSIS), at most min(1 − 1/log₁₀ S, 0.7)
 * - reference   the weighted draws of the guide where k̂ is that good, or at least half of them are
 *               effective and k̂ is below 1: a steep tail that weighs nearly nothing; else those of a
 *               proposal that follows the posterior (`Proposal.ts`), where k̂ is at most ½ and a
 *               quarter of its draws are effective. More is asked of it, because it was made from
 *               weights itself: where no draw went it will not go. One is tried too where the guide's
 *               k̂ is above the bound or less than a quarter of its draws are effective
 * - means       of the guide against those of the reference, in deviations of the posterior
 * - intervals   how much of the reference lies in the guide's 90 % interval, from its 5 % to its
 *               95 % quantile
 *
 * A mode that no draw reaches has no weight: nothing here sees it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Undiagnosed } from '../diagnostics/Chains.ts'
import { mostShape, type SmoothedWeights, smoothWeights } from '../diagnostics/ParetoSmoothing.ts'
import { elements } from '../host/Tensors.ts'
import { meanAndDeviation, quantileOfSorted } from '../predictive/Quantile.ts'
import { following, logStandardNormal, ofGuide, type Proposed } from './Proposal.ts'
import type { DrawnValues, WeighedDraws, Weigher } from './WeighDraws.ts'

// model

/** One element of a declared site under the guide, and what weighted draws say of it. */
export interface CheckedElement {
  /** Its number in row-major order. */
  readonly at: number
  readonly mean: number
  readonly sd: number
  readonly corrected: {
    readonly mean: number
    readonly sd: number
    /** The Monte Carlo error of its mean. */
    readonly error: number
    /** The distance of the means in corrected deviations. */
    readonly offSds: number
    /** The share of the posterior in the guide's 90 % interval, and its Monte Carlo error. */
    readonly holds: number
    readonly holdsError: number
  }
}

/** A declared site of a check, its elements in row-major order. */
export interface CheckedSite {
  readonly site: string
  readonly axes: ReadonlyArray<string>
  readonly sizes: ReadonlyArray<number>
  readonly elements: ReadonlyArray<CheckedElement>
}

/** What the reference is made of: rounds 0 is the guide itself. */
export interface Reference {
  readonly rounds: number
  readonly k: number
  /** Effective draws among those that were weighed. */
  readonly size: number
}

/** A guide, weighed: k̂ of its draws, and every element against a reference. */
export interface GuideCheck {
  readonly draws: number
  readonly k: number
  readonly mostK: number
  /** Effective draws of the guide, by its own weights. */
  readonly size: number
  /** Undefined where nothing was found whose weights can be trusted. */
  readonly reference: Reference | undefined
  /** Empty without a reference. */
  readonly sites: ReadonlyArray<CheckedSite>
}

/** Rounds of a proposal that follows, at most; and dimensions in which one is tried. */
const mostRounds = 8
const mostFollowed = 64
/** Shares of effective draws, and k̂ of a proposal that follows: see above. */
const halfOf = 0.5
const mostFollowingK = 0.5
const leastFollowing = 0.25
const interval = [0.05, 0.95] as const

// combinators

/** Draws of a proposal, their log weights as they are (`raw`) and smoothed. */
export interface Weighed {
  readonly proposed: Proposed
  readonly drawn: WeighedDraws
  readonly raw: Float64Array
  readonly smoothed: SmoothedWeights
}

const elementAt = ({ values }: DrawnValues, n: number, at: number): Float64Array => {
  const found = new Float64Array(values.length / n)
  for (let i = 0; i < found.length; i++) found[i] = values[i * n + at] ?? NaN
  return found
}

const checkedElement = (
  at: number,
  own: Float64Array,
  reference: Float64Array,
  weights: Float64Array
): CheckedElement => {
  const { mean, sd } = meanAndDeviation(own)
  const sorted = Float64Array.from(own).sort()
  const [low, high] = interval.map((p) => quantileOfSorted(sorted, p))
  const sum = (of: (x: number, w: number) => number): number =>
    reference.reduce((total, x, i) => total + of(x, weights[i] ?? 0), 0)
  const corrected = sum((x, w) => w * x)
  const variance = sum((x, w) => w * (x - corrected) ** 2)
  const isIn = (x: number): number => (x >= (low ?? NaN) && x <= (high ?? NaN) ? 1 : 0)
  const holds = sum((x, w) => w * isIn(x))
  const off = Math.abs(mean - corrected)
  return {
    at,
    mean,
    sd,
    corrected: {
      mean: corrected,
      sd: Math.sqrt(variance),
      error: Math.sqrt(sum((x, w) => (w * (x - corrected)) ** 2)),
      offSds: off === 0 ? 0 : off / Math.sqrt(variance),
      holds,
      holdsError: Math.sqrt(sum((x, w) => (w * (isIn(x) - holds)) ** 2))
    }
  }
}

const checkedSites = (own: Weighed, reference: Weighed): ReadonlyArray<CheckedSite> => {
  const weights = reference.smoothed.logWeights.map(Math.exp)
  return own.drawn.sites.flatMap((of, i) => {
    const there = reference.drawn.sites[i]
    const n = elements(of.sizes)
    return there === undefined
      ? []
      : [
          {
            site: of.site,
            axes: of.axes,
            sizes: of.sizes,
            elements: Array.from({ length: n }, (_, at) =>
              checkedElement(at, elementAt(of, n, at), elementAt(there, n, at), weights)
            )
          }
        ]
  })
}

/** The guide's own draws, and those that stand for the posterior, after so many rounds. */
export interface WeighedGuide {
  readonly own: Weighed
  readonly reference: { readonly rounds: number; readonly at: Weighed } | undefined
}

// destructors

/**
 * `draws` of the guide, and of each round of a proposal that follows. Left where a weight is NaN or
 * +∞, or there are fewer than 30 draws.
 */
export const weighGuide = (
  { dimension, weigh }: Weigher,
  draws: number,
  seed: number
): E.Either<Undiagnosed, WeighedGuide> => {
  const mostK = mostShape(draws)
  const weighed = (proposed: Proposed): E.Either<Undiagnosed, Weighed> => {
    const drawn = weigh(proposed.noise)
    const normal = logStandardNormal(proposed.noise, dimension)
    const raw = drawn.logWeights.map(
      (l, i) => l + (normal[i] ?? NaN) - (proposed.logDensity[i] ?? NaN)
    )
    return pipe(
      smoothWeights(raw),
      E.map((smoothed) => ({ proposed, drawn, raw, smoothed }))
    )
  }
  const isTrusted = ({ smoothed: { k, size } }: Weighed): boolean =>
    k <= mostK || (k < 1 && size >= halfOf * draws)
  const hasArrived = ({ smoothed: { k, size } }: Weighed): boolean =>
    k <= mostFollowingK && size >= leastFollowing * draws
  /** Until the weights can be trusted, and one round more, which knows more of the posterior. */
  const followed = (first: Weighed): WeighedGuide['reference'] => {
    let at = first
    let good: WeighedGuide['reference']
    for (let rounds = 1; rounds <= mostRounds && dimension <= mostFollowed; rounds++) {
      const next = following(at.proposed, at.smoothed.logWeights, dimension)
      const found = next === undefined ? undefined : weighed(next(seed, rounds, draws))
      if (found === undefined || E.isLeft(found)) return good
      const isBetter =
        hasArrived(found.right) && found.right.smoothed.size > (good?.at.smoothed.size ?? 0)
      if (good !== undefined) return isBetter ? { rounds, at: found.right } : good
      at = found.right
      if (isBetter) good = { rounds, at }
    }
    return good
  }
  return pipe(
    weighed(ofGuide(dimension)(seed, 0, draws)),
    E.map((own) => {
      const isGood = isTrusted(own)
      const isBest = own.smoothed.k <= mostK && own.smoothed.size >= leastFollowing * draws
      const better = isBest ? undefined : followed(own)
      return { own, reference: better ?? (isGood ? { rounds: 0, at: own } : undefined) }
    })
  )
}

/** A guide against its reference, element by element. */
export const checkGuide = (
  weigher: Weigher,
  draws: number,
  seed: number
): E.Either<Undiagnosed, GuideCheck> =>
  pipe(
    weighGuide(weigher, draws, seed),
    E.map(({ own, reference }) => ({
      draws,
      k: own.smoothed.k,
      mostK: mostShape(draws),
      size: own.smoothed.size,
      reference: reference && {
        rounds: reference.rounds,
        k: reference.at.smoothed.k,
        size: reference.at.smoothed.size
      },
      sites: reference === undefined ? [] : checkedSites(own, reference.at)
    }))
  )
