/**
 * The geometric distribution: how many failures come before the first success. The success itself is
 * not counted, so that 0 is possible (R's `dgeom`; SciPy's `geom` is one more).
 *
 * - mass       ln P(x) = ln p + x ln(1 − p), x = 0, 1, 2, …
 * - arguments  the probability of a success: `probability` p between 0 and 1, or `logits`
 *              ln(p/(1 − p)), real
 * - moments    E xᵏ = Σ S(k, j) j! ((1 − p)/p)ʲ for k = 0 … 4, S the Stirling numbers of the second
 *              kind
 * - mode       0
 * - entropy    −ln p − ((1 − p)/p) ln(1 − p)
 * - draws      none that is smooth in p; on the host by the quantile, ⌊ln u/ln(1 − p)⌋
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr } from '../../expr/Expr.ts'
import { add, div, exp, expm1, mul, neg } from '../../expr/Words.ts'
import { scalarMap } from '../../expr/numbers/Scalar.ts'
import {
  type Chance,
  chance,
  chanceArgument,
  type ChanceArguments,
  failure,
  mapChance,
  success
} from '../Chance.ts'
import { momentOfCounts, rising } from '../FactorialMoments.ts'
import type { Family } from '../Family.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { counts } from '../supports/CountsSupport.ts'

/** @category model */
export interface Geometric {
  readonly _tag: 'Geometric'
  readonly chance: Chance
}

/** @category constructors */
export const geometric = (a: ChanceArguments): Geometric => ({
  _tag: 'Geometric',
  chance: chance(a)
})

/** (1 − p)/p, the mean. */
export const odds = (c: Chance): Expr =>
  c.by === 'logits' ? exp(neg(c.value)) : pipe(failure(c).value, div(c.value))

/** @category instances */
export const family = (d: Geometric): Family<Geometric> => ({
  tag: d._tag,
  support: counts,
  arguments: [chanceArgument(d.chance)],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: (x) => pipe(failure(d.chance).log, mul(x), add(success(d.chance).log)),
  mapArguments: (f) => ({ ...d, chance: mapChance(f, d.chance) }),
  locationScale: none,
  expansion: none,
  pathwise: none,
  sample: right(
    scalarDraw(([given = NaN], uniform) => {
      const logFailure = d.chance.by === 'logits' ? -scalarMap.softplus(given) : Math.log1p(-given)
      return Math.floor(Math.log(uniform()) / logFailure)
    })
  ),
  peak: some(success(d.chance).log),
  moment: momentOfCounts((j) => rising(j, (i) => pipe(odds(d.chance), mul(constant(i + 1))))),
  median: none,
  cdf: some((x) => neg(expm1(pipe(failure(d.chance).log, mul(pipe(x, add(1))))))),
  quantile: none,
  standard: none,
  entropy: some(neg(pipe(failure(d.chance).log, mul(odds(d.chance)), add(success(d.chance).log)))),
  show: ([given = '']) => `geometric({ ${d.chance.by}: ${given} })`
})
