/**
 * Gives every working site its guide, each with its start.
 *
 * A site that a contraction consumes starts so that the *declared* tensor has standard deviation
 * √(2 / Π contracted sizes) at the medians of its scales (He et al. 2015, eq. 10): zeros would
 * leave a network symmetric and dead, and so would the ones of scales of either sign.
 *
 * @since 0.1.0
 */
import { factsOf, family, type Support } from '../../distributions/index.ts'
import { type Expr, isSubset, postorder } from '../../expr/index.ts'
import type { Parameter } from '../../guides/index.ts'
import { guideProblems, unguided } from '../parts/GuideProblems.ts'
import { isHeld } from '../../guides/index.ts'
import { wholeAtoms } from '../coordinates/WholeAtoms.ts'
import { type Choice, choiceOf, type Guides, type MadeGuide } from '../parts/GuideOf.ts'
import type { MadeJoint } from '../joint/JointOf.ts'
import { ownStartsOf, startsOf } from '../parts/Starts.ts'
import { randomNames } from './MergeScales.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { polynomial } from '../parts/Polynomial.ts'
import { supportOf, type Working, type WorkingSite } from '../parts/Working.ts'

export interface Guided {
  readonly working: Working
  readonly guides: Guides
  /** Sets of sites whose guides are jointly normal; independent at first. */
  readonly joints: ReadonlyArray<MadeJoint>
}

/** The references of a product, the widest first: what multiplies weights is a scale of theirs. */
const factorsOf = (e: Expr): ReadonlyArray<Extract<Expr, { readonly _tag: 'Ref' }>> =>
  e._tag === 'Ref'
    ? [e]
    : e._tag === 'Zip' && e.op === 'mul'
      ? [...factorsOf(e.x), ...factorsOf(e.y)]
      : []

/**
 * Declared sites that contractions of the model consume, by themselves or under factors over fewer
 * axes, with the number of terms each sums over.
 */
export const fanIns = (w: Working): ReadonlyMap<string, number> => {
  const sizes = new Map(
    w.graph.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
  )
  const found = new Map<string, number>()
  const roots = w.graph.sites.flatMap((s) => family(s.dist).arguments.map((a) => a.value))
  const consider = (over: ReadonlyArray<string>, e: Expr): void => {
    const factors = factorsOf(e)
    const widest = Math.max(...factors.map((f) => f.axes.length))
    for (const { name, axes } of factors)
      if (axes.length === widest && isSubset(over, axes) && over.every((a) => sizes.has(a)))
        found.set(
          name,
          over.reduce((n, a) => n * (sizes.get(a) ?? 1), 1)
        )
  }
  for (const e of postorder(roots))
    if (e._tag === 'Contract') {
      consider(e.over, e.x)
      consider(e.over, e.y)
    }
  return found
}

const isPositive = ({ _tag }: Support): boolean => factsOf(_tag).values.low >= 0

/**
 * The start of a location that carries a contracted tensor: the declared deviation over the medians
 * of the scales in front of it.
 */
const deviationOf = (
  w: Working,
  starts: ReadonlyMap<string, number | undefined>,
  fanIn: ReadonlyMap<string, number>
) => {
  const read = polynomial(randomNames(w))
  return (s: WorkingSite): number | undefined => {
    const n = fanIn.get(s.declared)
    if (n === undefined || n === 0 || isPositive(family(s.dist).support)) return undefined
    const value = w.values.get(s.declared)
    const term = value === undefined ? undefined : read(value)?.find((t) => t.powers.has(s.name))
    const scale = [...(term?.powers ?? [])].reduce(
      (p, [name, k]) => (name === s.name ? p : p * (starts.get(name) ?? 1) ** k),
      1
    )
    return Math.sqrt(2 / n) / scale
  }
}

/** The end from which a site on one side of it keeps its distance. */
const gapOf = (s: WorkingSite): string | undefined =>
  supportOf(s)._tag === 'HalfLine' ? s.narrowed?.ends[0]?.name : undefined

/** Ends that data set: they stay where they are. */
const endParameters = (s: WorkingSite): ReadonlyArray<Parameter> =>
  (s.narrowed?.ends ?? []).map((end) => ({
    name: end.name,
    site: s.declared,
    axes: end.axes,
    kind: 'location',
    initial: { _tag: 'End', end }
  }))

/** Parameters with what they would be at other starts, where that is another number. */
const withMedians = (
  parameters: ReadonlyArray<Parameter>,
  others: ReadonlyArray<Parameter>
): ReadonlyArray<Parameter> =>
  parameters.map((p, i) => {
    const [here, there] = [p.initial, others[i]?.initial]
    return here._tag === 'Fill' && there?._tag === 'Fill' && here.value !== there.value
      ? { ...p, median: there.value }
      : p
  })

/** Everything about the guide of one site that the site alone does not say. */
const made =
  (w: Working) =>
  (sites: ReadonlyArray<readonly [WorkingSite, Choice]>): ReadonlyArray<MadeGuide> => {
    const own = ownStartsOf(w.sites)
    const starts = startsOf(w.sites, own)
    const deviation = deviationOf(w, starts, fanIns(w))
    return sites.map(([site, choice]) => {
      const startingAt = (at: number | undefined): ReadonlyArray<Parameter> =>
        choice.guide.parameters({
          at,
          spread: site.options.initial === undefined ? deviation(site) : undefined,
          gapOf: gapOf(site),
          maxVariance: site.options.maxVariance
        })
      const parameters = withMedians(
        startingAt(starts.get(site.name)),
        startingAt(own.get(site.name))
      )
      return { ...choice, site, parameters: [...parameters, ...endParameters(site)] }
    })
  }

export const deriveGuide: Pass<Working, Guided> = pass('deriveGuide', (w) => {
  const choices = w.sites.map((s) => [s, choiceOf(s, w.graph)] as const)
  const problems = guideProblems(w)
  const refused = choices.flatMap(([s, choice]) =>
    choice === undefined
      ? [unguided(s)]
      : [...problems(s, choice), ...(isHeld(choice.tag) ? [] : wholeAtoms(s))]
  )
  return unless(refused)(() => {
    const guided = made(w)(
      choices.flatMap(([s, choice]) => (choice === undefined ? [] : [[s, choice] as const]))
    )
    return {
      working: {
        ...w,
        decisions: [
          ...w.decisions,
          ...guided.map(({ site, tag, why }) => ({
            pass: 'deriveGuide',
            site: site.declared,
            what: `${site.name} ~ ${tag}`,
            why
          }))
        ]
      },
      guides: new Map(guided.map((g) => [g.site.name, g])),
      joints: []
    }
  })
})
