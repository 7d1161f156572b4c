/** What only data show, at numbers on both sides of each bound. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'
import {
  compileModel,
  data,
  draw,
  halfNormal,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  warningsOf
} from '../../src/index.ts'
import { ignoredBy } from '../../src/lint/index.ts'
import { columnsAlong } from '../../src/lint/GivenData.ts'

const rows = plate('rows')
const line = pipe(
  model(function* () {
    const x = yield* data('x', [rows])
    const slope = yield* draw('slope', normal(0, 1))
    yield* observe('y', over(rows)(normal(mul(slope)(x), 1)))
  }),
  compileModel(),
  E.getOrElseW((problems) => {
    throw new Error(problems.map((p) => p.what).join())
  })
)
const given = (x: ReadonlyArray<number>) => ({
  data: new Map([
    ['x', { axes: ['rows'], sizes: [x.length], values: Float32Array.from(x) }],
    ['y', { axes: ['rows'], sizes: [x.length], values: Float32Array.from(x) }]
  ]),
  leftOver: []
})
const rulesFor = (x: ReadonlyArray<number>) =>
  warningsOf({ ...line, given: given(x) }).map((w) => w.rule)

test('an input of deviation s about m is far from its units where s is, or where m is ten times s', () => {
  fc.assert(
    fc.property(logSpread(1e-3, 1e3), logSpread(1e-3, 1e4), (s, m) => {
      const [low, high] = [Math.fround(m - s), Math.fround(m + s)]
      const deviation = (high - low) / 2,
        mean = (high + low) / 2
      fc.pre(deviation > 0 && [0.1, 10, mean / 10].every((b) => Math.abs(deviation / b - 1) > 1e-3))
      const isFar = deviation < 0.1 || deviation > 10 || mean > 10 * deviation
      expect(rulesFor([low, high])).toEqual(isFar ? ['data-scale'] : [])
    })
  )
})

test('an input that does not differ is constant, and has no scale', () => {
  expect(rulesFor([7000, 7000, 7000])).toEqual(['constant-data'])
  expect(rulesFor([-1, 0, 1])).toEqual([])
})

test('columns of an array are those along its plate, wherever it stands', () => {
  const values = Float32Array.of(1, 10, 3, 10, 5, 10)
  const plates = new Set(['rows'])
  const found = columnsAlong({ axes: ['rows', 'inputs'], sizes: [3, 2], values }, plates)
  expect(found).toEqual([
    { place: '[0]', mean: 3, deviation: Math.sqrt(8 / 3) },
    { place: '[1]', mean: 10, deviation: 0 }
  ])
  const turned = Float32Array.of(1, 3, 5, 10, 10, 10)
  expect(columnsAlong({ axes: ['inputs', 'rows'], sizes: [2, 3], values: turned }, plates)).toEqual(
    found
  )
  expect(columnsAlong({ axes: ['inputs'], sizes: [6], values }, plates)).toEqual([])
})

test('a start that a thousand rows could pay is warned of beside eight', () => {
  const costly = pipe(
    model(function* () {
      const tau = yield* draw('tau', halfNormal(0.03), { initial: 1 })
      const mu = yield* draw('mu', normal(0, tau))
      yield* observe('y', over(rows)(normal(mu, 1)))
    }),
    compileModel(),
    E.getOrElseW(() => line)
  )
  const y = Array.from({ length: 8 }, (_, i) => i - 3.5)
  expect(warningsOf(costly).map((w) => w.rule)).toEqual([])
  expect(warningsOf({ ...costly, given: given(y) })).toMatchObject([
    { rule: 'costly-start', where: 'tau' }
  ])
})

test('a reason for what only data show is not idle without data', () => {
  const source = '// farrier-ignore data-scale: kept in the units of its source'
  expect(ignoredBy(source)([]).warnings).toEqual([])
  expect(ignoredBy(source, true)([]).warnings).toMatchObject([{ rule: 'farrier-ignore' }])
})
