import * as fc from 'fast-check'
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { describe, expect, test } from 'vitest'
import { type Distribution, family, gamma, logUniform } from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { logDensityOf, proper } from './Arbitrary.ts'

/** Made of others, where theirs lie says where those of the whole may lie, and no more; or of masses and a density. */
const severalHumps = new Set<Distribution['_tag']>(['HardConcrete', 'Hurdle', 'Mixture'])

describe('none where there is none, or several humps', () => {
  for (const [name, distribution] of Object.entries(proper)) {
    test(name, () =>
      fc.assert(
        fc.property(distribution, (d) => {
          const { peak } = family(d)
          if (severalHumps.has(d._tag)) expect(isNone(peak)).toBe(true)
          else if (isNone(peak)) expect(isUnbounded(d) || isOfAnotherScale(d)).toBe(true)
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
