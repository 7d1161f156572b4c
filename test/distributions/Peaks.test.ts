import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import {
  bijector,
  type Distribution,
  family,
  gamma,
  logUniform
} from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { numberOf, scalarFunction } from '../support/ScalarFunction.ts'
import { expectNear, logDensityOf, massesOf, numbersOf, proper, spreadOf } from './Arbitrary.ts'

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

/** The highest log density, over the coordinate of the support's bijector. */
const highestOf = (d: Distribution): number => {
  const { support, median } = family(d),
    b = bijector(support)
  if (b === undefined) return Math.log(Math.max(...massesOf(d)))
  const forward = scalarFunction(b.forward(ref('u', [])), 'u'),
    inverse = scalarFunction(b.inverse(ref('x', [])), 'x')
  const middle = isSome(median) ? inverse(numberOf(median.value)) : 0
  const reach = support._tag === 'Positive' ? 60 : support._tag === 'Real' ? 20 * spreadOf(d) : 30
  const log = logDensityOf(d)
  return highest((u) => log(forward(u)), middle - reach, middle + reach)
}

/** Made of others, where theirs lie says where those of the whole may lie, and no more; or of masses and a density. */
const severalHumps = new Set<Distribution['_tag']>(['HardConcrete', 'Hurdle', 'Mixture'])

describe('the peak is the highest log density', () => {
  for (const [name, distribution] of Object.entries(proper)) {
    test(name, () =>
      fc.assert(
        fc.property(distribution, (d) => {
          const { peak } = family(d)
          if (severalHumps.has(d._tag)) expect(isNone(peak)).toBe(true)
          else if (isSome(peak)) expectNear(numbersOf(peak.value)[0] ?? NaN, highestOf(d), 1e-9)
          else expect(isUnbounded(d) || isOfAnotherScale(d)).toBe(true)
        }),
        { numRuns: 40 }
      )
    )
  }
})

/** Between two ends the highest place is known of x = m + s u. */
const isOfAnotherScale = (d: Distribution): boolean => {
  if (d._tag !== 'Truncated') return false
  const { standard } = family(d.of)
  return isSome(standard) && standard.value.affine === undefined
}

/** Does it rise at an end of its support, as far as float64 goes? */
const isUnbounded = (d: Distribution): boolean => {
  const log = logDensityOf(d)
  switch (family(d).support._tag) {
    case 'Positive':
      return log(1e-290) > log(1e-280) + 0.1
    case 'Real':
      return log(0) === Infinity
    case 'Unit':
      return log(1e-290) > log(1e-280) || log(1 - 2 ** -52) > log(1 - 2 ** -50)
    default:
      return false
  }
}

test('none where the density is unbounded, or the shape that would tell is not a constant', () => {
  expect(isNone(family(logUniform).peak)).toBe(true)
  expect(isNone(family(gamma({ shape: 0.999, scale: 1 })).peak)).toBe(true)
  expect(isNone(family(gamma({ shape: ref('a', []), scale: 1 })).peak)).toBe(true)
  expect(isSome(family(gamma({ shape: 1, scale: ref('b', []) })).peak)).toBe(true)
})
