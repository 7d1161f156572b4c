/**
 * Gives every working site its guide, each with its start.
 *
 * A site that a contraction consumes starts so that the *declared* tensor has standard deviation
 * √(2 / Π contracted sizes) at the medians of its scales (He et al. 2015, eq. 10): zeros would
 * leave a network symmetric and dead.
 *
 * @since 0.1.0
 */
import { family } from '../../distributions/index.ts'
import { type Expr, isSubset, postorder } from '../../expr/index.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { type Guide, type Guides, makeGuide, ruleOf, startsOf } from '../parts/Guide.ts'
import { randomNames } from './MergeScales.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { polynomial } from '../parts/Polynomial.ts'
import type { Working, WorkingSite } from '../parts/Working.ts'

export interface Guided {
  readonly working: Working
  readonly guides: Guides
}

/**
 * Declared sites that contractions of the model consume directly, with the number of terms each
 * sums over.
 */
export const fanIns = (w: Working): ReadonlyMap<string, number> => {
  const sizes = new Map(
    w.graph.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
  )
  const found = new Map<string, number>()
  const roots = w.graph.sites.flatMap((s) => family(s.dist).arguments.map((a) => a.value))
  const consider = (over: ReadonlyArray<string>, e: Expr): void => {
    if (e._tag === 'Ref' && isSubset(over, e.axes) && over.every((a) => sizes.has(a)))
      found.set(
        e.name,
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

/**
 * The start of a location that carries a contracted tensor: the declared deviation over the medians
 * of the scales in front of it.
 */
const deviationOf = (
  w: Working,
  starts: ReadonlyMap<string, number>,
  fanIn: ReadonlyMap<string, number>
) => {
  const read = polynomial(randomNames(w))
  return (s: WorkingSite): number | undefined => {
    const n = fanIn.get(s.declared)
    if (n === undefined || n === 0 || family(s.dist).support._tag === 'Positive') return undefined
    const value = w.values.get(s.declared)
    const term = value === undefined ? undefined : read(value)?.find((t) => t.powers.has(s.name))
    const scale = [...(term?.powers ?? [])].reduce(
      (p, [name, k]) => (name === s.name ? p : p * (starts.get(name) ?? 1) ** k),
      1
    )
    return Math.sqrt(2 / n) / scale
  }
}

const refusal = (s: WorkingSite): Problem =>
  problem(
    s.declared,
    `no guide for ${family(s.dist).tag} (support ${family(s.dist).support._tag})`,
    'a variational family is derived for real and positive supports only',
    'sum the discrete choice out of the model, or write a bounded site as a transform of a real one'
  )

export const deriveGuide: Pass<Working, Guided> = pass('deriveGuide', (w) => {
  const starts = startsOf(w.sites)
  const deviation = deviationOf(w, starts, fanIns(w))
  return unless(w.sites.filter((s) => ruleOf(s) === undefined).map(refusal))(() => {
    const made = w.sites.flatMap((s): ReadonlyArray<readonly [Guide, string]> => {
      const rule = ruleOf(s)
      return rule === undefined
        ? []
        : [
            [
              makeGuide(
                s,
                rule,
                starts.get(s.name) ?? 1,
                rule.kind === 'location' && s.options.initial === undefined
                  ? deviation(s)
                  : undefined
              ),
              rule.why
            ]
          ]
    })
    return {
      working: {
        ...w,
        decisions: [
          ...w.decisions,
          ...made.map(([g, why]) => ({
            pass: 'deriveGuide',
            site: g.parameters[0]?.site ?? g.site,
            what: `${g.site} ~ ${g.family}`,
            why
          }))
        ]
      },
      guides: new Map(made.map(([g]) => [g.site, g]))
    }
  })
})
