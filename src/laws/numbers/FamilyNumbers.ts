/**
 * The answers of a distribution with constant arguments, in numbers: its density as a function, integrals
 * under it, its masses, its draws.
 *
 * @since 0.2.0
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import {
  bijector,
  boundsOf,
  type Distribution,
  factsOf,
  type Family
} from '../../distributions/index.ts'
import { constant, emptyEnvironment, evaluate, type Expr, ref } from '../../expr/index.ts'
import { integerAt, streamKey } from '../../runtime/Noise.ts'
import { integrate } from './Quadrature.ts'
import { numberOf, scalarFunction } from './ScalarFunction.ts'

export type AnyFamily = Family<Distribution>
type Numbers = ReadonlyArray<number>

/** The numbers of an expression without references. */
export const numbersOf = (e: Expr): ArrayLike<number> => evaluate(emptyEnvironment)(e).values

/** Has it a density on the real line, and not masses? */
export const isOnTheLine = ({ support }: AnyFamily): boolean => bijector(support) !== undefined

// densities and masses

/** ln p as a function of a number, of one on the line. */
export const logDensityOf = (f: AnyFamily): ((x: number) => number) =>
  scalarFunction(f.logDensity(ref('x', [])), 'x')

/** The ends of its values; infinite where there are none. */
export const endsOf = ({ support }: AnyFamily): readonly [number, number] => {
  const { low, high } = boundsOf(support) ?? {}
  return [
    low === undefined ? -Infinity : numberOf(low),
    high === undefined ? Infinity : numberOf(high)
  ]
}

/** No distribution of counts has a mass worth a law beyond it. */
const mostCounts = 30_000

/**
 * Masses of 0, 1, … up to what is left of 1 being none, and at least up to E x²/E x, beyond which
 * the larger part of the mean lies, whatever there is at 0.
 */
const countMasses = (f: AnyFamily): Numbers => {
  const log = logDensityOf(f),
    [mean, square] = [f.moment(1), f.moment(2)],
    [, end] = endsOf(f)
  const least = isSome(mean) && isSome(square) ? numberOf(square.value) / numberOf(mean.value) : 0,
    last = Math.min(end, mostCounts)
  const masses: Array<number> = []
  for (let x = 0, tail = 1; x <= last && (tail > 1e-15 || x < least); x += 1) {
    const mass = Math.exp(log(x))
    masses.push(mass)
    tail = mass * (x + 1)
  }
  return masses
}

/**
 * The outcomes 0, 1, … of a discrete distribution with their masses; of one of counts as far as they
 * are worth it.
 */
export const massesOf = (f: AnyFamily): Numbers => {
  const { support, arguments: args, consumes, logDensity } = f
  const most = Math.max(...args.map((a) => numbersOf(a.value).length))
  // categories that no argument lies over have a cutpoint between each two
  const sizes = consumes.map((axis) =>
    args.some((a) => a.value.axes.includes(axis)) ? most : most + 1
  )
  const { outcomes } = factsOf(support._tag)
  return outcomes === undefined
    ? countMasses(f)
    : Array.from({ length: outcomes(sizes) }, (_, x) =>
        Math.exp(numbersOf(logDensity(constant(x)))[0] ?? NaN)
      )
}

// integrals

/** The scale of one on the real line; 1 where it has none. */
export const spreadOf = ({ locationScale }: AnyFamily): number =>
  isNone(locationScale) ? 1 : Math.abs(numberOf(locationScale.value.scale))

/** The coordinate of the support, as functions of numbers, and where the median is in it. */
export const coordinateOf = (f: AnyFamily) => {
  const b = bijector(f.support)
  if (b === undefined) throw new Error('internal: a distribution without a density')
  const u = ref('u', [])
  const inverse = scalarFunction(b.inverse(ref('x', [])), 'x')
  return {
    forward: scalarFunction(b.forward(u), 'u'),
    inverse,
    logJacobian: scalarFunction(b.logJacobian(u), 'u'),
    middle: isNone(f.median) ? 0 : inverse(numbersOf(f.median.value)[0] ?? NaN)
  }
}

/** Values that have a mass of their own, beside a density. */
export const atomsOf = (f: AnyFamily) =>
  (f.atoms ?? []).map(({ at, logMass }) => ({ at, mass: Math.exp(numberOf(logMass)) }))

/** E g(x) over x < upTo: under the density, and at values of a mass of their own. */
export const expectation =
  (f: AnyFamily) =>
  (g: (x: number) => number, upTo: number = Infinity): number =>
    ofDensity(f)(g, upTo) +
    atomsOf(f).reduce((sum, { at, mass }) => (at <= upTo ? sum + g(at) * mass : sum), 0)

/**
 * ∫ g(x) p(x) dx over x < upTo. On a real support from the median outwards in units of the scale,
 * to both infinities; else on the real line of the support's bijector, from 90 units below the
 * median to as many above: a density like x^(−1.4) at infinity, or x^(−0.6) at 0, leaves out less
 * than 1e-15.
 */
const ofDensity =
  (f: AnyFamily) =>
  (g: (x: number) => number, upTo: number): number => {
    const { forward, inverse, logJacobian, middle } = coordinateOf(f)
    const log = logDensityOf(f)
    const integrand = (v: number): number => {
      const x = forward(v),
        mass = Math.exp(log(x) + logJacobian(v))
      return mass === 0 || !Number.isFinite(mass) ? 0 : g(x) * mass
    }
    // below an end, the coordinate falls with the value
    if (forward(1) < forward(0) && upTo < Infinity)
      return ofDensity(f)(g, Infinity) - integrate(integrand, middle - 90, inverse(upTo))
    const end = upTo === Infinity ? Infinity : inverse(upTo)
    if (f.support._tag === 'Real') {
      const unit = spreadOf(f),
        at = (t: number): number => integrand(middle + unit * t) * unit
      const stop = (end - middle) / unit
      const below = integrate((t) => at(-t), Math.max(0, -stop), Infinity)
      if (stop <= 0) return below
      return (
        below + integrate(at, 0, Infinity) - (stop === Infinity ? 0 : integrate(at, stop, Infinity))
      )
    }
    const last = Math.min(middle + 90, end)
    return last <= middle
      ? integrate(integrand, middle - 90, last)
      : integrate(integrand, middle - 90, middle) + integrate(integrand, middle, last)
  }

/** The distribution function: quadrature of the density, or the sum of the masses. */
export const probabilityUpTo = (f: AnyFamily, x: number): number =>
  isOnTheLine(f)
    ? expectation(f)(() => 1, x)
    : massesOf(f).reduce((sum, mass, outcome) => (outcome <= x ? sum + mass : sum), 0)

/** The same at some rising values: one integral from below, then from each to the next. */
export const distributionFunction = (f: AnyFamily, xs: Numbers): Numbers => {
  let sum = 0
  if (!isOnTheLine(f)) {
    const below = massesOf(f).map((mass) => (sum += mass))
    return xs.map((x) => (x < 0 ? 0 : (below[Math.min(Math.floor(x), below.length - 1)] ?? 0)))
  }
  const log = logDensityOf(f),
    atoms = atomsOf(f)
  const massBetween = (a: number, b: number): number =>
    atoms.reduce((all, { at, mass }) => (a < at && at <= b ? all + mass : all), 0)
  return xs.map((x, i) => {
    const before = xs[i - 1]
    return (sum +=
      before === undefined
        ? probabilityUpTo(f, x)
        : integrate((y) => Math.exp(log(y)), before, x) + massBetween(before, x))
  })
}

/** The largest value of a function of one hump on [a, b]: a grid, then golden sections. */
const highest = (f: (u: number) => number, a: number, b: number): number => {
  const step = (b - a) / 2000
  const best = Array.from({ length: 2001 }, (_, i) => a + i * step).reduce((x, y) =>
    f(y) > f(x) ? y : x
  )
  let [low, high] = [Math.max(a, best - step), Math.min(b, best + step)]
  const part = (Math.sqrt(5) - 1) / 2
  for (let i = 0; i < 80; i += 1) {
    const left = high - part * (high - low),
      right = low + part * (high - low)
    if (f(left) > f(right)) high = right
    else low = left
  }
  return Math.max(f(a), f(b), f((low + high) / 2))
}

/** The highest log density, over the coordinate of the support, as one of a single hump has it. */
export const highestOf = (f: AnyFamily): number => {
  if (!isOnTheLine(f)) return Math.log(Math.max(...massesOf(f)))
  const { forward, middle } = coordinateOf(f)
  const reach =
    f.support._tag === 'Positive' ? 60 : f.support._tag === 'Real' ? 20 * spreadOf(f) : 30
  const log = logDensityOf(f)
  return highest((u) => log(forward(u)), middle - reach, middle + reach)
}

// draws

/** Numbers of (0, 1), the same for the same seed. */
const uniformOf = (seed: number): (() => number) => {
  const stream = streamKey({ seed, step: 0 }, 'host draws')
  let counter = 0
  return () => (integerAt(stream, counter++) + 2 ** 31 + 0.5) / 2 ** 32
}

/** Draws of one that has them. */
export const drawsOf = (
  { sample, arguments: args }: AnyFamily,
  n: number,
  seed: number
): Numbers => {
  if (isLeft(sample)) throw new Error(sample.left)
  const values = args.map((a) => numbersOf(a.value)),
    uniform = uniformOf(seed)
  return Array.from({ length: n }, () => sample.right(values, uniform))
}
