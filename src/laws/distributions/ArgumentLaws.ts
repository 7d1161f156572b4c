/**
 * Laws of a density as a function: its slopes by the value and by each argument, and that what gives no
 * number is refused.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { family, factsOf } from '../../distributions/index.ts'
import { add, constant, evaluate, type Expr, gradients, ref } from '../../expr/index.ts'
import { between } from '../ArbitraryNumber.ts'
import { type Law, law, wanted } from '../Law.ts'
import { slopeAt } from '../numbers/Differences.ts'
import {
  type AnyFamily,
  coordinateOf,
  endsOf,
  isOnTheLine,
  massesOf,
  numbersOf,
  spreadOf
} from '../numbers/FamilyNumbers.ts'
import { shownAt, withNumber } from './DensityLaws.ts'

type Families = fc.Arbitrary<AnyFamily>

/** The value of an expression of one reference, which laid-out constants may be part of. */
const ofOne =
  (e: Expr, name: string) =>
  (x: number): number =>
    evaluate({
      sizes: new Map(),
      values: new Map([[name, { axes: [], sizes: [], values: [x] }]])
    })(e).values[0] ?? NaN

/** A derivative against differences, where these have the digits to tell: at a kink they have not. */
const slopes = (
  what: string,
  e: Expr,
  name: string,
  x: number,
  step: number
): ReadonlyArray<string> => {
  const found = ofOne(gradients(e, [{ name }]).get(name) ?? constant(NaN), name)(x)
  const { slope, error } = slopeAt(ofOne(e, name), x, step)
  const size = Math.max(1, Math.abs(slope))
  return !(error <= 1e-4 * size)
    ? []
    : wanted(Math.abs(found - slope) <= 1e-6 * size + 10 * error, what, found, slope)
}

/** A value where the mass lies: on the line at a share `t` of the way around the median, else an outcome. */
const valueOf = (f: AnyFamily, t: number): number => {
  if (!isOnTheLine(f)) {
    const masses = massesOf(f)
    let below = 0
    return masses.findIndex((m) => (below += m) >= t) % masses.length
  }
  const { forward, middle } = coordinateOf(f)
  return f.support._tag === 'Real'
    ? middle + spreadOf(f) * (4 * t - 2)
    : forward(middle + 4 * t - 2)
}
const places = between(0.07, 0.93)

/** The family with its argument `name` moved by the reference `t`. */
const moved = (f: AnyFamily, value: Expr): AnyFamily =>
  family(f.mapArguments((e) => (e === value ? pipe(e, add(ref('t', []))) : e)))

const smallest = (e: Expr): number =>
  Array.from(numbersOf(e)).reduce((least, x) => (x === 0 ? least : Math.min(least, Math.abs(x))), 1)

const derivatives = (families: Families): Law =>
  law(
    'slopes of the log density equal differences',
    withNumber(families, places),
    ([f, at]) => {
      const x = valueOf(f, at)
      const [low, high] = endsOf(f)
      const room = isOnTheLine(f)
        ? Math.min(x - low, high - x, spreadOf(f), Math.max(Math.abs(x), 1e-3))
        : 1
      return [
        ...(isOnTheLine(f)
          ? slopes(`∂ ln p/∂x at ${x}`, f.logDensity(ref('x', [])), 'x', x, 0.1 * room)
          : []),
        ...f.arguments
          .filter((a) => factsOf(a.support).holds(0.5) && factsOf(a.support).isNumeric)
          .flatMap((a) =>
            slopes(
              `∂ ln p/∂${a.name} at ${x}`,
              moved(f, a.value).logDensity(constant(x)),
              't',
              0,
              0.1 * Math.min(smallest(a.value), room)
            )
          )
      ]
    },
    {
      formula:
        '∂ ln p/∂x and ∂ ln p/∂a, by each argument a, are limits of (f(x + h) − f(x − h))/2h',
      tolerance:
        '1e-6, and ten times what extrapolation to h = 0 says of its own error; nothing where that is 1e-4 or more',
      shown: shownAt('at the share'),
      runs: 25
    }
  )

/** Numbers that an argument may be given, by who does not know what it is. */
const literals = [-30, -1, 0, 0.5, 1, 2, 30]

const refusals = (families: Families): Law =>
  law(
    'an argument that gives no density is refused, none is NaN in silence',
    withNumber(families, places),
    ([f, at]) =>
      f.arguments
        .filter((a) => a.value.axes.length === 0)
        .flatMap((a) =>
          literals.flatMap((given) => {
            const { proof, argument } = { argument: a.name, proof: factsOf(a.support).proof }
            if (proof?.admits(given) === false) return []
            const here = family(f.mapArguments((e) => (e === a.value ? constant(given) : e)))
            const [low, high] = endsOf(here)
            const x = isOnTheLine(here) ? valueOf(f, at) : 0
            if (!(low < x && x < high) && isOnTheLine(here)) return []
            const found = numbersOf(here.logDensity(constant(x)))[0] ?? NaN
            return wanted(
              found < Infinity,
              `ln p(${x}) at ${argument} = ${given}`,
              found,
              `a number or −∞, or ${argument} in a support that refuses ${given}`
            )
          })
        ),
    {
      formula:
        'ln p(x | a) is a number or −∞, or the support of the argument a refuses it, which makes a Problem',
      tolerance: `none: of a = ${literals.join(', ')}`,
      shown: shownAt('at the share'),
      runs: 25
    }
  )

/** Of every distribution of elements. */
export const argumentLaws = (families: Families): ReadonlyArray<Law> => [
  derivatives(families),
  refusals(families)
]
