/**
 * What laws over guides are generated from: a row for each guide, a support of each kind, and
 * parameters as numbers. A guide or a support without its row does not compile.
 */
import * as fc from 'fast-check'
import { map } from 'fp-ts/lib/ReadonlyRecord.js'
import {
  isContinuous,
  normal,
  type Support,
  type SupportTag
} from '../../src/distributions/index.ts'
import { type Guide, guides, guidesFor, guideTags, type GuideTag } from '../../src/guides/index.ts'
import type { Law } from '../../src/laws/index.ts'
import {
  bind as boundTo,
  type BoundGuide,
  drawOf,
  type GuidedLaw,
  guideOn as boundOn,
  noise
} from '../../src/laws/guides/BoundGuide.ts'
import { lawsOfGuide } from '../../src/laws/guides/GuideLaws.ts'
import { supportRows } from '../distributions/SupportRows.ts'

export { drawOf as drawExpr, noise }

/** - `deviations` of its coordinate, where it is random: the range its formulas are claimed for */
interface Row {
  readonly deviations: readonly [number, number]
  /** Powers with moments, and some without. */
  readonly powers: ReadonlyArray<number>
  readonly noPowers: ReadonlyArray<number>
  /** How far from where it is asked to start its median may lie. */
  readonly startsWithin?: number
}

export const rows: { readonly [G in GuideTag]: Row } = {
  normal: { deviations: [1e-3, 10], powers: [1, 2], noPowers: [-1, 0.5, 3] },
  logNormal: { deviations: [1e-3, 1.5], powers: [1, 2, -1, 0.5, -0.5, 3], noPowers: [] },
  logitNormal: { deviations: [1e-2, 4], powers: [1, 2], noPowers: [-1, 0.5] },
  shiftedLogNormal: { deviations: [1e-3, 1.5], powers: [1], noPowers: [2, -1, 0.5] },
  softplusNormal: { deviations: [1e-2, 2], powers: [1], noPowers: [2, -1, 0.5] },
  // its mean before the ends cut it starts there
  truncatedNormal: {
    deviations: [1e-2, 4],
    powers: [1, 2],
    noPowers: [-1, 0.5],
    startsWithin: 1e-4
  },
  // of counts: test/guides/CountGuides.test.ts
  flooredLogNormal: { deviations: [1e-2, 2], powers: [], noPowers: [1, 2, -1] },
  // of finitely many values: test/guides/ProbabilityGuides.test.ts
  bernoulli: { deviations: [1, 1], powers: [1, 2], noPowers: [0, -1] },
  categorical: { deviations: [1, 1], powers: [1, 2], noPowers: [-1, 3] },
  hardConcrete: { deviations: [1, 1], powers: [1, 2], noPowers: [-1, 0.5] },
  aboutOne: { deviations: [1e-3, 10], powers: [1, 2], noPowers: [-1, 0.5, 3] },
  aboutOneTogether: { deviations: [1e-3, 10], powers: [1, 2], noPowers: [-1, 0.5, 3] },
  delta: { deviations: [1, 1], powers: [1, 2, 3], noPowers: [] },
  // of a law, not of a support: test/guides/AtPrior.test.ts
  atPrior: { deviations: [1, 1], powers: [], noPowers: [] }
}

/** A support of each kind with numbers for its ends. */
export const supports: { readonly [S in SupportTag]: fc.Arbitrary<Support> } = map(
  (row: { readonly generated: fc.Arbitrary<Support> }) => row.generated
)(supportRows)

/** Every guide of numbers that are measured, with every kind of support that it fits. */
export const pairs: ReadonlyArray<readonly [GuideTag, SupportTag, fc.Arbitrary<Support>]> =
  guideTags.flatMap((tag) =>
    Object.entries(supports).flatMap(([, arbitrary]) => {
      const [example] = fc.sample(arbitrary, { numRuns: 1, seed: 1 })
      return example !== undefined && isContinuous(example) && guidesFor(example).includes(tag)
        ? [[tag, example._tag, arbitrary] as const]
        : []
    })
  )

/** A site of this support; what its law is no guide of a support asks. */
const siteOf = (support: Support): GuidedLaw => ({ law: normal(0, 1), support })

export const guideOn = (tag: GuideTag, support: Support): Guide =>
  boundOn(guides[tag], siteOf(support))

export const bind = (
  tag: GuideTag,
  support: Support,
  location: number,
  deviation: number
): BoundGuide => boundTo(guides[tag], siteOf(support), location, deviation)

/** The laws that users are given, of every guide on a support, for what it claims. */
export const lawsOn = (tag: GuideTag, support: fc.Arbitrary<Support>): ReadonlyArray<Law> =>
  lawsOfGuide(guides[tag], support.map(siteOf), rows[tag])
