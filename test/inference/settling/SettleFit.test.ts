/** Fits whose steps see batches: where they end, what they say of it, and that they go on to the same bytes. */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { standardSettling } from '../../../src/inference/index.ts'
import {
  type BoundData,
  encodeFit,
  type FitOptions,
  fitModel,
  normal,
  observe,
  over,
  type Program,
  program,
  sample
} from '../../../src/index.ts'
import { rows } from '../solving/KnownAnswer.ts'
import { normalMean, normalMeanAndDeviation, regression } from './SettledAnswers.ts'

const fitted = async <E, S, R>(
  model: Program<E, S, R>,
  data: BoundData,
  settings: NonNullable<FitOptions['settings']>,
  more: Partial<FitOptions> = {}
) => {
  const found = await fitModel({ data, settings, backend: 'reference', ...more })(model)()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  return found.right
}

describe('within too few epochs', () => {
  test('it has not converged, and what is not known is named with how far off it may be', async () => {
    const { model, data } = regression(1, 0)
    const { result } = await fitted(model, data, { batch: { rows: 100 }, epochs: 3 })
    expect(result.outcome).toBe('notConverged')
    expect(result.metrics).toHaveLength(3)
    expect(result.settled?.moving.map(({ site }) => site)).toEqual(['w'])
    expect(result.settled?.moving[0]?.sds).toBeGreaterThan(0.1)
  })

  test('a site that is known is not named beside one that is not', async () => {
    // what is known of it is seen whole in every step
    const model = pipe(
      program,
      sample('known', normal(5, 2)),
      sample('m', normal(0, 1000)),
      observe('y', ({ m }) => over(rows)(normal(m, 3))),
      observe('k', ({ known }) => normal(known, 1))
    )
    const k = { axes: [], sizes: [], values: Float32Array.of(7) }
    const data: BoundData = new Map([...normalMean(1, 0).data, ['k', k]])
    const { result } = await fitted(model, data, { batch: { rows: 100 }, epochs: 9 })
    expect(result.outcome).toBe('notConverged')
    expect(result.settled?.moving.map(({ site }) => site)).toEqual(['m'])
  })

  test('resumed with more it ends in the bytes of one that had them from the start', async () => {
    const { model, data } = normalMeanAndDeviation(1, 0)
    const batch = { rows: 100 }
    const whole = await fitted(model, data, { batch })
    let last = await fitted(model, data, { batch, epochs: 2 })
    for (const epochs of [5, 11, 60]) {
      expect(last.result.outcome).toBe('notConverged')
      last = await fitted(model, data, { epochs }, { resume: encodeFit(last) })
    }
    expect(last.result.outcome).toBe('converged')
    expect(encodeFit(last)).toEqual(encodeFit(whole))
    expect(last.result.settled).toEqual(whole.result.settled)
    expect(last.sites).toEqual(whole.sites)
  })
})

test('stopped anywhere and resumed, it ends in the same bytes', async () => {
  const { model, data } = normalMeanAndDeviation(1, 0)
  const settings = { batch: { rows: 40 } }
  let turns = 0
  const whole = await fitted(model, data, settings, { shouldStop: () => ++turns < 0 })
  for (const share of [0, 0.02, 0.2, 0.6, 0.97]) {
    let asked = 0
    const part = await fitted(model, data, settings, {
      shouldStop: () => ++asked > share * turns
    })
    expect(part.result.outcome).toBe('stopped')
    const rest = await fitted(model, data, {}, { resume: encodeFit(part) })
    expect(encodeFit(rest)).toEqual(encodeFit(whole))
    expect(rest.result.settled).toEqual(whole.result.settled)
  }
})

test('a state of other numbers than those of its model is refused', async () => {
  const { model, data } = normalMean(1, 0)
  const part = await fitted(model, data, { batch: { rows: 100 }, epochs: 2 })
  const { settling } = part.result.state
  if (settling === undefined) throw new Error('it settles')
  for (const wrong of [
    { ...settling, rate: 2 },
    { ...settling, filled: settling.blockSteps + 1 },
    { ...settling, place: new Float32Array(settling.place.length + 1) },
    { ...settling, sum: settling.sum.map(() => NaN) }
  ]) {
    const result = { ...part.result, state: { ...part.result.state, settling: wrong } }
    const again = await fitModel({ data, resume: encodeFit({ ...part, result }) })(model)()
    expect(again).toMatchObject({
      _tag: 'Left',
      left: [{ where: 'checkpoint', what: expect.stringContaining('settles') }]
    })
  }
})

test('what has converged and is resumed says the same again', async () => {
  const { model, data } = normalMean(1, 0)
  const whole = await fitted(model, data, { batch: { rows: 100 } })
  const again = await fitted(model, data, {}, { resume: encodeFit(whole) })
  expect(again.result.outcome).toBe('converged')
  expect(again.result.settled).toEqual(whole.result.settled)
})

describe('by its settings', () => {
  const { model, data } = normalMean(1, 0)
  const batch = { rows: 100 }

  test('anything said of a schedule is a schedule, but for epochs', async () => {
    const one = await fitted(model, data, { batch, epochs: 1 })
    expect(one.settings.settle).toEqual(standardSettling)
    expect(one.settings.shrink).toBeUndefined()
    for (const said of [{ complexityWeight: 1 }, { shrink: { threshold: 0, patience: 2 } }]) {
      const { result } = await fitted(model, data, { batch, epochs: 1, ...said })
      expect(result.outcome).toBe('finished')
    }
  })

  test('what would be ignored, and what has no meaning, is refused by name', async () => {
    const refused = async (settings: NonNullable<FitOptions['settings']>) => {
      const found = await fitModel({ data, settings, backend: 'reference' })(model)()
      return E.isLeft(found) ? found.left[0].where : 'fitted'
    }
    expect(await refused({ batch, settle: standardSettling, complexityWeight: 0.5 })).toBe(
      'settings'
    )
    expect(await refused({ settle: standardSettling })).toBe('settle')
    for (const [name, value] of [
      ['tolerance', 0],
      ['blocks', 7],
      ['factor', 1]
    ] as const)
      expect(await refused({ batch, settle: { ...standardSettling, [name]: value } })).toBe(
        `settle: ${name}`
      )
  })
})
