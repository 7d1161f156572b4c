/**
 * The ordered logistic distribution: a category of several in order, of which a logistic number tells
 * by the cutpoints that it lies above (proportional odds).
 *
 * - mass       P(x = k) = σ(c_k − η) − σ(c_(k−1) − η), c_(−1) = −∞ and c_(K−1) = ∞, as
 *              ln σ(c_k − η) + ln σ(η − c_(k−1)) + ln(1 − e^(c_(k−1) − c_k)): no difference of two
 *              probabilities, in neither tail and between near cutpoints. Of cutpoints that fall the
 *              category between has no mass
 * - arguments  location η real; cutpoints c real, which rise along the axis `cuts`, one fewer than
 *              there are categories
 * - axes       a draw is an index of `along`, 0 … K − 1: it carries the axes of the arguments without
 *              `cuts`
 * - function   P(draw ≤ k) = σ(c_k − η)
 * - draws      none that is smooth in its arguments; on the host how many cutpoints a logistic number
 *              lies above
 * - source     McCullagh (1980), Journal of the Royal Statistical Society B 42(2)
 *
 * @since 0.2.0
 */
import { right } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { none, some } from 'fp-ts/lib/Option.js'
import { constant, type Expr, gather, iota, reduce, rename, size, where } from '../../expr/Expr.ts'
import {
  add,
  exp,
  type ExprLike,
  less,
  lessEqual,
  lift,
  max,
  mul,
  neg,
  sigmoid,
  softplus,
  sub,
  sumOver
} from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import { logComplement } from '../LogComplement.ts'
import type { HostDraw } from '../StandardDraws.ts'
import { categories } from '../supports/CategoriesSupport.ts'

/** @category model */
export interface OrderedLogistic {
  readonly _tag: 'OrderedLogistic'
  readonly location: Expr
  readonly cutpoints: Expr
  readonly cuts: string
  readonly along: string
}

/** @category constructors */
export const orderedLogistic = (a: {
  readonly location: ExprLike
  readonly cutpoints: Expr
  readonly cuts: string
  readonly along: string
}): OrderedLogistic => {
  if (!a.cutpoints.axes.includes(a.cuts))
    throw new Error(
      `internal: ordered along ${a.cuts} of cutpoints over [${a.cutpoints.axes.join(', ')}]`
    )
  return {
    _tag: 'OrderedLogistic',
    location: lift(a.location),
    cutpoints: a.cutpoints,
    cuts: a.cuts,
    along: a.along
  }
}

const draw: HostDraw = ([location = [], cutpoints = []], uniform) => {
  const u = uniform()
  const at = (location[0] ?? NaN) + Math.log(u) - Math.log1p(-u)
  return Array.from(cutpoints).filter((c) => c < at).length
}

const zero = constant(0)

/** ln P(x = k), k an index: off its axis a gathered cutpoint is 0, and is not asked. */
const logMass = ({ location, cutpoints, cuts }: OrderedLogistic, k: Expr): Expr => {
  const upper = pipe(cutpoints, gather(cuts, k)),
    lower = pipe(cutpoints, gather(cuts, pipe(k, sub(1))))
  const isFirst = pipe(k, less(1)),
    isLast = pipe(size(cuts), lessEqual(k))
  const below = where(isLast, zero, neg(softplus(pipe(location, sub(upper))))),
    above = where(isFirst, zero, neg(softplus(pipe(lower, sub(location)))))
  const fall = pipe(lower, sub(upper))
  const rises = pipe(fall, less(0))
  // languages that differentiate both branches need a slope that is a number in the one not taken
  const between = where(rises, logComplement(where(rises, fall, constant(-1))), constant(-Infinity))
  return pipe(below, add(above), add(where(pipe(isFirst, max(isLast)), zero, between)))
}

/** Of the natural logarithms of all masses: of each category but the last over an axis, and of the last. */
const logMasses = (
  d: OrderedLogistic
): { readonly over: string; readonly all: Expr; readonly last: Expr } => {
  const over = `categories by ${d.cuts}`
  return {
    over,
    all: logMass(d, rename(d.cuts, over)(iota(d.cuts))),
    last: logMass(d, size(d.cuts))
  }
}

/** −p ln p, 0 where there is no mass. */
const nats = (ln: Expr): Expr => neg(pipe(exp(ln), mul(pipe(ln, max(-1000)))))

/** @category instances */
export const family = (d: OrderedLogistic): Family<OrderedLogistic> => {
  const { over, all, last } = logMasses(d)
  return {
    tag: d._tag,
    support: categories(d.along),
    arguments: [
      { name: 'location', value: d.location, support: 'Real' },
      { name: 'cutpoints', value: d.cutpoints, support: 'Real' }
    ],
    consumes: [d.along, d.cuts],
    jointly: [],
    isProper: true,
    holdsEnds: false,
    logDensity: (x) => logMass(d, x),
    mapArguments: (f) =>
      orderedLogistic({ ...d, location: f(d.location), cutpoints: f(d.cutpoints) }),
    locationScale: none,
    expansion: none,
    pathwise: none,
    sample: right(draw),
    peak: some(pipe(all, reduce('max', [over]), max(last))),
    moment: () => none,
    median: none,
    cdf: some((x) =>
      where(
        pipe(size(d.cuts), lessEqual(x)),
        constant(1),
        sigmoid(pipe(d.cutpoints, gather(d.cuts, x), sub(d.location)))
      )
    ),
    quantile: none,
    standard: none,
    entropy: some(pipe(nats(all), sumOver([over]), add(nats(last)))),
    show: ([location = '', cutpoints = '']) =>
      `orderedLogistic({ location: ${location}, cutpoints: ${cutpoints}, ` +
      `cuts: ${d.cuts}, along: ${d.along} })`
  }
}
