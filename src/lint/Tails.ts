/**
 * How heavy the tails of a law are, and how much of it lies at 0, read from its log density far out.
 *
 * A density that falls as x^−(α + 1) has E|x|ᵏ for k < α alone; one that grows as x^(β − 1) at 0 has
 * the share ∝ ε^β of its mass below ε. Both are slopes of ln p against ln x, the same between any
 * two points where the law is a power, and no number at all where it falls faster.
 *
 * @since 0.2.0
 */
import { bijector, boundsOf, type Distribution, factsOf, family } from '../distributions/index.ts'
import { constant, emptyEnvironment, evaluateScalar } from '../expr/index.ts'
import { literal, withNumbers } from './Literals.ts'

/** Decades from 1 at which the slope is read; of float64 their squares are numbers. */
const decades = [60, 90, 120] as const

const agree = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-5 * (1 + Math.abs(a))

/** d ln p/d ln x at 10^±decades, x of this sign; undefined where it is not one number. */
const slope = (d: Distribution, sign: 1 | -1, towards: 1 | -1): number | undefined => {
  const { logDensity } = family(d)
  const at = evaluateScalar(emptyEnvironment)
  const [near = NaN, middle = NaN, far = NaN] = decades.map((k) =>
    at(logDensity(constant(sign * 10 ** (towards * k))))
  )
  const step = 30 * towards * Math.LN10
  const [first, second] = [(middle - near) / step, (far - middle) / step]
  return Number.isFinite(first) && agree(first, second) ? second : undefined
}

/** Of a law with a density for each element, on a half line up or on the whole line. */
const isUnbounded = (d: Distribution): boolean => {
  const { support, consumes, jointly } = family(d)
  return (
    bijector(support) !== undefined &&
    consumes.length + jointly.length === 0 &&
    factsOf(support._tag).values.high === Infinity &&
    boundsOf(support)?.high === undefined
  )
}

/** The same answer whatever the arguments are that are no numbers. */
const whatever = (
  d: Distribution,
  ask: (d: Distribution) => number | undefined
): number | undefined => {
  const [one, other] = [ask(withNumbers(d, 0)), ask(withNumbers(d, 1))]
  return one !== undefined && other !== undefined && agree(one, other) ? one : undefined
}

/** α of the heavier tail; undefined where every moment is finite, or it is not known. */
export const tailIndex = (d: Distribution): number | undefined => {
  if (!isUnbounded(d)) return undefined
  const { low } = factsOf(family(d).support._tag).values
  const signs = low < 0 ? ([1, -1] as const) : ([1] as const)
  return whatever(d, (numbers) => {
    const found = signs.flatMap((sign) => {
      const s = slope(numbers, sign, 1)
      return s === undefined ? [] : [-s - 1]
    })
    return found.length === 0 ? undefined : Math.min(...found)
  })
}

/** β at 0 of a law of positive numbers. */
export const indexAtZero = (d: Distribution): number | undefined => {
  const { low } = factsOf(family(d).support._tag).values
  return !isUnbounded(d) || low !== 0
    ? undefined
    : whatever(d, (numbers) => {
        const s = slope(numbers, 1, -1)
        return s === undefined ? undefined : s + 1
      })
}

/** Is every argument a number? */
export const isOfNumbers = (d: Distribution): boolean =>
  family(d).arguments.every((a) => literal(a.value) !== undefined)
