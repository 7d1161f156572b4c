/**
 * Observed values at and beyond the ends of their supports, where data alone set these.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  data,
  type Dist,
  exponential,
  gamma,
  halfCauchy,
  halfNormal,
  inverseGamma,
  logNormal,
  model,
  mul,
  observe,
  over,
  plate,
  type Positive,
  program,
  type Real,
  reals,
  sample,
  uniform
} from '../../../src/dsl/index.ts'
import { bindData, slots } from '../../../src/inference/index.ts'
import { compileModel } from '../../../src/library/index.ts'
import { must } from '../../inference/Fits.ts'
import { tensor } from '../../inference/Programs.ts'

const rows = plate('rows')
const column = (...values: ReadonlyArray<number>) => tensor(['rows'], [values.length], values)

/** What binding says of y, under a law whose arguments are constants or data. */
const binding = (law: Dist<never, Real>, ...y: ReadonlyArray<number>): ReadonlyArray<string> => {
  const { program: compiled } = must(
    compileModel()(
      model(function* () {
        const s = yield* sample('s', halfNormal(1))
        yield* observe('y', over(rows)(law))
        yield* observe('z', over(rows)(exponential(s)))
      })
    )
  )
  const bound = bindData(
    compiled,
    new Map([
      ['y', column(...y)],
      ['z', column(...y.map(() => 1))]
    ])
  )
  return isLeft(bound) ? bound.left.map((p) => `${p.where}: ${p.what}; ${p.try}`) : []
}

describe('data of 0 of a positive law', () => {
  const taken: ReadonlyArray<readonly [string, Dist<never, Positive>]> = [
    ['exponential', exponential(2)],
    ['halfNormal', halfNormal(2)],
    ['halfCauchy', halfCauchy(2)],
    ['gamma of shape 1', gamma({ shape: 1, rate: 2 })]
  ]
  it.each(taken)('are taken by %s, whose density there is finite', (_, law) => {
    expect(binding(law, 0.5, 0, 3)).toEqual([])
  })

  const refused: ReadonlyArray<readonly [string, Dist<never, Positive>]> = [
    ['gamma of shape ½, where it is infinite', gamma({ shape: 0.5, rate: 2 })],
    ['gamma of shape 2, where it is 0', gamma({ shape: 2, rate: 2 })],
    ['logNormal', logNormal(0, 1)],
    ['inverseGamma', inverseGamma({ shape: 1, scale: 1 })]
  ]
  it.each(refused)('are refused by %s', (_, law) => {
    expect(binding(law, 0.5, 0, 3)).toEqual([
      'y: a value is 0, and the model takes these data for positive numbers; ' +
        'correct row 2 of the data, or declare them otherwise in the model'
    ])
  })

  it('are refused below 0 by all of them', () => {
    for (const [, law] of taken) expect(binding(law, 0, -1e-30)).toHaveLength(1)
  })
})

describe('data of an interval', () => {
  it('may lie on its ends, as float32 has them', () => {
    expect(binding(uniform(0.1, 0.7), 0.1, 0.7, 0.4)).toEqual([])
  })

  it('are refused beyond each, by position', () => {
    expect(binding(uniform(0.1, 0.7), 0.2, 0.75, 0.05)).toEqual([
      'y: a value is 0.05000000074505806, below 0.1; ' +
        'correct row 3 of the data, or widen the interval in the model',
      'y: a value is 0.75, above 0.7; correct row 2 of the data, or widen the interval in the model'
    ])
  })

  it('are compared with ends that are data, row by row', () => {
    const { program: compiled } = must(
      compileModel()(
        pipe(
          program,
          data('limit', [rows], reals),
          sample('s', halfNormal(1)),
          observe('z', ({ s }) => over(rows)(exponential(s))),
          observe('y', ({ limit }) => uniform(0, pipe(limit, mul(2))))
        )
      )
    )
    const bind = (...y: ReadonlyArray<number>) =>
      bindData(
        compiled,
        new Map([
          ['limit', column(1, 2, 3)],
          ['z', column(1, 1, 1)],
          ['y', column(...y)]
        ])
      )
    expect(slots(compiled).map(({ name }) => name)).toEqual(['limit', 'z', 'y'])
    expect(isLeft(bind(2, 4, 6))).toBe(false)
    expect(bind(1, 4.5, 5)).toMatchObject({
      left: [{ where: 'y', what: 'a value is 4.5, above limit·2' }]
    })
  })
})
