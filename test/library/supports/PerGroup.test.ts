/**
 * Scales and rates by group: a gathered positive tensor is positive, since an index of an axis is a
 * position on it, and data that are none are refused wherever they come from.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  axis,
  categorical,
  data,
  exponential,
  gamma,
  gather,
  halfNormal,
  indicesOf,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../../src/dsl/index.ts'
import { bindData, type BoundData, type Settings } from '../../../src/inference/index.ts'
import { compileModel, fitModel, predictFitted } from '../../../src/library/index.ts'
import { must } from '../../inference/Fits.ts'
import { tensor } from '../../inference/Programs.ts'

const rows = plate('rows'),
  groups = axis('groups', 3),
  towns = axis('towns', 2)
const column = (...values: ReadonlyArray<number>) => tensor(['rows'], [values.length], values)

const rates = pipe(
  program,
  data('group', [rows], indicesOf(groups)),
  sample('rate', over(groups)(gamma({ shape: 2, rate: 1 }))),
  observe('y', ({ rate, group }) => exponential(pipe(rate, gather(groups)(group))))
)

/** Group g has the values (g + 1)/10, (g + 1)/5, …: sums of 21·(g + 1)/10, six values each. */
const waiting: BoundData = new Map([
  ['group', column(...Array.from({ length: 18 }, (_, i) => i % 3))],
  [
    'y',
    column(...Array.from({ length: 18 }, (_, i) => (1 + (i % 3)) * 0.1 * (1 + Math.floor(i / 3))))
  ]
])

const settings: Partial<Settings> = {
  steps: 3000,
  draws: 2000,
  schedule: { rates: { location: 0.02, scale: 0.02, logVariance: 0.05 }, warmUp: 0, decayFrom: 0.3 }
}

describe('a gathered scale', () => {
  it('is positive where its index is data of the axis, also one that is looked up', () => {
    const model = pipe(
      program,
      data('town', [groups], indicesOf(towns)),
      data('group', [rows], indicesOf(groups)),
      sample('sigma', over(towns)(halfNormal(1))),
      observe('y', ({ sigma, town, group }) =>
        normal(0, pipe(sigma, gather(towns)(pipe(town, gather(groups)(group)))))
      )
    )
    expect(isLeft(compileModel()(model))).toBe(false)
  })

  it('is positive where its index is a draw of the axis', () => {
    const model = pipe(
      program,
      sample('sigma', over(towns)(halfNormal(1))),
      sample('l', over(towns)(normal(0, 1))),
      observe('k', ({ l }) => over(rows)(categorical({ logits: l, along: towns }))),
      observe('y', ({ sigma, k }) => normal(0, pipe(sigma, gather(towns)(k))))
    )
    expect(isLeft(compileModel()(model))).toBe(false)
  })

  it('has the posterior of its own rows: gamma(2 + n, 1 + Σ y)', async () => {
    const { posterior } = must(await fitModel({ data: waiting, settings })(rates)())
    for (let g = 0; g < 3; g++) {
      const shape = 2 + 6,
        rate = 1 + 2.1 * (g + 1)
      const [mean = NaN, variance = NaN] = [posterior.rate.mean, posterior.rate.variance].map(
        ({ values }) => values[g] ?? NaN
      )
      // the best log-normal has the same mean, and a deviation 3 % larger; the rest is Adam's noise
      expect(Math.abs((mean * rate) / shape - 1)).toBeLessThan(0.05)
      expect(Math.abs((Math.sqrt(variance) * rate) / Math.sqrt(shape) - 1)).toBeLessThan(0.15)
    }
  })
})

describe('an index of an axis', () => {
  const { program: compiled } = must(compileModel()(rates))
  const bad: ReadonlyArray<readonly [string, number, string]> = [
    ['fractional', 0.5, 'correct row 2'],
    ['negative', -1, 'correct row 2'],
    ['beyond its axis', 7, 'correct row 2']
  ]
  const withGroup = (...group: ReadonlyArray<number>): BoundData =>
    new Map([
      ['group', column(...group)],
      ['y', column(...group.map(() => 1))]
    ])

  it.each(bad)('%s is refused by position', (_, value, position) => {
    const bound = bindData(compiled, withGroup(0, value, 1))
    expect(isLeft(bound) && bound.left.map((p) => p.where)).toEqual(['group'])
    expect(isLeft(bound) && bound.left[0].what).toContain(`a value is ${value}, and`)
    expect(isLeft(bound) && bound.left[0].try).toContain(position)
  })

  it('that begins at 1 is refused, with the way out', () => {
    expect(bindData(compiled, withGroup(1, 2, 3))).toMatchObject({
      left: [
        {
          what: 'a value is 3, and groups has the indices 0 to 2',
          try: 'subtract 1 from all of them: members are numbered from 0'
        }
      ]
    })
  })

  it.each(bad)('%s is refused in data to test on and to predict, too', async (_, value) => {
    const steps = { ...settings, steps: 1, draws: 2 }
    const test = withGroup(0, value)
    expect(await fitModel({ data: waiting, test, settings: steps })(rates)()).toMatchObject({
      left: [{ where: 'group' }]
    })
    const fitted = must(await fitModel({ data: waiting, settings: steps })(rates)())
    const rowsGiven = new Map([['group', column(0, value)]])
    expect(await predictFitted({ data: rowsGiven })(fitted)()).toMatchObject({
      left: [{ where: 'group' }]
    })
  })
})
