/**
 * Why a site has no guide, or not the one that is asked for; each in the words of a Problem.
 *
 * @since 0.2.0
 */
import { isSome } from 'fp-ts/lib/Option.js'
import { bijector, factsOf, family } from '../../distributions/index.ts'
import { constant, refs } from '../../expr/index.ts'
import { coordinateOf, guides, guidesFor, isHeld, logVarianceRole } from '../../guides/index.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { Choice } from './GuideOf.ts'
import { rangesOf } from './Ranges.ts'
import { supportOf, type Working, type WorkingSite } from './Working.ts'

const described = (s: WorkingSite): string =>
  `${family(s.dist).tag} (support ${supportOf(s)._tag}` +
  `${s.narrowed === undefined ? '' : ', as data end it'})`

/** As it was declared, where another site stands in its place. */
const describedDeclared = (w: Working, s: WorkingSite): string => {
  const declared = w.graph.sites.find((t) => t.name === s.declared)
  return declared === undefined || s.name === s.declared
    ? described(s)
    : `${family(declared.dist).tag} (support ${family(declared.dist).support._tag})`
}

const noGuide = (s: WorkingSite): Problem =>
  problem(
    s.declared,
    `no guide for ${described(s)}`,
    'no guide has values like these: how many there are is not known before the data, or they are too many',
    'give it fewer values, whose number is known (bernoulli, categorical, binomial of a number up to 255)'
  )

const misfit = (
  s: WorkingSite,
  asked: string,
  [derived = '', ...others]: ReadonlyArray<string>
): Problem =>
  problem(
    s.declared,
    `${asked in guides ? `the guide ${asked} does not fit` : `there is no guide '${asked}' for`} ${described(s)}`,
    'draws of a guide must lie where the site has its values',
    `leave it out: the guide is then ${derived}${others.length === 0 ? '' : `; others that fit: ${others.join(', ')}`}`
  )

/** A site that is to be held at a law which cannot be drawn so, or is not all of it. */
const unholdable = (s: WorkingSite, asked: string): Problem =>
  s.narrowed === undefined
    ? problem(
        s.declared,
        `the guide ${asked} does not fit ${described(s)}`,
        'its draw is no function of one noise, of which a step could take an expectation',
        'take a law that has a smooth draw or a quantile, or bernoulli; or leave the guide out'
      )
    : problem(
        s.declared,
        `the guide ${asked} does not fit ${described(s)}`,
        'data allow a part of its values, and noise comes from all of them',
        'leave the guide out, or give the site a law whose ends are not in the data'
      )

/** A site that `choiceOf` gives no guide. */
export const unguided = (s: WorkingSite): Problem => {
  if (s.options.guide !== undefined && isHeld(s.options.guide))
    return unholdable(s, s.options.guide)
  const fitting = guidesFor(supportOf(s))
  return fitting.length === 0 || s.options.guide === undefined
    ? noGuide(s)
    : misfit(s, s.options.guide, fitting)
}

/** A start that is no value of the site; said once of one that others stand for. */
const misplaced = (w: Working, s: WorkingSite): ReadonlyArray<Problem> => {
  const { initial } = s.options,
    support = supportOf(s),
    map = bijector(support)
  if (initial === undefined || isHeld(s.options.guide)) return []
  if (w.sites.find((t) => t.declared === s.declared) !== s) return []
  const coordinate = map === undefined ? undefined : coordinateOf(map)(initial)
  return factsOf(support._tag).holds(initial) &&
    (coordinate === undefined || Number.isFinite(coordinate))
    ? []
    : [
        problem(
          s.declared,
          `its guide cannot start at ${initial}, which is no value of ${describedDeclared(w, s)}`,
          'a guide starts where the site has its values',
          'give an initial value inside the support, or leave it out'
        )
      ]
}

/** Options of a posterior, at a site that has none of its own. */
const unheard = (s: WorkingSite, { tag, family: { ofLaw } }: Choice): ReadonlyArray<Problem> =>
  ofLaw === undefined
    ? []
    : (['initial', 'maxVariance'] as const)
        .filter((option) => s.options[option] !== undefined)
        .map((option) =>
          problem(
            s.declared,
            `its guide is ${tag}, and ${option} is given`,
            'it is noise, of which nothing is learnt: it starts and stays at its prior',
            `leave ${option} out, or the guide`
          )
        )

/** A start elsewhere than where a guide stays, or begins. */
const immovable = (
  s: WorkingSite,
  { tag, family: { fixedAt, startsEven } }: Choice
): ReadonlyArray<Problem> =>
  startsEven === true && s.options.initial !== undefined
    ? [
        problem(
          s.declared,
          `its guide ${tag} cannot start at ${s.options.initial}`,
          'it begins with equal probabilities of all values',
          'leave initial out'
        )
      ]
    : fixedAt === undefined || s.options.initial === undefined || s.options.initial === fixedAt
      ? []
      : [
          problem(
            s.declared,
            `its guide ${tag} cannot start at ${s.options.initial}`,
            `it lies about ${fixedAt}, whatever is learnt of its width`,
            'leave initial out: how large a product is, its other factors say'
          )
        ]

/** A bound that no variance keeps. */
const unkept = (
  s: WorkingSite,
  { tag, guide, family: { roles } }: Choice
): ReadonlyArray<Problem> => {
  const { maxVariance } = s.options
  if (maxVariance === undefined || isHeld(tag)) return []
  const refused = (what: string, why: string, advice: string): ReadonlyArray<Problem> => [
    problem(s.declared, what, why, advice)
  ]
  if (!(maxVariance > 0 && Number.isFinite(maxVariance)))
    return refused(
      `the variance of its guide cannot be kept at most ${maxVariance}`,
      'a variance is a number above 0',
      'give maxVariance such a number, or leave it out'
    )
  return guide.draw.noise === 'none'
    ? refused(
        'its guide is a point, and maxVariance is given',
        'a point has no variance to keep small',
        'leave one of the two out'
      )
    : roles.includes(logVarianceRole)
      ? []
      : refused(
          `its guide ${tag} has probabilities, and maxVariance is given`,
          'no parameter of it is a variance that could be kept small',
          'leave maxVariance out'
        )
}

/** Names of declared latents, once each, for names that expressions refer to. */
type Latents = (names: Iterable<string>) => ReadonlyArray<string>

const latentsIn = (w: Working): Latents => {
  const declared = new Map([
    ...[...w.values.keys()].map((name) => [name, name] as const),
    ...w.sites.map((s) => [s.name, s.declared] as const)
  ])
  return (names) => [...new Set([...names].flatMap((name) => declared.get(name) ?? []))]
}

/**
 * A draw in terms of other sites' draws: the guide would be no product, and moments, merged draws
 * and closed costs would be wrong.
 */
const dependent = (
  latents: Latents,
  s: WorkingSite,
  { tag, guide }: Choice
): ReadonlyArray<Problem> => {
  const { draw } = guide
  const value = draw.noise === 'none' ? draw.value : draw.push(constant(0))
  const others = latents(refs([value]).keys())
  return others.length === 0
    ? []
    : isHeld(tag)
      ? [
          problem(
            s.declared,
            `its law depends on ${others.join(', ')}, and so would the draws of its guide ${tag}`,
            'guides of different sites are independent, and of noise nothing is learnt',
            'write it as a function of noise whose law is fixed: mu + sigma·e, e ~ normal(0, 1)'
          )
        ]
      : [
          problem(
            s.declared,
            `the ends of its support depend on ${others.join(', ')}, and so would the draws of its guide ${tag}`,
            'guides of different sites are independent',
            'leave the guide and skipped passes out: a location-scale family is then drawn in fixed ends; ' +
              'or fix the ends'
          )
        ]
}

/** A point whose density has no largest value: training would run there for ever. */
const unbounded = (
  w: Working,
  latents: Latents,
  s: WorkingSite,
  { tag, guide }: Choice
): ReadonlyArray<Problem> => {
  if (isSome(guide.logDensity)) return []
  const declared = w.graph.sites.find((site) => site.name === s.declared)?.dist ?? s.dist
  const { peak, tag: prior } = family(declared)
  if (isSome(peak) && rangesOf(w.graph)(peak.value).high < Infinity) return []
  const others = latents(isSome(peak) ? refs([peak.value]).keys() : [])
  const [where, remedy] =
    others.length === 0
      ? ['', 'take a prior with a bounded density']
      : [
          ` for all values of ${others.join(', ')}`,
          `fix ${others.join(', ')}, or keep its prior away from 0`
        ]
  return [
    problem(
      s.declared,
      `the cost −ln p of its guide ${tag} is unbounded below: ` +
        `the density of ${prior} has no largest value${where}`,
      'a point has no width: training would run to where its density is infinite',
      `${remedy}, or give ${s.declared} a guide with a density`
    )
  ]
}

/** Everything that is wrong with a guide where it stands; the model is read once. */
export const guideProblems = (
  w: Working
): ((s: WorkingSite, choice: Choice) => ReadonlyArray<Problem>) => {
  const latents = latentsIn(w)
  return (s, choice) => [
    ...misplaced(w, s),
    ...unheard(s, choice),
    ...immovable(s, choice),
    ...unkept(s, choice),
    ...dependent(latents, s, choice),
    ...unbounded(w, latents, s, choice)
  ]
}
