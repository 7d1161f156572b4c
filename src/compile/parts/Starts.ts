/**
 * Where guides start: at the prior's median, but for scales that would start degenerate.
 *
 * @since 0.2.0
 */
import { isNone, type Option } from 'fp-ts/lib/Option.js'
import { factsOf, family, isContinuous } from '../../distributions/index.ts'
import {
  type Expr,
  type Interval,
  isNonzero,
  isPositive as isAboveZero,
  simplify
} from '../../expr/index.ts'
import { grouped } from './Grouped.ts'
import type { WorkingSite } from './Working.ts'

/**
 * A prior median below this would make its scale's inverse a huge weight: the guide starts at 1
 * instead.
 */
export const degenerateMedian = 1e-2

const numberOf = (x: Option<Expr>): number | undefined => {
  if (isNone(x)) return undefined
  const folded = simplify(x.value)
  return folded._tag === 'Constant' ? folded.value : undefined
}

/** The prior's median where it is a number; of counts, which have no formula of it, the mean. */
export const priorMedian = (s: WorkingSite): number | undefined => {
  const { median, moment, support } = family(s.dist)
  return numberOf(isContinuous(support) ? median : moment(1))
}

const valuesOf = (s: WorkingSite): Interval => factsOf(family(s.dist).support._tag).values
/** A scale; a probability is none. */
const isPositive = (s: WorkingSite): boolean =>
  isAboveZero(valuesOf(s)) && valuesOf(s).high === Infinity
const isOfEitherSign = (s: WorkingSite): boolean =>
  isNonzero(valuesOf(s)) && !isAboveZero(valuesOf(s))

/**
 * The site's own start: what the user asks for; 1 of a scale of either sign, which would be lost at
 * 0; the prior's median, unless data set ends to it; else the middle of the support.
 */
const startOf = (s: WorkingSite): number | undefined =>
  s.options.initial ??
  (s.narrowed !== undefined ? undefined : isOfEitherSign(s) ? 1 : priorMedian(s))

/** The sites' own starts. Scales of data at 10⁻⁶ have theirs there, however degenerate that is. */
export const ownStartsOf = (
  sites: ReadonlyArray<WorkingSite>
): ReadonlyMap<string, number | undefined> =>
  // a median is simplified to be a number: once a site
  new Map(sites.map((s) => [s.name, startOf(s)]))

/**
 * Medians at the start, site by site. The parts of one degenerate scale are balanced: the product
 * of their medians becomes 1, half the correction on each side (C⁺(0, 1e-5) as gamma × inverse
 * gamma: ln a = ln τ², ln b = −ln τ²).
 */
export const startsOf = (
  sites: ReadonlyArray<WorkingSite>,
  own: ReadonlyMap<string, number | undefined>
): ReadonlyMap<string, number | undefined> => {
  /** Of a positive site, whose middle is 1. */
  const scaleStart = (s: WorkingSite): number => own.get(s.name) ?? 1
  const positive = grouped((s: WorkingSite) => s.declared)(sites.filter(isPositive))
  return new Map(
    sites.map((s) => {
      if (!isPositive(s) || s.options.initial !== undefined || s.narrowed !== undefined)
        return [s.name, own.get(s.name)]
      const start = scaleStart(s)
      const parts = positive.get(s.declared) ?? []
      const whole = Math.sqrt(parts.reduce((p, t) => p * scaleStart(t), 1))
      if (whole >= degenerateMedian) return [s.name, start]
      const rest = parts.filter((t) => t.name !== s.name).reduce((p, t) => p * scaleStart(t), 1)
      return [s.name, parts.length === 1 || start >= degenerateMedian ? 1 / rest : start]
    })
  )
}
