/** What a solver says of where it ends, and that it goes on to the same bytes. */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { sameState, standardSolving } from '../../../src/inference/index.ts'
import {
  encodeFit,
  type FitOptions,
  fitModel,
  halfNormal,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../../src/index.ts'

const rows = plate('rows')
const model = pipe(
  program,
  sample('m', normal(0, 1000)),
  sample('sigma', halfNormal(100)),
  observe('y', ({ m, sigma }) => over(rows)(normal(m, sigma)))
)
const values = Float32Array.of(93, 101, 98, 104, 99.5, 97, 102, 100)
const data = new Map([['y', { axes: ['rows'], sizes: [8], values }]])

const fitted = async (options: Partial<FitOptions>) => {
  const found = await fitModel({ data, backend: 'reference', ...options })(model)()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  return found.right
}

test('it has converged: the optimum is known, and how well', async () => {
  const {
    result: { outcome, solution, metrics, state }
  } = await fitted({})
  expect(outcome).toBe('converged')
  expect(solution?.moving).toEqual([])
  expect(solution?.stepSds).toBeLessThan(0.02)
  expect(solution?.drawErrorSds).toBeLessThan(0.1)
  expect(metrics).toHaveLength(state.step)
  expect(Math.abs((metrics.at(-1)?.lossNats ?? NaN) - (solution?.lossNats ?? NaN))).toBeLessThan(
    0.5
  )
})

describe('within too few rounds', () => {
  const settings = { solve: { ...standardSolving, rounds: 1 } }

  test('it has not converged, and the sites that still moved are named', async () => {
    const { result } = await fitted({ settings })
    expect(result.outcome).toBe('notConverged')
    expect(result.solution?.moving).toEqual(['sigma'])
  })

  test('resumed, it gets as many rounds again, and arrives where a long one does', async () => {
    let last = await fitted({ settings })
    for (let k = 0; k < 20 && last.result.outcome === 'notConverged'; k++)
      last = await fitted({ resume: encodeFit(last) })
    expect(last.result.outcome).toBe('converged')
    const whole = await fitted({})
    expect(sameState(last.result.state, whole.result.state)).toBe(true)
    expect(last.sites).toEqual(whole.sites)
  })
})

test('stopped after any round and resumed, it ends in the same bytes', async () => {
  const whole = await fitted({})
  for (let stop = 1; stop < whole.result.state.step; stop++) {
    let rounds = 0
    const part = await fitted({
      record: () => async () => E.right(void (rounds += 1)),
      shouldStop: () => rounds >= stop
    })
    expect(part.result.outcome).toBe('stopped')
    expect(part.result.state.step).toBe(stop)
    const rest = await fitted({ resume: encodeFit(part) })
    expect(encodeFit(rest)).toEqual(encodeFit(whole))
    expect(rest.result.solution).toEqual(whole.result.solution)
  }
})

test('stopped in a round it ends at once with the state before, and goes on to the same bytes', async () => {
  let turns = 0
  const whole = await fitted({ shouldStop: () => ++turns < 0 })
  expect(turns).toBeGreaterThan(4 * whole.result.state.step)
  for (const share of [0, 0.3, 0.6, 0.9]) {
    const last = Math.ceil(share * turns)
    let asked = 0
    const part = await fitted({ shouldStop: () => ++asked > last })
    expect(part.result.outcome).toBe('stopped')
    expect(asked).toBe(last + 1)
    const rest = await fitted({ resume: encodeFit(part) })
    expect(encodeFit(rest)).toEqual(encodeFit(whole))
  }
})

test('what has converged and is resumed says the same again', async () => {
  const whole = await fitted({})
  const again = await fitted({ resume: encodeFit(whole) })
  expect(again.result.outcome).toBe('converged')
  expect(again.result.solution).toEqual(whole.result.solution)
})

test('anything said of a schedule is a schedule', async () => {
  const { result } = await fitted({ settings: { steps: 10 } })
  expect(result.outcome).toBe('finished')
  expect(result.solution).toBeUndefined()
})

test('what a solver would ignore is refused beside it, by name', async () => {
  const fit = (settings: NonNullable<FitOptions['settings']>) =>
    fitModel({ data, settings, backend: 'reference' })(model)()
  const solve = { ...standardSolving, rounds: 1 }
  expect(await fit({ solve, steps: 10, complexityWeight: 0.5 })).toMatchObject({
    _tag: 'Left',
    left: [
      { where: 'settings', what: expect.stringMatching(/found solve and steps, complexityWeight$/) }
    ]
  })
  const first = await fitted({ settings: { solve } })
  expect(await fit(first.settings)).toMatchObject({ _tag: 'Right' })
  expect((await fitted({ settings: { complexityWeight: 0.5 } })).result.outcome).toBe('finished')
})

test('a bound of a guide is refused by name where the fit is to be solved', async () => {
  const bounded = pipe(
    program,
    sample('m', normal(0, 1000), { maxVariance: 0.01 }),
    observe('y', ({ m }) => over(rows)(normal(m, 1)))
  )
  const fit = (settings: NonNullable<FitOptions['settings']>) =>
    fitModel({ data, settings, backend: 'reference' })(bounded)()
  expect(await fit({ solve: standardSolving })).toMatchObject({
    _tag: 'Left',
    left: [{ where: 'm', what: expect.stringContaining('bounded') }]
  })
  expect(await fit({ steps: 10 })).toMatchObject({ _tag: 'Right' })
})
