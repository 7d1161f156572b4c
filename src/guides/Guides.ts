/**
 * The guides, in the order in which they are tried: a site's guide is the first that fits its
 * support. To add one: its file and a row here; what a user may ask for by name follows.
 *
 * @since 0.2.0
 */
import { isSome } from 'fp-ts/lib/Option.js'
import type { Support } from '../distributions/supports/Support.ts'
import { bernoulliGuide } from './BernoulliGuide.ts'
import { categoricalGuide } from './CategoricalGuide.ts'
import { deltaGuide } from './DeltaGuide.ts'
import { flooredLogNormalGuide } from './FlooredLogNormalGuide.ts'
import type { GuideFamily } from './GuideFamily.ts'
import { hardConcreteGuide } from './HardConcreteGuide.ts'
import { logitNormalGuide } from './LogitNormalGuide.ts'
import { logNormalGuide } from './LogNormalGuide.ts'
import { normalGuide } from './NormalGuide.ts'
import { aboutOneGuide } from './AboutOneGuide.ts'
import { aboutOneTogetherGuide } from './AboutOneTogetherGuide.ts'
import { atPriorGuide } from './AtPriorGuide.ts'
import { shiftedLogNormalGuide } from './ShiftedLogNormalGuide.ts'
import { softplusNormalGuide } from './SoftplusNormalGuide.ts'
import { truncatedNormalGuide } from './TruncatedNormalGuide.ts'

export const guides = {
  normal: normalGuide,
  logNormal: logNormalGuide,
  logitNormal: logitNormalGuide,
  shiftedLogNormal: shiftedLogNormalGuide,
  softplusNormal: softplusNormalGuide,
  truncatedNormal: truncatedNormalGuide,
  hardConcrete: hardConcreteGuide,
  flooredLogNormal: flooredLogNormalGuide,
  bernoulli: bernoulliGuide,
  categorical: categoricalGuide,
  aboutOne: aboutOneGuide,
  aboutOneTogether: aboutOneTogetherGuide,
  delta: deltaGuide,
  atPrior: atPriorGuide
} satisfies Readonly<Record<string, GuideFamily>>

/** What a user may ask for by name. */
export type GuideTag = keyof typeof guides

/** In the order of the table. */
export const guideTags: ReadonlyArray<GuideTag> = Object.keys(guides).filter(
  (tag): tag is GuideTag => tag in guides
)

/** Guides that fit a support; the first is the one that is derived. */
export const guidesFor = (support: Support): ReadonlyArray<GuideTag> =>
  guideTags.filter((tag) => guides[tag].ofLaw === undefined && isSome(guides[tag].fits(support)))

/** Does this guide hold a site at its prior? Then it is drawn, also where its values are counted. */
export const isHeld = (tag: GuideTag | undefined): boolean =>
  tag !== undefined && tag in guides && guides[tag].ofLaw !== undefined
