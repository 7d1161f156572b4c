/**
 * The guide of each working site: the one its user asks for, or the first that fits its support.
 *
 * @since 0.2.0
 */
import { isNone } from 'fp-ts/lib/Option.js'
import {
  type Guide,
  type GuideFamily,
  guides,
  guidesFor,
  type GuideTag,
  isHeld,
  type Parameter
} from '../../guides/index.ts'
import { supportOf, type WorkingSite } from './Working.ts'

// model

/** A guide of a site with the reason for it; its parameters start when all sites are known. */
export interface Choice {
  readonly tag: GuideTag
  readonly family: GuideFamily
  readonly why: string
  readonly guide: Guide
}

export interface MadeGuide extends Choice {
  readonly site: WorkingSite
  readonly parameters: ReadonlyArray<Parameter>
}

export type Guides = ReadonlyMap<string, MadeGuide>

// constructors

/** Undefined where no guide fits the support, or the one that is asked for does not. */
export const choiceOf = (s: WorkingSite): Choice | undefined => {
  const support = supportOf(s)
  const tag = s.options.guide ?? guidesFor(support)[0]
  if (tag === undefined || !(tag in guides)) return undefined
  const why = guides[tag].fits(support)
  const isOfAnother = isHeld(tag) && s.narrowed !== undefined
  return isNone(why) || isOfAnother || guides[tag].ofLaw?.(s.dist) === false
    ? undefined
    : {
        tag,
        family: guides[tag],
        why: s.options.guide === undefined ? why.value : 'the user asked for it',
        guide: guides[tag].at({
          name: s.name,
          declared: s.declared,
          axes: s.axes,
          support,
          law: s.dist
        })
      }
}
