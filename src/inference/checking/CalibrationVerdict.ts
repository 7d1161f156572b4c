/**
 * What ranks in many worlds come to, in the three words of every check.
 *
 * - do not trust       in more than one world of twenty there is no posterior at all; or one lies off
 *                      by more than a fifth of its deviation on average
 * - trust means only   posteriors are too narrow or too wide by more than a 90 % interval may be that
 *                      holds 80 to 97 %, or more than a tenth of the ranks would have to lie elsewhere
 * - trust              none of these was told
 *
 * Told is what has Holm's p below 0.01 and is as large as that: of thousands of worlds every
 * approximation has a bias that can be shown.
 *
 * @since 0.2.0
 */
import { ndtri } from '../../expr/numbers/SpecialFunctions.ts'
import type { RankedElement, TestedSite } from './RankTests.ts'
import { leastP } from './RankTests.ts'
import { leastHeld, mostHeld, mostOffSds, type Trust } from './Verdict.ts'

/** What decided, in this order. */
export type CalibrationDecision = 'few' | 'unanswered' | 'bias' | 'width' | 'shape' | 'nothing'

/** An element that decides, with its site. */
export interface RankedWorst {
  readonly site: TestedSite
  readonly element: RankedElement
}

/** How far an inference is to be trusted with a model, and the element that decides. */
export interface CalibrationVerdict {
  readonly trust: Trust
  readonly by: CalibrationDecision
  /** The element with the least p of the question that decided. */
  readonly worst: RankedWorst | undefined
}

/** Of fewer nothing is said. */
export const fewestWorlds = 20
const mostUnanswered = 0.05

/** Ratios of deviations at which a normal's 90 % interval holds 80 % and 97 %. */
const half = (share: number): number => ndtri((1 + share) / 2)
const mostNarrow = half(0.9) / half(leastHeld)
const leastNarrow = half(0.9) / half(mostHeld)

/** Ranks that would have to lie in another tenth for all to be alike; a bias of a fifth has 8 %. */
const mostUneven = 0.1
const unevenShare = ({ counts }: RankedElement): number => {
  const all = counts.reduce((a, b) => a + b, 0)
  return counts.reduce((sum, n) => sum + Math.abs(n / all - 1 / counts.length) / 2, 0)
}

const trusts: { readonly [D in CalibrationDecision]: Trust } = {
  few: 'do not trust',
  unanswered: 'do not trust',
  bias: 'do not trust',
  width: 'trust means only',
  shape: 'trust means only',
  nothing: 'trust'
}

const told: {
  readonly [Q in 'bias' | 'width' | 'shape']: (e: RankedElement) => boolean
} = {
  bias: ({ bias, offSds }) => bias < leastP && Math.abs(offSds) > mostOffSds,
  width: ({ width, narrowness }) =>
    width < leastP && !(narrowness >= leastNarrow && narrowness <= mostNarrow),
  shape: (e) => e.shape < leastP && unevenShare(e) > mostUneven
}

const worstOf = (
  sites: ReadonlyArray<TestedSite>,
  question: 'bias' | 'width' | 'shape'
): RankedWorst | undefined => {
  const found = sites.flatMap((site) =>
    site.elements.filter(told[question]).map((element) => ({ site, element }))
  )
  return found.reduce<RankedWorst | undefined>(
    (a, b) => (a === undefined || b.element[question] < a.element[question] ? b : a),
    undefined
  )
}

/** `worlds` were answered, `unanswered` were not. */
export const calibrationVerdict = (
  sites: ReadonlyArray<TestedSite>,
  worlds: number,
  unanswered: number
): CalibrationVerdict => {
  const decided = (by: CalibrationDecision, worst?: RankedWorst): CalibrationVerdict => ({
    trust: trusts[by],
    by,
    worst
  })
  if (unanswered > mostUnanswered * (worlds + unanswered)) return decided('unanswered')
  if (worlds < fewestWorlds) return decided('few')
  for (const by of ['bias', 'width', 'shape'] as const) {
    const worst = worstOf(sites, by)
    if (worst !== undefined) return decided(by, worst)
  }
  return decided('nothing')
}
