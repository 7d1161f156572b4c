/**
 * The beta-binomial distribution: a binomial whose probability is a beta, so that its counts spread
 * more than those of a binomial.
 *
 * - mass       ln P(x) = ln (n over x) + ln B(x + α, n − x + β) − ln B(α, β), x = 0 … n. With c = α + β,
 *              A = x + α, B = n − x + β, N = n + c, s = A/N, t = B/N and D(m, y) = m − y − y ln(m/y) it
 *              is written as −D(ns, x) − D(nt, n − x) − D(cs, α) − D(ct, β) + ½ ln(Nαβ/(ABc)) + δ(A) +
 *              δ(B) − δ(N) − δ(α) − δ(β) + δ(c), and δ(n) − δ(x) − δ(n − x) + ½ ln(n/(2πx(n − x))) for
 *              0 < x < n: nothing large is subtracted, for any shapes
 * - arguments  the total n, a count: a number or data declared as counts; shapes α and β, positive,
 *              or their mean α/c between 0 and 1 and their precision c
 * - moments    E xᵏ = Σ S(k, j) Π (n − i)(α + i)/(c + i), i < j, for k = 0 … 4, S the Stirling numbers
 *              of the second kind
 * - mode       ⌊(n + 1)(α − 1)/(c − 2)⌋ within 0 … n for c > 2, else 0 or n
 * - draws      none that is smooth in the arguments; on the host a binomial with a beta chance
 * - source     Skellam (1948), J. Royal Statistical Society B 10(2)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, where } from '../../expr/Expr.ts'
import {
  add,
  div,
  type ExprLike,
  floor,
  less,
  lift,
  logRatio,
  max,
  min,
  mul,
  stirling,
  sub
} from '../../expr/Words.ts'
import { betaDraw, binomialDraw } from '../CountDraws.ts'
import { momentOfCounts, rising } from '../FactorialMoments.ts'
import type { Family } from '../Family.ts'
import { lessDeviance, type Mean, minusLogChoices, partOf } from '../SaddlePoint.ts'
import {
  mapShapes,
  shapeArguments,
  shapePair,
  type ShapePair,
  type ShapePairArguments,
  shapesOf,
  shapesOnHost,
  showShapes
} from '../ShapePair.ts'
import { scalarDraw } from '../StandardDraws.ts'
import { countsTo } from '../supports/CountsToSupport.ts'

/** @category model */
export interface BetaBinomial {
  readonly _tag: 'BetaBinomial'
  readonly total: Expr
  readonly shapes: ShapePair
}

/** A total, and shapes by name. */
export type BetaBinomialArguments = { readonly total: ExprLike } & ShapePairArguments

/** @category constructors */
export const betaBinomial = (a: BetaBinomialArguments): BetaBinomial => ({
  _tag: 'BetaBinomial',
  total: lift(a.total),
  shapes: shapePair(a)
})

/** A share below is told by its logarithm: it may be none of the numbers. */
const leastShare = 2 ** -120

const logMass =
  ({ total, shapes }: BetaBinomial) =>
  (x: Expr): Expr => {
    const { alpha, beta, sum, share } = shapesOf(shapes)
    const rest = pipe(total, sub(x)),
      some = pipe(total, max(1)),
      both = pipe(sum, add(total)),
      a = pipe(x, add(alpha)),
      b = pipe(rest, add(beta))
    const part = (of: Expr): Mean => ({ value: pipe(of, div(both)), log: pipe(of, logRatio(both)) })
    const [s, t] = [part(a), part(b)]
    // N α β/(A B c), of three ratios
    const shares = where(
      pipe(constant(leastShare), less(s.value)),
      pipe(share, logRatio(s.value)),
      pipe(alpha, logRatio(sum), sub(s.log))
    )
    const sizes = pipe(shares, add(pipe(beta, logRatio(b))), mul(0.5))
    return pipe(
      sizes,
      lessDeviance(x, partOf(total, s, some)),
      lessDeviance(rest, partOf(total, t, some)),
      lessDeviance(alpha, partOf(sum, s)),
      lessDeviance(beta, partOf(sum, t)),
      add(minusLogChoices(total, x)),
      add(pipe(stirling(a), sub(stirling(alpha)))),
      add(pipe(stirling(b), sub(stirling(beta)))),
      sub(pipe(stirling(both), sub(stirling(sum))))
    )
  }

const peak = (d: BetaBinomial): Expr => {
  const { alpha, sum } = shapesOf(d.shapes)
  const inner = pipe(alpha, sub(1), mul(pipe(d.total, add(1))), div(pipe(sum, sub(2))))
  const middle = where(
    pipe(constant(2), less(sum)),
    floor(pipe(inner, max(0), min(d.total))),
    constant(0)
  )
  return pipe(logMass(d)(constant(0)), max(logMass(d)(d.total)), max(logMass(d)(middle)))
}

/** @category instances */
export const family = (d: BetaBinomial): Family<BetaBinomial> => {
  const { alpha, sum } = shapesOf(d.shapes)
  return {
    tag: d._tag,
    support: countsTo(d.total),
    arguments: [{ name: 'total', value: d.total, support: 'Counts' }, ...shapeArguments(d.shapes)],
    consumes: [],
    jointly: [],
    isProper: true,
    holdsEnds: true,
    logDensity: logMass(d),
    mapArguments: (f) => ({ ...d, total: f(d.total), shapes: mapShapes(f, d.shapes) }),
    locationScale: none,
    expansion: none,
    pathwise: none,
    sample: right(
      scalarDraw(([total = NaN, first = NaN, second = NaN], uniform) => {
        const p = betaDraw(...shapesOnHost(d.shapes, first, second), uniform)
        return binomialDraw(total, { p, q: 1 - p }, uniform)
      })
    ),
    peak: some(peak(d)),
    moment: momentOfCounts((j) =>
      rising(j, (i) => pipe(d.total, sub(i), mul(pipe(alpha, add(i), div(pipe(sum, add(i)))))))
    ),
    median: none,
    cdf: none,
    quantile: none,
    standard: none,
    entropy: none,
    show: ([total = '', ...shapes]) =>
      `betaBinomial({ total: ${total}, ${showShapes(d.shapes, shapes)} })`
  }
}
