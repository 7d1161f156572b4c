/** Studies as data: what is one, its cells, and their names. */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cellFolder,
  cellId,
  cellsOf,
  readCell,
  readCellRecord,
  readStudy,
  showCell,
  type Study,
  writeCell
} from '../../src/study/index.ts'

const small: Study = {
  name: 'small',
  networks: {
    a: { path: 'a.ts', data: ['/t.csv'], train: { batch: 4 }, model: { units: 3 } },
    b: { path: 'b.ts', data: ['mnist'] }
  },
  methods: {
    'BC-GHS': { model: { prior: 'horseshoe' }, rounds: [{ epochs: 2 }, { epochs: 1 }], press: {} },
    plain: { model: { prior: 'normal' }, rounds: [{ epochs: 2 }], seeds: [1], networks: ['a'] },
    SWS: { notRun: 'no mixtures' }
  },
  seeds: [1, 2],
  settings: { near: { press: { tolerance: 0.001 } }, far: { train: { thrift: 2 } } }
}

test('cells are the product, less what a method leaves out; each has its own options', () => {
  const cells = cellsOf(small)
  expect(cells.map(showCell)).toEqual([
    'BC-GHS, a, near, seed 1',
    'BC-GHS, a, near, seed 2',
    'BC-GHS, a, far, seed 1',
    'BC-GHS, a, far, seed 2',
    'plain, a, near, seed 1',
    'plain, a, far, seed 1',
    'BC-GHS, b, near, seed 1',
    'BC-GHS, b, near, seed 2',
    'BC-GHS, b, far, seed 1',
    'BC-GHS, b, far, seed 2'
  ])
  expect(cells[2]).toMatchObject({
    model: { units: '3', prior: 'horseshoe' },
    rounds: [
      { batch: 4, epochs: 2, thrift: 2 },
      { batch: 4, epochs: 1, thrift: 2 }
    ],
    press: {}
  })
  expect(cells[0]?.press).toEqual({ tolerance: 0.001 })
  expect(cells[4]?.press).toBeNull()
  expect(new Set(cells.map(cellId)).size).toBe(cells.length)
  expect(new Set(cells.map((cell) => cellFolder('/s', cell))).size).toBe(cells.length)
  expect(cellFolder('/s/', cells[0] ?? Object.assign({}))).toMatch(
    /^\/s\/cells\/a\.bc-ghs\.near\.seed1\.[0-9a-f]{8}$/
  )
})

test('a cell has one name however its options are written, and another with any of them changed', () => {
  const [cell] = cellsOf(small)
  if (cell === undefined) throw new Error('no cell')
  const turned = JSON.parse(JSON.stringify(cell))
  const backwards = Object.fromEntries(Object.entries(turned).toReversed())
  const read = readCell(backwards)
  expect(E.isRight(read) && cellId(read.right) === cellId(cell)).toBe(true)
  fc.assert(
    fc.property(fc.constantFrom('seed', 'path', 'file', 'network', 'method'), (name) => {
      const other = readCell({ ...turned, [name]: name === 'seed' ? 7 : 'other' })
      return E.isRight(other) && cellId(other.right) !== cellId(cell)
    })
  )
  expect(cellsOf(small, () => 'ab').map(cellId)).not.toContain(cellId(cell))
})

const refusedAs = (value: unknown): string => {
  const read = readStudy('s.ts')(value)
  return E.isLeft(read) ? read.left.map((p) => `${p.where}: ${p.what}`).join('\n') : 'accepted'
}

test.each<[string, unknown, string]>([
  ['no study', 5, 's.ts: expected a study as the default export'],
  ['no methods', { ...small, methods: {} }, 'a study without networks or without methods'],
  ['no seeds', { ...small, seeds: [] }, 'expected whole numbers, at least one, found []'],
  ['a broken seed', { ...small, seeds: [1.5] }, 'found [1.5]'],
  ['no rounds', { ...small, methods: { m: { rounds: [] } } }, 'expected at least one round'],
  [
    'a seed in a round',
    { ...small, methods: { m: { rounds: [{ seed: 3 }] } } },
    's.ts: m: round 1: seed: this option of farrier train is not for a study to give'
  ],
  [
    'an output of the press',
    { ...small, methods: { m: { rounds: [{}], press: { out: 'x' } } } },
    'out: this option of farrier press'
  ],
  [
    'a network that is not there',
    { ...small, methods: { m: { rounds: [{}], networks: ['c'] } } },
    's.ts: m: the study has no network c'
  ],
  [
    'a point of a network that is not there',
    { ...small, published: [{ network: 'c', method: 'x', source: 'y', errorPercent: 1 }] },
    'x: the study has no network c'
  ]
])('%s is refused', (_, value, message) => {
  expect(refusedAs(value)).toContain(message)
})

test('a press may have a budget of bytes; a training may not: that is a search', () => {
  const rounds = [{ epochs: 1 }]
  expect(refusedAs({ ...small, methods: { m: { rounds, press: { targetBytes: 9000 } } } })).toBe(
    'accepted'
  )
  expect(refusedAs({ ...small, methods: { m: { rounds: [{ targetBytes: 9000 }] } } })).toContain(
    'm: round 1: targetBytes: this option of farrier train'
  )
})

test('the record of a cell is read as it was written; what is none is refused', () => {
  const outcome = {
    epochs: 2,
    heldOut: 0,
    unpruned: { errorPercent: 2, nats: null },
    file: {
      nonZeroPercent: 12,
      pruningRate: null,
      fastPredictionRate: 3,
      maximumCompressionRate: 60,
      sizeBytes: 100,
      architecture: '3-2',
      publishedBits: '8',
      tested: { errorPercent: 2.5, nats: 0.1 }
    }
  }
  const record = { format: 1 as const, cell: 'ab', name: 'x', outcome }
  expect(readCellRecord('c')(writeCell(record))).toEqual(E.right(record))
  for (const wrong of [
    { ...record, format: 2 },
    { ...record, outcome: { ...outcome, epochs: '2' } }
  ])
    expect(E.isLeft(readCellRecord('c')(new TextEncoder().encode(JSON.stringify(wrong))))).toBe(
      true
    )
})
