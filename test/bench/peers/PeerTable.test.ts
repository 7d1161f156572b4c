import { expect, test } from 'vitest'
import { peerTable, showTimes } from '../../../bench/peers/PeerTable.ts'

test('ratios are of ours, bars are judged, what is missing says why', () => {
  const made = peerTable([
    {
      title: 'steps',
      threads: 2,
      ours: 'ours',
      bars: new Map([
        ['fast', 1],
        ['slow', 0.5],
        ['absent', 1]
      ]),
      timed: [
        { name: 'ours', rounds: [[2], [4]] },
        { name: 'fast', rounds: [[1], [2]] },
        { name: 'slow', rounds: [[8], [16]] },
        { name: 'absent', unavailable: 'no | module' }
      ]
    },
    {
      title: 'others',
      threads: 1,
      ours: undefined,
      bars: new Map([['slow', 0.7]]),
      timed: [{ name: 'slow', rounds: [[0.02]] }]
    }
  ])
  expect(made.split('\n').slice(2)).toEqual([
    '| steps | 2 | ours | 3.00 ms | 2.20 to 3.80 |  |  |',
    '| steps | 2 | fast | 1.50 ms | 1.10 to 1.90 | **2.00** (2.00 to 2.00) | ≤ 1.00, missed |',
    '| steps | 2 | slow | 12.0 ms | 8.80 to 15.2 | **0.25** (0.25 to 0.25) | ≤ 0.50, kept |',
    '| steps | 2 | absent | not available: no / module |  |  | ≤ 1.00 |',
    '| others | 1 | slow | 20.0 µs | 20.0 to 20.0 |  | ≤ 0.70 |'
  ])
})

test('times have three digits and a unit', () => {
  expect(showTimes({ p10: 99, median: 123.4, p90: 1000 })).toEqual(['123 ms', '99.0 to 1000'])
  expect(showTimes({ p10: 0.0087, median: 0.0092, p90: 0.0123 })).toEqual([
    '9.20 µs',
    '8.70 to 12.3'
  ])
})
