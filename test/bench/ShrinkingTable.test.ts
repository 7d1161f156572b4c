import { expect, test } from 'vitest'
import { shrinkingTable } from '../../bench/ShrinkingTable.ts'

const full = {
  trainSeconds: 90,
  wholeSeconds: 100,
  lossNatsPerDatum: 1.5,
  errorPercent: 2,
  nonZeroPercent: 12,
  sizeBytes: 20_000,
  shrunk: []
}

test('sides of each seed, means of all, and the mean ratio against the bar', () => {
  const made = shrinkingTable([
    {
      prior: 'p',
      seed: 1,
      full,
      shrinking: {
        ...full,
        trainSeconds: 27,
        wholeSeconds: 40,
        shrunk: [
          { epoch: 6, from: 1_000_000, to: 200_000 },
          { epoch: 8, from: 200_000, to: 90_000 }
        ]
      }
    },
    { prior: 'p', seed: 2, full, shrinking: { ...full, wholeSeconds: 70, errorPercent: 2.2 } }
  ])
    .split('\n')
    .slice(2)
  expect(made).toEqual([
    '| `p` | 1 | full size | 90.0 | 100.0 | 1.5000 | 2.00 | 12.0 | 20,000 |  |  |',
    '|  |  | shrinking | 27.0 | 40.0 | 1.5000 | 2.00 | 12.0 | 20,000 | **0.40**, ' +
      'training 0.30 | 1,000,000, 200,000 after 6, 90,000 after 8 |',
    '| `p` | 2 | full size | 90.0 | 100.0 | 1.5000 | 2.00 | 12.0 | 20,000 |  |  |',
    '|  |  | shrinking | 90.0 | 70.0 | 1.5000 | 2.20 | 12.0 | 20,000 | **0.70**, training 1.00 | never |',
    '| `p` | mean | full size | 90.0 | 100.0 | 1.5000 | 2.00 | 12.0 | 20,000 |  |  |',
    '|  |  | shrinking | 58.5 | 55.0 | 1.5000 | 2.10 | 12.0 | 20,000 | **0.55** (≤ 0.50, missed), training 0.65 |  |'
  ])
})
