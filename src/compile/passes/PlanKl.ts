/**
 * KL(q ‖ p) of every guided site: a closed form from the table where there is one, Monte Carlo
 * otherwise, and always visible.
 *
 * Arguments of p that are themselves random are drawn; the closed form is then exact given them,
 * because the guide is a product (mean field): E_q KL(q(w) ‖ p(w | z)) needs only z's draw.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isSome, none } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/index.ts'
import { elementwiseDensity } from '../../distributions/ElementwiseDensity.ts'
import { type Axes, count, div, type Expr, mul, ref, sub, sumSpread } from '../../expr/index.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { type CostMethod, totalOf } from '../../ir/Variational.ts'
import { logDensityName } from '../parts/Draw.ts'
import type { MadeGuide } from '../parts/GuideOf.ts'
import type { Guided } from './DeriveGuide.ts'
import type { CompileOptions } from '../parts/CompileOptions.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { isRandom, type Working, type WorkingSite } from '../parts/Working.ts'

/**
 * A site's KL summed over its axes, and of each element, in terms of guides' parameters and of
 * working sites that must be drawn.
 */
export interface PlannedKl {
  readonly site: WorkingSite
  readonly guide: MadeGuide
  readonly nats: Expr
  readonly each: Expr
  readonly how: CostMethod
}
export interface Planned extends Guided {
  readonly kls: ReadonlyArray<PlannedKl>
}

/**
 * Full size over batch size of every plate among the axes: a sum over a batch estimates the sum
 * over the data.
 */
export const plateScale =
  (w: Working, axes: Axes) =>
  (e: Expr): Expr =>
    w.graph.axes
      .filter((a) => a.size === 'data' && axes.includes(a.name))
      .reduce((x, a) => pipe(x, mul(pipe(ref(totalOf(a.name), []), div(count([a.name]))))), e)

interface ElementCost extends CostMethod {
  readonly nats: Expr
}

/** The cost of one element of a site: by the rule of its guide, or ln q − ln p at its draw. */
const costOf = (
  options: CompileOptions,
  s: WorkingSite,
  { family: { title }, guide }: MadeGuide
): ElementCost => {
  const prior = family(s.dist)
  const closed =
    options.kl === 'closed' ? guide.closedKl(s.dist, { jeffreys: options.jeffreys }) : none
  return isSome(closed)
    ? {
        nats: closed.value.nats,
        kind: closed.value.kind,
        guide: title,
        prior: prior.tag,
        note: closed.value.note,
        upToConstant: closed.value.upToConstant
      }
    : {
        nats: pipe(ref(logDensityName(s.name), s.axes), sub(elementwiseDensity(prior)(ref(s.name, s.axes)))),
        kind: 'Monte Carlo',
        guide: title,
        prior: prior.tag,
        note: 'ln q − ln p at the draw',
        upToConstant: !prior.isProper
      }
}

export const planKl = (options: CompileOptions): Pass<Guided, Planned> =>
  pass('planKl', ({ working: w, guides }) => {
    const random = isRandom(w)
    const plan = (s: WorkingSite): ReadonlyArray<PlannedKl> => {
      const made = guides.get(s.name)
      if (made === undefined) return []
      const { nats: each, ...how } = costOf(options, s, made)
      const given = family(s.dist).arguments.some((a) => random(a.value))
        ? ', given the drawn arguments of the prior'
        : ''
      return [
        {
          site: s,
          guide: made,
          nats: plateScale(w, s.axes)(sumSpread(s.axes)(each)),
          each,
          how: how.kind === 'Monte Carlo' ? how : { ...how, note: how.note + given }
        }
      ]
    }
    const kls = w.sites.flatMap(plan)
    const refused: ReadonlyArray<Problem> =
      options.strict === 'analytic'
        ? kls
            .filter((k) => k.how.kind === 'Monte Carlo')
            .map((k) =>
              problem(
                k.site.declared,
                `KL(${k.how.guide} ‖ ${k.how.prior}) has no closed form`,
                "strict: 'analytic' refuses Monte Carlo costs",
                'choose a prior with a closed KL, or leave strict out'
              )
            )
        : []
    return unless(refused)(() => ({
      working: {
        ...w,
        decisions: [
          ...w.decisions,
          ...kls.map((k) => ({
            pass: 'planKl',
            site: k.site.declared,
            what: `${k.site.name}: ${k.how.kind}`,
            why: k.how.note
          }))
        ]
      },
      guides,
      kls
    }))
  })
