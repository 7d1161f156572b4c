import { expect, test } from 'vitest'
import { nullModelJson, showNullModel } from '../../src/report/NullModelText.ts'

const facts = { lossNats: 230, errorCostNats: 220, goneNats: 10, fitNats: 57 }

test('a fit is said to be so far below its null model, per datum or in all', () => {
  expect(showNullModel(facts, 100)).toEqual([
    'null model, every group removed and the rest refitted: −ELBO 2.3000 nats per datum, 1.7300 above this fit'
  ])
  expect(showNullModel(facts)).toEqual([
    'null model, every group removed and the rest refitted: −ELBO 230 nats, 173 above this fit'
  ])
  expect(nullModelJson(facts)).toEqual({ nullModel: { ...facts, isBelowFit: false } })
})

test('one that is worse than nothing is told so', () => {
  const [line, more] = showNullModel({ ...facts, fitNats: 231 }, 100)
  expect(line).toContain('0.0100 below this fit')
  expect(more).toContain('this fit ends above its null model')
  expect(nullModelJson({ ...facts, fitNats: 231 })).toMatchObject({
    nullModel: { isBelowFit: true }
  })
})

test('of no null model nothing is said', () => {
  expect(showNullModel(undefined, 100)).toEqual([])
  expect(nullModelJson(undefined)).toEqual({})
})
