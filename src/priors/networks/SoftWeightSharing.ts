/**
 * Soft weight sharing: a mixture of normals whose components are learned with the weights, one of
 * them at 0. Weights gather around few values, and most of them around 0.
 *
 * - density    w ~ π₀ N(0, s₀²) + Σ_c π_c N(m_c, s_c²), π₀ given, m, s and the other π learned
 * - mixing     m_c ~ N(g_c, (r/C)²) around C values g_c spread evenly over [−r, r];
 *              s²/s_c² ~ gamma(a, rate a), a = 5000 at 0 and 250 elsewhere; π_c ∝ e^l, l ~ N(0, 1)
 * - shrinkage  towards the nearest component, towards 0 most of all
 * - spike      none: N(0, s₀²)
 * - tail       a normal's
 * - source     Ullrich, Meeds and Welling (2017), ICLR, with their hyper-priors at s = 0.02, but one
 *              mixture for each tensor, and laws in the place of points; Nowlan and Hinton (1992),
 *              Neural Computation 4(4)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { requireGroup } from '../../dsl/CheckedPrior.ts'
import { misuse } from '../../dsl/Misuse.ts'
import {
  add,
  axis,
  gamma,
  logSumExp,
  mixture,
  mul,
  normal,
  over,
  positive,
  pow,
  type Prior,
  program,
  sample,
  stack,
  sub,
  yields
} from '../../dsl/index.ts'

/**
 * w ~ π₀ N(0, s₀²) + Σ_c π_c N(m_c, s_c²) with `components` learned values m_c that begin within
 * ±`reach`, and deviations that begin at `sd` (0.02), beside a share `zero` of π₀ (0.999) at 0. Each
 * tensor has its own. A network that is trained first, then under this prior at a small weight of the
 * complexity costs, has its weights gathered around few values, which `press --bits kmeans:N` finds.
 * Ullrich, Meeds & Welling 2017.
 *
 * @example
 * dense(features, hidden, softWeightSharing({ components: 8, reach: 0.3 }))(x)
 */
export const softWeightSharing =
  ({
    components,
    reach,
    sd = 0.02,
    zero = 0.999
  }: {
    readonly components: number
    readonly reach: number
    readonly sd?: number
    readonly zero?: number
  }): Prior =>
  ({ group, axes }) => {
    requireGroup('prior', { group, axes })
    const isRight = Number.isInteger(components) && components >= 1 && reach > 0 && sd > 0
    if (!(isRight && zero > 0 && zero < 1))
      misuse(
        '',
        `softWeightSharing: components ${components}, reach ${reach}, sd ${sd}, zero ${zero}`,
        'so many values begin within ± the reach, beside that share at 0',
        'softWeightSharing({ components: 16, reach: 0.3, zero: 0.999 })'
      )
    const all = axis('component', components + 1)
    /** The component at 0 has the first value, the others one each. */
    const laid = (first: number, other: (c: number) => number) =>
      stack(all)([first, ...Array.from({ length: components }, (_, c) => other(c))])
    const width = reach / components
    const isShared = laid(0, () => 1)
    const sureness = stack(all)(
      [5000, ...Array.from({ length: components }, () => 250)].map(positive)
    )
    return pipe(
      program,
      sample('shift', over(all)(normal(0, width))),
      // the precision in parts of 1/sd²
      sample('precision', over(all)(gamma({ shape: sureness, rate: sureness }))),
      sample('logit', over(all)(normal(0, 1))),
      yields(({ shift, precision, logit }) => {
        const shared = pipe(
          logit,
          sub(pipe(logit, add(laid(-1e3, () => 0)), logSumExp(all))),
          mul(isShared)
        )
        return over(...axes)(
          mixture({
            logits: pipe(shared, add(laid(Math.log(zero), () => Math.log1p(-zero)))),
            along: all,
            of: normal(
              pipe(shift, mul(isShared), add(laid(0, (c) => width * (2 * c + 1) - reach))),
              pipe(precision, pow(-0.5), mul(positive(sd)))
            )
          })
        )
      })
    )
  }
