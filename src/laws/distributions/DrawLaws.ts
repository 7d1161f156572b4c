/**
 * Laws of draws: on the host, smooth ones, and those of independent parts, each against the distribution
 * function of the density.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { isRight } from 'fp-ts/lib/Either.js'
import { family } from '../../distributions/index.ts'
import { ref } from '../../expr/index.ts'
import { ndtri } from '../../expr/numbers/SpecialFunctions.ts'
import { between } from '../ArbitraryNumber.ts'
import { type Law, law, wanted } from '../Law.ts'
import {
  type AnyFamily,
  distributionFunction,
  drawsOf,
  endsOf,
  isOnTheLine,
  probabilityUpTo
} from '../numbers/FamilyNumbers.ts'
import { scalarFunction } from '../numbers/ScalarFunction.ts'
import { shownAt, withNumber } from './DensityLaws.ts'

type Families = fc.Arbitrary<AnyFamily>

const n = 4000
/**
 * Kolmogorov: √n · sup |F_n − F| exceeds λ with probability 2 exp(−2λ²), 3e-8 at 3; for masses less
 * often.
 */
const bound = 3 / Math.sqrt(n)
const byKolmogorov =
  `${bound.toFixed(3)}, 3/√${n}: of ${n} right draws the shares are farther off once in 3e7 times, ` +
  'whatever the distribution (Kolmogorov)'

/** Where some draws are not distributed as it says. */
const misplaced = (f: AnyFamily, unsorted: ReadonlyArray<number>): ReadonlyArray<string> => {
  const draws = Float64Array.from(unsorted).sort()
  const [low, high] = endsOf(f),
    [least = NaN, most = NaN] = [draws[0], draws.at(-1)]
  const outside = [
    ...wanted(least >= low, 'the least draw', least, `no less than ${low}`),
    ...wanted(most <= high, 'the largest draw', most, `no more than ${high}`)
  ]
  // beyond its ends the density has no meaning
  if (outside.length > 0) return outside
  const xs = Array.from(draws.filter((_, i) => i % 100 === 50))
  const expected = distributionFunction(f, xs)
  let below = 0
  return xs
    .flatMap((x, i) => {
      while ((draws[below] ?? Infinity) <= x) below += 1
      const want = expected[i] ?? NaN,
        share = below / n
      return wanted(Math.abs(share - want) < bound, `share of draws up to ${x}`, share, want)
    })
    .slice(0, 3)
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 })
const shown = shownAt('seed')

const hostDraws = (families: Families): Law =>
  law(
    'draws on the host have the distribution function of the density',
    withNumber(families, seeds),
    ([f, seed]) => misplaced(f, drawsOf(f, n, seed)),
    {
      formula: `the share of ${n} draws up to x = ∫ p(y) dy over y < x; all lie between the ends`,
      tolerance: byKolmogorov,
      shown,
      runs: 12
    }
  )

const expansions = (families: Families): Law =>
  law(
    'an expansion has the distribution of the whole',
    withNumber(families, seeds),
    ([f, seed]) => {
      if (isNone(f.expansion)) return []
      const { parts, value } = f.expansion.value
      const names = parts.map((p) => p.suffix)
      const whole = scalarFunction(value(names.map((name) => ref(name, []))), ...names)
      const draws = parts.map((p, i) => drawsOf(family(p.dist), n, seed + i))
      return misplaced(
        f,
        Array.from({ length: n }, (_, i) => whole(...draws.map((part) => part[i] ?? NaN)))
      )
    },
    {
      formula: `the share of ${n} values of independent parts up to x = ∫ p(y) dy over y < x`,
      tolerance: byKolmogorov,
      shown,
      runs: 12
    }
  )

const count = 1000
const smoothDraws = (families: Families): Law =>
  law(
    'smooth draws have the distribution function of the density',
    withNumber(families, between(0.02, 0.98)),
    ([f, where]) => {
      if (isNone(f.pathwise)) return []
      const { noise, push } = f.pathwise.value
      const at = scalarFunction(push(ref('noise', [])), 'noise')
      const draws = Array.from({ length: count }, (_, i) => (i + 0.5) / count)
        .map((p) => at(noise === 'normal' ? ndtri(p) : p))
        .toSorted((a, b) => a - b)
      const threshold = draws[Math.floor(where * count)] ?? NaN
      const want = probabilityUpTo(f, threshold),
        below = draws.filter((x) => x < threshold).length / count,
        upTo = draws.filter((x) => x <= threshold).length / count
      // at a value of a mass of its own the two differ by it
      return wanted(
        below - 2 / count <= want && want <= upTo + 1 / count,
        `share of draws below ${threshold}`,
        below,
        want
      )
    },
    {
      formula: `the share of ${count} equally likely draws up to x = ∫ p(y) dy over y < x`,
      tolerance: `2/${count}: each stands for a cell of 1/${count}`,
      shown: shownAt('x where there is as much below:'),
      runs: 6
    }
  )

/** Of what was asked, those that the distribution answers. */
export const drawLaws = (families: Families, like: AnyFamily): ReadonlyArray<Law> => [
  ...(isRight(like.sample) ? [hostDraws(families)] : []),
  ...(isSome(like.pathwise) && isOnTheLine(like) ? [smoothDraws(families)] : []),
  ...(isSome(like.expansion) ? [expansions(families)] : [])
]
