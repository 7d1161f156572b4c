/** Studies as tables: seeds summed up, what did not run, what is published. */
import { describe, expect, test } from 'vitest'
import { cellsOf, type Outcome, type Study } from '../../src/study/index.ts'
import { meanAndRange, studyMarkdown } from '../../src/report/studies/StudyTable.ts'
import { showOutcome, studyCsv } from '../../src/report/studies/StudyText.ts'
import { studyChart } from '../../src/report/studies/StudyChart.ts'

const two: Study = {
  name: 'two',
  networks: { net: { path: 'n.ts', data: [], weights: 100 } },
  methods: {
    'BC-GHS': { rounds: [{ epochs: 1 }], press: {} },
    plain: { rounds: [{ epochs: 1 }], seeds: [1] },
    later: { rounds: [{ epochs: 9 }] },
    SWS: { notRun: 'no mixtures' }
  },
  seeds: [1, 2],
  published: [
    { network: 'net', method: 'A', source: 'B 1999', errorPercent: [1.8, 2], bytes: 8560 },
    {
      network: 'net',
      method: 'C',
      source: 'D 2000',
      errorPercent: 1.9,
      pruning: 28,
      maximumCompression: 8,
      guesses: ['pruning']
    }
  ]
}

const outcome = (error: number, bytes: number, rate: number | null): Outcome => ({
  epochs: 1,
  heldOut: 0,
  unpruned: { errorPercent: error - 0.3, nats: 0.1 },
  file: {
    nonZeroPercent: 10,
    pruningRate: rate,
    fastPredictionRate: 30,
    maximumCompressionRate: 60,
    sizeBytes: bytes,
    architecture: '300-80-20',
    publishedBits: '9-9-12',
    tested: { errorPercent: error, nats: 0.2 }
  }
})
const outcomes: Readonly<Record<string, Outcome>> = {
  'BC-GHS 1': outcome(2, 17_747, 10),
  'BC-GHS 2': outcome(2.3, 20_000, null),
  'plain 1': { ...outcome(2, 1, 1), file: null }
}
const cells = cellsOf(two).map((cell) => ({
  cell,
  outcome: outcomes[`${cell.method} ${cell.seed}`]
}))
const rows = studyMarkdown(two, cells)
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '))

describe('a table', () => {
  test('has every column in every row', () => {
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([11]))
    expect(rows).toHaveLength(2 + 4 + 2)
  })
  test('sums seeds up as mean and range; a rate that is ∞ says so', () => {
    expect(rows[2]).toEqual([
      'BC-GHS',
      '1, 2',
      '1.85 (1.70 to 2.00)',
      '2.15 (2.00 to 2.30)',
      '10.0',
      '10.0 (10.0 to 10.0, ∞)',
      '30.0',
      '60.0',
      '18,874 (17,747 to 20,000)',
      '300-80-20<br>300-80-20',
      '9-9-12<br>9-9-12'
    ])
  })
  test('has a row for what is not pressed, for what has not run, and for what cannot run', () => {
    expect(rows[3]?.slice(0, 5)).toEqual(['plain', '1', '1.70', '–', '100'])
    expect(rows[4]?.slice(0, 3)).toEqual(['later', 'not run', '–'])
    expect(rows[5]?.slice(0, 3)).toEqual(['SWS', 'not run: no mixtures', '–'])
  })
  test('has what is published as it is published', () => {
    expect(rows[6]).toEqual([
      'A (B 1999)',
      '–',
      '–',
      '1.8 to 2.0',
      '–',
      '–',
      '–',
      '–',
      '8,560',
      '–',
      '–'
    ])
    expect(rows[7]?.slice(3, 8)).toEqual(['1.9', '–', '28*', '–', '8'])
  })
  test('has no rates for a model without weights', () => {
    const bare = cells.map(({ cell, outcome: o }) => ({
      cell,
      outcome:
        o?.file == null
          ? o
          : { ...o, file: { ...o.file, nonZeroPercent: null, pruningRate: null, architecture: '' } }
    }))
    const [, , row = []] = studyMarkdown(two, bare)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.slice(2, -2).split(' | '))
    expect(row.slice(4)).toEqual(['–', '–', '–', '–', '18,874 (17,747 to 20,000)', '–', '–'])
  })
  test('has no architecture where no seed pruned groups', () => {
    const single = cells.map(({ cell, outcome: o }) => ({
      cell,
      outcome: o?.file == null ? o : { ...o, file: { ...o.file, architecture: '' } }
    }))
    expect(studyMarkdown(two, single)).toContain(' | – | 9-9-12<br>9-9-12 |')
  })
  test('says what errors are of where they are not of test data', () => {
    const heldOut = cells.map(({ cell, outcome: o }) => ({
      cell,
      outcome: o === undefined ? undefined : { ...o, heldOut: 10_000 }
    }))
    expect(studyMarkdown(two, heldOut)).toContain('| error % on 10,000 held out, decoded file |')
    expect(studyMarkdown(two, cells)).toContain('| error %, decoded file |')
  })
})

test('seeds: one number alone, a range, none', () => {
  expect(meanAndRange([2, 2.3, 1.7], 2)).toBe('2.00 (1.70 to 2.30)')
  expect(meanAndRange([2.301, 2.302], 2)).toBe('2.30')
  expect(meanAndRange([1_234_567], 0)).toBe('1,234,567')
  expect(meanAndRange([null], 1)).toBe('∞')
  expect(meanAndRange([], 1)).toBe('–')
})

test('lines of a table for programs are one a cell, empty where nothing is', () => {
  const lines = studyCsv(cells).trimEnd().split('\n')
  expect(lines).toHaveLength(1 + cells.length)
  expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1)
  expect(lines.at(-1)).toMatch(/^net,later,,2,[0-9a-f]{32},,/)
})

test('points: ours by their bytes, those of others by bytes or by their rate', () => {
  const { vconcat }: { vconcat?: ReadonlyArray<{ data: { values: ReadonlyArray<unknown> } }> } =
    JSON.parse(JSON.stringify(studyChart(two, cells)))
  expect(vconcat?.[0]?.data.values).toEqual([
    { who: 'BC-GHS', from: 'ours', bytes: 17_747, error: 2, high: 2 },
    { who: 'BC-GHS', from: 'ours', bytes: 20_000, error: 2.3, high: 2.3 },
    { who: 'A', from: 'published', bytes: 8560, error: 1.8, high: 2 },
    { who: 'C', from: 'published', bytes: 50, error: 1.9, high: 1.9 }
  ])
})

test('an outcome in a line', () => {
  expect(showOutcome(outcome(1.834, 17_047, 1))).toBe('error 1.83 % in 17,047 bytes')
  expect(showOutcome({ ...outcome(2, 1, 1), file: null })).toBe('error 1.70 %, not pressed')
})
