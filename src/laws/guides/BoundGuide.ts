/**
 * A guide of one number with numbers for its parameters: what it answers, as functions of the noise.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { isSome } from 'fp-ts/lib/Option.js'
import { type Distribution, family, type Support } from '../../distributions/index.ts'
import { isDist, type UntypedDist } from '../../dsl/Dist.ts'
import { misuse } from '../../dsl/Misuse.ts'
import { type Expr, ref } from '../../expr/index.ts'
import { type Guide, type GuideFamily, guides, type GuideTag } from '../../guides/index.ts'
import { between, logSpread } from '../ArbitraryNumber.ts'
import { codeOf } from '../distributions/AsFamily.ts'
import { scalarFunction } from '../numbers/ScalarFunction.ts'

// model

/** What a site is drawn from, as models are written or as the compiler has it. */
export type SiteLaw = UntypedDist | Distribution
/** A guide by its name, or one of your own. */
export type AnyGuide = GuideTag | GuideFamily

/** What a guide needs to know of a site of one number. */
export interface GuidedLaw {
  readonly law: Distribution
  readonly support: Support
}

/** A guide of the scalar site `x`, whose parameters have numbers. */
export interface BoundGuide extends GuidedLaw {
  readonly guide: Guide
  readonly title: string
  readonly location: number
  readonly deviation: number
  /** The value of an expression in its parameters and the noise `e`. */
  readonly at: (e: Expr) => (noise: number) => number
  /** Its draw; of a point, whatever the noise. */
  readonly draw: Expr
  /** The numbers of its parameters, by name. */
  readonly parameters: ReadonlyMap<string, number>
}

// constructors

export const noise: Expr = ref('e', [])

const isTag = (g: AnyGuide): g is GuideTag => typeof g === 'string'
export const guideFamilyOf = (g: AnyGuide): GuideFamily => (isTag(g) ? guides[g] : g)

export const guidedLaw = (d: SiteLaw): GuidedLaw => {
  const law = isDist(d) ? d.distribution : d
  return { law, support: family(law).support }
}

/** Does this guide stand for sites of this law? */
export const fitsLaw = (g: GuideFamily, { law, support }: GuidedLaw): boolean =>
  g.ofLaw?.(law) ?? isSome(g.fits(support))

export const guideOn = (g: GuideFamily, { law, support }: GuidedLaw): Guide =>
  g.at({ name: 'x', declared: 'x', axes: [], support, law })

export const drawOf = ({ draw }: Guide): Expr =>
  draw.noise === 'none' ? draw.value : draw.push(noise)

/** At a location and a deviation of its coordinate. */
export const bind = (
  g: GuideFamily,
  site: GuidedLaw,
  location: number,
  deviation: number
): BoundGuide => {
  const guide = guideOn(g, site)
  const parameters = new Map(
    guide
      .parameters({})
      .map((p) => [p.name, p.kind === 'logVariance' ? 2 * Math.log(deviation) : location] as const)
  )
  const names = [...parameters.keys()],
    values = [...parameters.values()]
  return {
    ...site,
    guide,
    title: g.title,
    location,
    deviation,
    draw: drawOf(guide),
    parameters,
    at: (e) => {
      const f = scalarFunction(e, 'e', ...names)
      return (x) => f(x, ...values)
    }
  }
}

/** Those of sites of generated laws; locations are from the middle of the support's coordinate. */
export const boundGuides = (
  g: GuideFamily,
  sites: fc.Arbitrary<GuidedLaw>,
  deviations: readonly [number, number]
): fc.Arbitrary<BoundGuide> =>
  fc
    .tuple(sites, between(-4, 4), logSpread(...deviations))
    .map(([site, location, deviation]) => bind(g, site, location, deviation))

/** One site that all are like; refused where the guide does not stand for it. */
export const siteLike = (
  word: string,
  g: GuideFamily,
  sites: fc.Arbitrary<GuidedLaw>
): GuidedLaw => {
  const [site] = fc.sample(sites, { numRuns: 1, seed: 1 })
  if (site === undefined) throw new Error('internal: an arbitrary makes values')
  return fitsLaw(g, site)
    ? site
    : misuse(
        word,
        `the guide ${g.title} does not fit ${showLaw(site.law)}`,
        'a guide has the values of its site and no others',
        'ask it about sites whose support it fits'
      )
}

// destructors

/** A law as it is written. */
export const showLaw = (law: Distribution): string => codeOf(family(law))

/** As a counterexample is read. */
export const showBound = (b: BoundGuide): string =>
  `${b.title} at ${[...b.parameters].map(([name, x]) => `${name} = ${x}`).join(', ') || 'no parameters'}, ` +
  `a site x ~ ${showLaw(b.law)}`
