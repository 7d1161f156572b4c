/** What `explain` prints of a distribution, read back as source. */
import * as fc from 'fast-check'
import { map } from 'fp-ts/lib/ReadonlyRecord.js'
import { describe, expect, test } from 'vitest'
import { type Distribution, type DeclaredTag, family } from '../../src/distributions/index.ts'
import { meet, ref } from '../../src/expr/index.ts'
import * as language from '../../src/dsl/index.ts'
import { isDist, type UntypedDist } from '../../src/dsl/Dist.ts'
import { tensor } from '../../src/dsl/Tensor.ts'
import { otherCombined } from '../distributions/CombinedRows.ts'
import { betaByMean, otherCounts } from '../distributions/CountRows.ts'
import { everyDistribution, gammaByRate, numbersOf } from '../distributions/Arbitrary.ts'
import { sizesOf, type VectorRow, vectorRows } from '../distributions/VectorRows.ts'

/** Every distribution has a word by its name: one without does not compile. */
const words: { readonly [T in DeclaredTag as Uncapitalize<T>]: unknown } = language

/** The value of a piece of source, with these names in scope. */
const read = (source: string, scope: Readonly<Record<string, unknown>>): UntypedDist => {
  const names = { ...words, ...scope }
  const found: unknown = new Function(...Object.keys(names), `return ${source}`)(
    ...Object.values(names)
  )
  if (!isDist(found)) throw new Error(`${source} is no distribution`)
  return found
}

/** The axes that one draw consumes are written by their names: categories of no argument are 4. */
const axesOf = (d: Distribution): Readonly<Record<string, unknown>> =>
  Object.fromEntries([
    ...[...sizesOf(d)].map(([name, size]) => [name, language.axis(name, size)] as const),
    ...(family(d).jointly.length > 0 ? [] : family(d).consumes).map(
      (name) =>
        [
          name,
          language.axis(name, family(d).arguments.some((a) => a.value.axes.includes(name)) ? 3 : 4)
        ] as const
    )
  ])

const rows: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  ...everyDistribution,
  ...otherCounts,
  ...otherCombined,
  BetaByMean: betaByMean,
  GammaByRate: gammaByRate,
  ...map((row: VectorRow<Distribution>) => row.generated)(vectorRows)
}

describe.each(Object.entries(rows))('%s, printed and read back, is the same', (_, row) => {
  test('with arguments by name', () =>
    fc.assert(
      fc.property(row, fc.constantFrom([], ['group'], ['group', 'item']), (like, axes) => {
        const { arguments: args, consumes, jointly } = family(like)
        const values = args.map((a) =>
          ref(`its_${a.name}`, [...axes, ...meet([...jointly, ...consumes], a.value.axes)])
        )
        const d = family(like).mapArguments(
          (e) => values[args.findIndex((a) => a.value === e)] ?? e
        )
        const found = read(family(d).show(args.map((a) => `its_${a.name}`)), {
          ...axesOf(d),
          ...Object.fromEntries(
            args.map((a, i) => [`its_${a.name}`, tensor(values[i] ?? a.value, a.support, [])])
          )
        })
        expect(found.distribution).toEqual(d)
        expect(found.problems).toEqual([])
      })
    ))
})

const scalar = Object.entries(rows).filter(([, row]) =>
  fc
    .sample(row, { numRuns: 1, seed: 1 })
    .every((d) => family(d).consumes.length + family(d).jointly.length === 0)
)
test.each(scalar)('%s, printed with numbers and read back, is the same', (_, row) =>
  fc.assert(
    fc.property(row, (d) => {
      const numbers = family(d).arguments.map((a) => `${numbersOf(a.value)[0]}`)
      expect(read(family(d).show(numbers), {}).distribution).toEqual(d)
    })
  )
)

test('a rate and a scale together are refused', () => {
  const both = { shape: 1, rate: 2, scale: 0.5 }
  expect(() => language.gamma(both)).toThrow('found a rate and a scale')
})
