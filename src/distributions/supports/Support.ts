/**
 * Where a distribution's values lie: the union of the supports, and what each answers. To add one:
 * its file and its row in `kinds`, with its constructor above it.
 *
 * @since 0.1.0
 */
import { keys } from 'fp-ts/lib/ReadonlyRecord.js'
import type { Expr } from '../../expr/Expr.ts'
import type { Bijector } from './Bijector.ts'
import * as Bi from './BinarySupport.ts'
import * as Ca from './CategoriesSupport.ts'
import * as Cr from './CorrelationSupport.ts'
import * as Co from './CountsSupport.ts'
import * as CT from './CountsToSupport.ts'
import * as Ha from './HalfLineSupport.ts'
import * as In from './IntervalSupport.ts'
import * as PH from './PositiveHalfLineSupport.ts'
import * as PI from './PositiveIntervalSupport.ts'
import * as Or from './OrderedSupport.ts'
import * as Po from './PositiveSupport.ts'
import * as Re from './RealSupport.ts'
import * as Si from './SignedSupport.ts'
import type { Bounds, SupportFacts, SupportKind } from './SupportKind.ts'
import * as Sx from './SimplexSupport.ts'
import type { VectorBijector } from './VectorBijector.ts'
import * as UI from './UnitIntervalSupport.ts'
import * as Un from './UnitSupport.ts'

export type { Bijector, Bounds }
export type { Proof, SupportFacts, SupportKind } from './SupportKind.ts'
export { binary } from './BinarySupport.ts'
export { categories } from './CategoriesSupport.ts'
export { correlation } from './CorrelationSupport.ts'
export { counts, countsFrom } from './CountsSupport.ts'
export { countsTo } from './CountsToSupport.ts'
export { above, below } from './HalfLineSupport.ts'
export { interval } from './IntervalSupport.ts'
export { positiveAbove } from './PositiveHalfLineSupport.ts'
export { positiveInterval } from './PositiveIntervalSupport.ts'
export { rising } from './OrderedSupport.ts'
export { positive } from './PositiveSupport.ts'
export { real } from './RealSupport.ts'
export { signed } from './SignedSupport.ts'
export { simplex } from './SimplexSupport.ts'
export { pairCount, pairsAxis } from './PartialCorrelations.ts'
export { freeAxis, type SizedAxis, upToAxis, type VectorBijector } from './VectorBijector.ts'
export { unit } from './UnitSupport.ts'
export { unitInterval } from './UnitIntervalSupport.ts'

/** The answers by tag: one row a support. */
const kinds = {
  Binary: Bi.kind,
  Categories: Ca.kind,
  Correlation: Cr.kind,
  Counts: Co.kind,
  CountsTo: CT.kind,
  HalfLine: Ha.kind,
  Interval: In.kind,
  Ordered: Or.kind,
  Positive: Po.kind,
  PositiveHalfLine: PH.kind,
  PositiveInterval: PI.kind,
  Real: Re.kind,
  Signed: Si.kind,
  Simplex: Sx.kind,
  Unit: Un.kind,
  UnitInterval: UI.kind
}

export type SupportTag = keyof typeof kinds
type Supports = {
  readonly [T in SupportTag]: Parameters<(typeof kinds)[T]['bijector']>[0]
}
export type Support = Supports[SupportTag]

/** Tag and support go together: the type keeps the row and its argument in step. */
const kindOf = <T extends SupportTag>(
  rows: { readonly [K in SupportTag]: SupportKind<Supports[K]> },
  tag: T
): SupportKind<Supports[T]> => rows[tag]

export const supportTags: ReadonlyArray<SupportTag> = keys(kinds)

/** What is so for every support of this tag. */
export const factsOf = (tag: SupportTag): SupportFacts => kinds[tag]

/** From the real line onto the support; none for discrete ones. */
export const bijector = (s: Support): Bijector | undefined =>
  kindOf<SupportTag>(kinds, s._tag).bijector(s)

/** From real vectors onto those of the support; none where elements have values of their own. */
export const vectorBijector = (s: Support): VectorBijector | undefined =>
  kindOf<SupportTag>(kinds, s._tag).vectorBijector?.(s)

/** Are its values measured, and not counted? */
export const isContinuous = (s: Support): boolean =>
  bijector(s) !== undefined || vectorBijector(s) !== undefined

/** The ends of a support that has ends of its own; none of one whose kind says all. */
export const boundsOf = (s: Support): Bounds | undefined =>
  kindOf<SupportTag>(kinds, s._tag).bounds(s)

/** The same, as they are there. */
export const endsOf = (s: Support): ReadonlyArray<Expr> => {
  const { low, high } = boundsOf(s) ?? {}
  return [low, high].flatMap((e) => (e === undefined ? [] : [e]))
}

/** The support with this number in files. */
export const supportOfCode = (code: number): SupportTag | undefined =>
  supportTags.find((tag) => kinds[tag].code === code)

/** May a value of support `inner` stand where `outer` is asked? */
export const isWithin =
  (outer: SupportTag) =>
  (inner: SupportTag): boolean => {
    const { isNumeric, values } = factsOf(inner),
      { proof } = factsOf(outer)
    return inner === outer || (isNumeric && (proof === undefined || proof.suffices(values)))
  }
