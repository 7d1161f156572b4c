/** Counts and shares given what they cannot take, as literals, as expressions and as data. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  beta,
  betaBinomial,
  binomial,
  compileModel,
  counts,
  data,
  fitModel,
  gamma,
  geometric,
  kumaraswamy,
  relaxedBernoulli,
  negativeBinomial,
  normal,
  observe,
  over,
  plate,
  poisson,
  type Problem,
  program,
  sample,
  sampleModel
} from '../../src/index.ts'
import type { UntypedDist } from '../../src/dsl/Dist.ts'

const rows = plate('rows')
const what = (problems: ReadonlyArray<Problem>): string =>
  problems.map((p) => `${p.what}; ${p.try}`).join('\n')

describe('literals', () => {
  const cases: ReadonlyArray<readonly [UntypedDist, string]> = [
    [poisson(-1), 'poisson: rate must be a number above 0, found -1'],
    [poisson(0), 'poisson: rate must be a number above 0, found 0'],
    [geometric({ probability: 1 }), 'probability must be a number between 0 and 1, found 1'],
    [binomial({ total: 2.5, logits: 0 }), 'total must be a whole number from 0, found 2.5'],
    [binomial({ total: -1, logits: 0 }), 'total must be a whole number from 0, found -1'],
    [beta({ alpha: 0, beta: 1 }), 'beta: alpha must be a number above 0, found 0'],
    [beta({ mean: 1.5, precision: 1 }), 'beta: mean must be a number between 0 and 1, found 1.5'],
    [kumaraswamy({ alpha: 1, beta: -2 }), 'kumaraswamy: beta must be a number above 0, found -2'],
    [
      relaxedBernoulli({ logits: 0, temperature: 0 }),
      'relaxedBernoulli: temperature must be a number above 0, found 0'
    ],
    [
      negativeBinomial({ mean: 3, concentration: 0 }),
      'negativeBinomial: concentration must be a number above 0, found 0'
    ],
    [
      betaBinomial({ total: 3, mean: 0, precision: 1 }),
      'betaBinomial: mean must be a number between 0 and 1, found 0'
    ]
  ]
  test.each(cases)('%#: %s', ({ problems }, expected) =>
    expect(problems.map((p) => p.what).join('\n')).toContain(expected)
  )
  test('that are no numbers, or given twice, are refused where they stand', () => {
    expect(() => poisson(NaN)).toThrow('expected a finite number, found NaN')
    expect(() => beta({ alpha: Infinity, beta: 1 })).toThrow('found Infinity')
    const chance = { probability: 0.5, logits: 0 }
    expect(() => geometric(chance)).toThrow('found a probability and logits')
    expect(() => negativeBinomial({ ...chance, successes: 2 })).toThrow('leave one of them out')
    const shapes = { alpha: 1, beta: 1, mean: 0.5, precision: 2 }
    expect(() => beta(shapes)).toThrow('found a mean and a shape')
  })
})

test('a latent count has a guide; chains refuse it by name, and say what to do', async () => {
  const model = pipe(
    program,
    sample('n', poisson(3)),
    observe('y', ({ n }) => over(rows)(normal(n, 1)))
  )
  expect(isLeft(compileModel()(model))).toBe(false)
  const y = { axes: ['rows'], sizes: [2], values: Float32Array.of(2, 3) }
  const found = await sampleModel({ data: new Map([['y', y]]), threads: 1 })(model)()
  expect(isLeft(found) ? what(found.left) : '').toContain(
    'no coordinates for Poisson (support Counts); fit a guide (farrier train), or '
  )
})

describe('data', () => {
  const column = (name: string, values: ReadonlyArray<number>) =>
    [name, { axes: ['rows'], sizes: [values.length], values: Float32Array.from(values) }] as const
  test('that are no counts are refused by their row', async () => {
    const model = pipe(
      program,
      sample('rate', gamma({ shape: 2, rate: 1 })),
      observe('y', ({ rate }) => over(rows)(poisson(rate)))
    )
    const found = await fitModel({ data: new Map([column('y', [0, 1.5, 2])]) })(model)()
    expect(isLeft(found) ? what(found.left) : '').toContain(
      'a value is 1.5, and the model takes these data for whole numbers from 0; correct row 2'
    )
  })
  test('above the total of their row are refused', async () => {
    const model = pipe(
      program,
      data('n', [rows], counts),
      sample('p', beta({ alpha: 1, beta: 1 })),
      observe('y', ({ n, p }) => binomial({ total: n, probability: p }))
    )
    const values = new Map([column('n', [3, 4, 5]), column('y', [3, 0, 6])])
    const found = await fitModel({ data: values })(model)()
    expect(isLeft(found) ? what(found.left) : '').toContain('a value is 6, above n; correct row 3')
  })
  test('that are shares lie between 0 and 1, ends apart', async () => {
    const model = pipe(
      program,
      sample('precision', gamma({ shape: 2, rate: 1 })),
      observe('y', ({ precision }) => over(rows)(beta({ mean: 0.5, precision })))
    )
    const found = await fitModel({ data: new Map([column('y', [0.5, 1])]) })(model)()
    expect(isLeft(found) ? what(found.left) : '').toContain(
      'a value is 1, and the model takes these data for numbers between 0 and 1; correct row 2'
    )
  })
})
