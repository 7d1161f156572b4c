/**
 * The categorical distribution over the indices of an axis, by logits.
 *
 * - mass       ln P(x = c) = l_c − ln Σ_c′ exp l_c′, c ∈ 0 … size − 1
 * - arguments  logits l, real, over the axis `along` among others; a constant added to all of them
 *              changes nothing
 * - axes       a draw is an index: it carries the axes of the logits without `along`
 *
 * @since 0.1.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, contract, type Expr, gather, iota, reduce, where } from '../../expr/Expr.ts'
import { exp, lessEqual, logSumExp, neg, sub } from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import type { HostDraw } from '../StandardDraws.ts'
import { categories } from '../supports/CategoriesSupport.ts'

/** @category model */
export interface Categorical {
  readonly _tag: 'Categorical'
  readonly logits: Expr
  readonly along: string
}

/** @category constructors */
export const categorical = (a: { readonly logits: Expr; readonly along: string }): Categorical => {
  if (!a.logits.axes.includes(a.along))
    throw new Error(
      `internal: categorical along ${a.along} of logits over [${a.logits.axes.join(', ')}]`
    )
  return { _tag: 'Categorical', logits: a.logits, along: a.along }
}

/** The first class at which the probabilities, summed in order, reach u. */
export const categoricalDraw: HostDraw = ([logits = []], uniform) => {
  const top = Array.from(logits).reduce((a, l) => Math.max(a, l), -Infinity)
  const masses = Array.from(logits, (l) => Math.exp(l - top))
  const reached = uniform() * masses.reduce((sum, m) => sum + m, 0)
  let below = 0
  for (const [c, mass] of masses.entries()) {
    below += mass
    if (below >= reached) return c
  }
  return masses.length - 1
}

const logMasses = ({ logits, along }: Categorical): Expr =>
  pipe(logits, sub(logSumExp([along])(logits)))

/** @category instances */
export const family = (d: Categorical): Family<Categorical> => ({
  tag: d._tag,
  support: categories(d.along),
  arguments: [{ name: 'logits', value: d.logits, support: 'Real' }],
  consumes: [d.along],
  jointly: [],
  isProper: true,
  holdsEnds: false,
  logDensity: (x) => pipe(d.logits, gather(d.along, x), sub(logSumExp([d.along])(d.logits))),
  mapArguments: (f) => categorical({ logits: f(d.logits), along: d.along }),
  locationScale: none,
  expansion: none,
  pathwise: none,
  sample: right(categoricalDraw),
  peak: some(pipe(d.logits, reduce('max', [d.along]), sub(logSumExp([d.along])(d.logits)))),
  moment: () => none,
  median: none,
  cdf: some((x) =>
    pipe(
      where(pipe(iota(d.along), lessEqual(x)), logMasses(d), constant(-Infinity)),
      logSumExp([d.along]),
      exp
    )
  ),
  quantile: none,
  standard: none,
  entropy: some(contract([d.along])(exp(logMasses(d)), neg(logMasses(d)))),
  show: ([logits = '']) => `categorical({ logits: ${logits}, along: ${d.along} })`
})
