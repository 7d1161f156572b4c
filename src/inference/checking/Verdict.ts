/**
 * A check of a guide in one of three words, with the numbers behind it.
 *
 * - do not trust       no weighted draws stand for the posterior, or a mean is off by more than a
 *                      fifth of a deviation
 * - trust means only   a 90 % interval holds less than 80 % of the posterior or more than 97 %, or
 *                      sites hang together in a way that the guide does not have: k̂ is too large
                      and less than half of its draws are effective
 * - trust              none of these
 *
 * A fifth of a deviation moves the coverage of a 90 % interval by less than a percent and is what
 * statisticians call small; 80 % are the interval of a normal whose deviation is 0.78 of the true
 * one, 97 % of 1.32. What lies within two Monte Carlo errors of a bound is within it.
 *
 * @since 0.2.0
 */
import type { CheckedElement, CheckedSite, GuideCheck } from './GuideCheck.ts'

/** What a check ends in. */
export type Trust = 'trust' | 'trust means only' | 'do not trust'

/** An element with the number that decides. */
export interface Worst {
  readonly site: CheckedSite
  readonly element: CheckedElement
}

/** How far a guide is to be trusted, and the elements that decide. */
export interface Verdict {
  readonly trust: Trust
  /** What decided; `reference`: there is none. */
  readonly by: 'reference' | 'means' | 'intervals' | 'weights' | 'nothing'
  /** The mean that is furthest off, and the intervals that hold the least and the most. */
  readonly furthest: Worst | undefined
  readonly narrowest: Worst | undefined
  readonly widest: Worst | undefined
  /** Does an interval hold too little? Else one holds too much, or none is wrong. */
  readonly isNarrow: boolean
}

export const mostOffSds = 0.2
export const leastHeld = 0.8
export const mostHeld = 0.97
const errors = 2

const worstBy = (
  sites: ReadonlyArray<CheckedSite>,
  by: (e: CheckedElement) => number
): Worst | undefined => {
  let worst: (Worst & { readonly score: number }) | undefined
  for (const site of sites)
    for (const element of site.elements) {
      const found = by(element)
      // what is no number is the worst there is
      const score = Number.isNaN(found) ? Infinity : found
      if (score > (worst?.score ?? -Infinity)) worst = { site, element, score }
    }
  return worst && { site: worst.site, element: worst.element }
}

/** By how much more than its error allows, in units of what is compared. */
const offBy = ({ corrected: { offSds, error, sd } }: CheckedElement): number =>
  offSds - errors * (sd === 0 ? 0 : error / sd)
const missing = ({ corrected: { holds, holdsError } }: CheckedElement): number =>
  leastHeld - holds - errors * holdsError
const excess = ({ corrected: { holds, holdsError } }: CheckedElement): number =>
  holds - mostHeld - errors * holdsError

export const verdictOf = ({ draws, k, mostK, size, reference, sites }: GuideCheck): Verdict => {
  const [furthest, narrowest, widest] = [offBy, missing, excess].map((by) => worstBy(sites, by))
  const isNarrow = narrowest !== undefined && !(missing(narrowest.element) <= 0)
  const by =
    reference === undefined
      ? 'reference'
      : furthest !== undefined && !(offBy(furthest.element) <= mostOffSds)
        ? 'means'
        : isNarrow || (widest !== undefined && !(excess(widest.element) <= 0))
          ? 'intervals'
          : k > mostK && size < draws / 2
            ? 'weights'
            : 'nothing'
  return {
    trust:
      by === 'reference' || by === 'means'
        ? 'do not trust'
        : by === 'nothing'
          ? 'trust'
          : 'trust means only',
    by,
    furthest,
    narrowest,
    widest,
    isNarrow
  }
}
