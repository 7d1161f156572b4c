/** Generated distributions with constant arguments, and what laws need to integrate over them. */
import * as fc from 'fast-check'
import { map } from 'fp-ts/lib/ReadonlyRecord.js'
import { expect } from 'vitest'
import { type Distribution, family } from '../../src/distributions/index.ts'
import * as Numbers from '../../src/laws/numbers/FamilyNumbers.ts'
import { otherCombined } from './CombinedRows.ts'
import { betaByMean, otherCounts } from './CountRows.ts'
import { type ElementTag, gammaByRate, type Row, rows } from './Rows.ts'

export { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'
export { numbersOf } from '../../src/laws/numbers/FamilyNumbers.ts'
export { gammaByRate } from './Rows.ts'

/** |actual − expected| ≤ tolerance · max(1, |expected|). */
export const expectNear = (actual: number, expected: number, tolerance: number): void => {
  expect(Number.isFinite(actual), `${actual} is not finite`).toBe(true)
  expect(
    Math.abs(actual - expected) / Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`
  ).toBeLessThanOrEqual(tolerance)
}

/** Has it a density on the real line, and not masses? */
export const isOnTheLine = (d: Distribution): boolean => Numbers.isOnTheLine(family(d))

/** Every distribution by its tag, at generated arguments. */
export const everyDistribution: Readonly<Record<ElementTag, fc.Arbitrary<Distribution>>> = map(
  (row: Row<Distribution>) => row.generated
)(rows)
export const anyDistribution: fc.Arbitrary<Distribution> = fc.oneof(
  ...Object.values<fc.Arbitrary<Distribution>>(everyDistribution)
)

type Named = Readonly<Record<string, fc.Arbitrary<Distribution>>>

/** The rows whose distributions are such, by name. */
const among = (of: Named, holds: (d: Distribution) => boolean): Named =>
  Object.fromEntries(
    Object.entries(of).filter(([, row]) => fc.sample(row, { numRuns: 1, seed: 1 }).every(holds))
  )
const rowsWith = (holds: (d: Distribution) => boolean): Named => among(everyDistribution, holds)
export const proper = {
  ...rowsWith((d) => family(d).isProper),
  ...otherCounts,
  ...otherCombined,
  BetaByMean: betaByMean,
  GammaByRate: gammaByRate
}
/** Every proper distribution on the real line, by tag. */
export const continuous: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  ...rowsWith((d) => family(d).isProper && isOnTheLine(d)),
  ...among(otherCombined, isOnTheLine),
  BetaByMean: betaByMean,
  GammaByRate: gammaByRate
}
/** Every proper distribution of countable values, by tag. */
export const discrete: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  ...rowsWith((d) => !isOnTheLine(d)),
  ...among(otherCombined, (d) => !isOnTheLine(d)),
  ...otherCounts
}
export const anyContinuous: fc.Arbitrary<Distribution> = fc.oneof(...Object.values(continuous))

// what the law kit asks of families, of distributions

/** The density by numbers. */
export const logDensityOf = (d: Distribution): ((x: number) => number) =>
  Numbers.logDensityOf(family(d))

/** ∫ f(x) p(x) dx over x < upTo. */
export const expectation = (
  d: Distribution
): ((f: (x: number) => number, upTo?: number) => number) => Numbers.expectation(family(d))
