import { expect, test } from 'vitest'
import type { Evaluation } from '../../src/inference/index.ts'
import { showPosteriorEvaluation } from '../../src/report/EpochText.ts'

const at = (nllNats: number): ReadonlyArray<Evaluation> => [
  { site: 'y', count: 10, nllNats, errorRate: null, calibrationError: null }
]
const lines = (plugIn: number, predictive: number): ReadonlyArray<string> =>
  showPosteriorEvaluation({ plugIn: at(plugIn), predictive: at(predictive) }, 20)

test('draws that predict worse than the means have a reason', () => {
  expect(lines(1, 1.25)).toHaveLength(3)
  expect(lines(1, 1.25).at(-1)).toMatch(
    /^the draws predict y worse than the means, by 0.2500 nats per value: 20 draws may be few \(--draws 200\)/
  )
  expect(lines(1, Infinity).at(-1)).toMatch(/^the draws predict y worse than the means: 20 draws/)
})

test('draws that predict as well, or better, need none', () => {
  expect(lines(1, 1.0005)).toHaveLength(2)
  expect(lines(1, 0.9)).toHaveLength(2)
  expect(lines(Infinity, Infinity)).toHaveLength(2)
})
