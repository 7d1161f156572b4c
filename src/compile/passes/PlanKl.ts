/**
 * The cost of every guided site, always visible: KL(q ‖ p) by a closed form of its guide where it
 * has one, by Monte Carlo otherwise; −ln p at the point of a guide without density.
 *
 * Arguments of p that are themselves random are drawn; the closed form is then exact given them,
 * where w and z are independent under q: E_q KL(q(w) ‖ p(w | z)) needs only z's draw. Where they are of
 * one joint guide, a closed form is of w given what it shares with z, where that is normal; else
 * ln q(w) − ln p(w | z) is taken at their draw. A joint guide costs its sites' margins and their total
 * correlation.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { family } from '../../distributions/index.ts'
import {
  type Axes,
  count,
  div,
  type Expr,
  meet,
  mul,
  ref,
  refs,
  sumSpread
} from '../../expr/index.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { type CostMethod, totalOf } from '../../ir/Variational.ts'
import { logRatioName } from '../parts/Draw.ts'
import { cutPlates } from '../gaps/GapsAsLatents.ts'
import { companions, type MadeJoint } from '../joint/JointOf.ts'
import { costOf } from '../parts/SiteCost.ts'
import type { MadeGuide } from '../parts/GuideOf.ts'
import type { Guided } from './DeriveGuide.ts'
import type { CompileOptions } from '../parts/CompileOptions.ts'
import { drawAxesOf, isScored } from '../estimators/ScoreFunction.ts'
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
/** By how much the divergence of a joint guide is more than the sum of those of its sites. */
export interface PlannedCorrelation {
  readonly joint: MadeJoint
  readonly nats: Expr
  readonly how: CostMethod
}
export interface Planned extends Guided {
  readonly kls: ReadonlyArray<PlannedKl>
  readonly correlations: ReadonlyArray<PlannedCorrelation>
}

const titleOf = ({ guides }: MadeJoint): string =>
  [...new Set(guides.map((g) => g.family.title))].join(', ')

const correlationOf =
  ({ kl }: CompileOptions) =>
  (joint: MadeJoint): PlannedCorrelation => ({
    joint,
    nats: kl === 'closed' ? joint.noise.totalCorrelation : ref(logRatioName(joint.name), []),
    how: {
      kind: 'total correlation',
      guide: titleOf(joint),
      prior: '',
      note:
        kl === 'closed'
          ? '−½ ln|R| of the noise that its sites share, R its correlations'
          : 'ln q over the product of its margins at the draw',
      upToConstant: false
    }
  })

/**
 * Full size over batch size of every plate among the axes: a sum over a batch estimates the sum
 * over the data.
 */
export const plateScale = (w: Working): ((axes: Axes) => (e: Expr) => Expr) => {
  const plates = cutPlates(w.graph)
  return (axes) => (e) =>
    meet(plates, axes).reduce(
      (x, plate) => pipe(x, mul(pipe(ref(totalOf(plate), []), div(count([plate]))))),
      e
    )
}

export const planKl = (options: CompileOptions): Pass<Guided, Planned> =>
  pass('planKl', ({ working: w, guides, joints }) => {
    const together = companions(joints),
      shared = new Map(joints.flatMap((j) => [...j.noise.of])),
      draws = drawAxesOf(options, guides)
    const random = isRandom(w),
      scaled = plateScale(w)
    const plan = (s: WorkingSite): ReadonlyArray<PlannedKl> => {
      const made = guides.get(s.name)
      if (made === undefined) return []
      const named = refs(family(s.dist).arguments.map((a) => a.value))
      const hangsTogether = together(s.name).some((name) => named.has(name))
      const shares = hangsTogether ? shared.get(s.name)?.given(draws) : undefined
      const { nats: each, ...how } = costOf(options, s, made, shares)
      const given = family(s.dist).arguments.some((a) => random(a.value))
        ? ', given the drawn arguments of the prior'
        : ''
      return [
        {
          site: s,
          guide: made,
          nats: scaled(s.axes)(sumSpread(s.axes)(each)),
          each,
          how: how.kind === 'Monte Carlo' ? how : { ...how, note: how.note + given }
        }
      ]
    }
    const kls = w.sites.flatMap(plan)
    const refused: ReadonlyArray<Problem> =
      options.strict === 'analytic'
        ? kls
            .filter((k) => k.how.kind === 'Monte Carlo' || isScored(k.guide))
            .map((k) =>
              isScored(k.guide)
                ? problem(
                    k.site.declared,
                    'its gradient is a score function, an estimate from draws that jump',
                    "strict: 'analytic' refuses Monte Carlo costs",
                    'give it finitely many values, each read at its own index: they are summed out; ' +
                      'or leave strict out'
                  )
                : problem(
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
      joints,
      kls,
      correlations: joints.map(correlationOf(options))
    }))
  })
