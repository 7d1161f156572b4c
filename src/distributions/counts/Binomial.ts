/**
 * The binomial distribution: how many of n that happen independently, each with the same chance.
 *
 * - mass       ln P(x) = ln (n over x) + x ln p + (n − x) ln(1 − p), x = 0 … n, written with D(m, y) =
 *              m − y − y ln(m/y) as −D(np, x) − D(n(1 − p), n − x) + δ(n) − δ(x) − δ(n − x) +
 *              ½ ln(n/(2πx(n − x))), the last four terms for 0 < x < n
 * - arguments  the total n, a count: a number or data declared as counts; the chance of each as
 *              `probability` p between 0 and 1, or as `logits` ln(p/(1 − p)), real and exact near both
 *              ends
 * - moments    E xᵏ = Σ S(k, j) n(n − 1)…(n − j + 1) pʲ for k = 0 … 4, S the Stirling numbers of the
 *              second kind
 * - mode       ⌊(n + 1)p⌋, n at most
 * - draws      none that is smooth in p; on the host by order statistics of n uniforms
 * - source     Loader (2000), Fast and accurate computation of binomial probabilities
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  abs,
  add,
  div,
  excess,
  type ExprLike,
  floor,
  less,
  lift,
  log1p,
  max,
  min,
  mul,
  neg,
  sub,
  tanh
} from '../../expr/Words.ts'
import {
  type Chance,
  chance,
  chanceArgument,
  type ChanceArguments,
  failure,
  mapChance,
  onHost,
  success
} from '../Chance.ts'
import { binomialDraw } from '../CountDraws.ts'
import { momentOfCounts, rising } from '../FactorialMoments.ts'
import type { Family } from '../Family.ts'
import { lessDeviance, minusLogChoices, partOf } from '../SaddlePoint.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { countsTo } from '../supports/CountsToSupport.ts'

/** @category model */
export interface Binomial {
  readonly _tag: 'Binomial'
  readonly total: Expr
  readonly chance: Chance
}

/** A total, and a chance by name. */
export type BinomialArguments = { readonly total: ExprLike } & ChanceArguments

/** @category constructors */
export const binomial = (a: BinomialArguments): Binomial => ({
  _tag: 'Binomial',
  total: lift(a.total),
  chance: chance(a)
})

/** y (r − ln(1 + r)) at r = d/y ≥ −½: D(y + d, y) of a small difference d. */
const devianceBy = (y: Expr, d: Expr): Expr =>
  pipe(excess(log1p(pipe(d, div(pipe(y, max(1))), max(-0.5)))), mul(y))

/**
 * −D(np, x) − D(n(1 − p), n − x). Of small logits, where p is about ½ and its rounding is not that of
 * l, by the difference np − x, which n − 2x and n tanh(l/2) say to the last digit.
 */
const minusDeviances = ({ total, chance: c }: Binomial, x: Expr): Expr => {
  const some = pipe(total, max(1)),
    rest = pipe(total, sub(x))
  const far = pipe(
    constant(0),
    lessDeviance(x, partOf(total, success(c), some)),
    lessDeviance(rest, partOf(total, failure(c), some))
  )
  if (c.by === 'probability') return far
  const difference = pipe(
    pipe(tanh(pipe(c.value, mul(0.5))), mul(total)),
    add(pipe(rest, sub(x))),
    mul(0.5)
  )
  const near = neg(pipe(devianceBy(x, difference), add(devianceBy(rest, neg(difference)))))
  const isNear = pipe(abs(difference), less(pipe(x, min(rest), mul(0.5))))
  return where(pipe(isNear, mul(pipe(abs(c.value), less(2)))), near, far)
}

const logMass =
  (d: Binomial) =>
  (x: Expr): Expr =>
    pipe(minusDeviances(d, x), add(minusLogChoices(d.total, x)))

const mode = ({ total, chance: c }: Binomial): Expr =>
  pipe(floor(pipe(total, add(1), mul(success(c).value))), min(total))

/** @category instances */
export const family = (d: Binomial): Family<Binomial> => ({
  tag: d._tag,
  support: countsTo(d.total),
  arguments: [{ name: 'total', value: d.total, support: 'Counts' }, chanceArgument(d.chance)],
  consumes: [],
  jointly: [],
  isProper: true,
  holdsEnds: true,
  logDensity: logMass(d),
  mapArguments: (f) => ({ ...d, total: f(d.total), chance: mapChance(f, d.chance) }),
  locationScale: none,
  expansion: none,
  pathwise: none,
  sample: right(
    scalarDraw(([total = NaN, given = NaN], uniform) =>
      binomialDraw(total, onHost(d.chance.by, given), uniform)
    )
  ),
  peak: some(logMass(d)(mode(d))),
  moment: momentOfCounts((j) =>
    rising(j, (i) => pipe(d.total, sub(i), mul(success(d.chance).value)))
  ),
  median: none,
  cdf: none,
  quantile: none,
  standard: none,
  entropy: none,
  show: ([total = '', given = '']) => `binomial({ total: ${total}, ${d.chance.by}: ${given} })`
})
