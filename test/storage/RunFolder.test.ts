import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNamedTensors, writeNamedTensors } from '../../src/storage/tensors/NamedTensorFile.ts'
import {
  loadMetrics,
  loadPosterior,
  loadRecord,
  loadState,
  saveMetrics,
  savePosterior,
  saveRecord,
  saveState
} from '../../src/storage/run/RunFolder.ts'
import { readRunRecord, type RunRecord, writeRunRecord } from '../../src/storage/run/RunRecord.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const record: RunRecord = {
  format: 2,
  farrier: '0.1.0',
  model: { path: '/m.ts', settings: { prior: 'x' }, hash: 'h' },
  data: { kind: 'images', name: 'mnist', range: [0, 1], holdOut: 5 },
  options: { epochs: '3', set: ['a=1'] },
  compile: { samples: '1' },
  training: { seed: 1, schedule: { warmUp: 0.2 } },
  backend: 'wasm',
  outcome: 'finished',
  steps: { done: 9, of: 9 },
  epoch: 3
}

const tensor = fc
  .array(fc.record({ axis: fc.string({ minLength: 1 }), size: fc.nat(3) }), { maxLength: 3 })
  .chain((axes) => {
    const sizes = axes.map((a) => a.size),
      length = sizes.reduce((a, b) => a * b, 1)
    return fc
      .float32Array({ minLength: length, maxLength: length })
      .map((values) => ({ axes: axes.map((a) => a.axis), sizes, values }))
  })
const names = fc
  .string({ minLength: 1 })
  .filter((name) => name !== '__metadata__' && name !== '__proto__')

test('named tensors, numbers and texts come back to the last bit, in whatever order they were written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(names, tensor), { maxLength: 4 }),
      fc.array(fc.tuple(names, fc.double({ noNaN: true, noDefaultInfinity: true })), {
        maxLength: 3
      }),
      (pairs, given) => {
        const content = {
          tensors: new Map(pairs),
          numbers: Object.fromEntries(given),
          texts: { a: 'b' }
        }
        const bytes = writeNamedTensors(content)
        const back = readNamedTensors('f')(bytes)
        expect(back).toEqual(
          E.right({ ...content, numbers: JSON.parse(JSON.stringify(content.numbers)) })
        )
        expect(
          writeNamedTensors({ ...content, tensors: new Map([...content.tensors].reverse()) })
        ).toEqual(bytes)
      }
    ),
    { numRuns: 60 }
  )
})

describe('the record of a run', () => {
  test('comes back', () =>
    expect(readRunRecord('r')(writeRunRecord(record))).toEqual(E.right(record)))
  test('of a time before images could be held out, it has none', () => {
    const old = new TextEncoder().encode(
      JSON.stringify({ ...record, format: 1, data: { name: 'mnist', range: [0, 1] } })
    )
    expect(readRunRecord('r')(old)).toEqual(
      E.right({ ...record, data: { ...record.data, holdOut: 0 } })
    )
  })
  test.each([-1, 0.5, '5', null])('with %j held out it is refused', (holdOut) => {
    const wrong = new TextEncoder().encode(
      JSON.stringify({ ...record, data: { ...record.data, holdOut } })
    )
    expect(readRunRecord('r')(wrong)).toMatchObject({
      left: { what: 'the record of the run is damaged at data/holdOut' }
    })
  })
  test('of tables comes back, and damage to it is named', () => {
    const tables: RunRecord = {
      ...record,
      data: {
        kind: 'tables',
        files: [{ path: '/people.csv', md5: '0' }],
        bind: ['x=a,b'],
        holdOut: 0,
        labels: { axes: { features: ['a', 'b'] }, outcomes: { y: ['no', 'yes'] } }
      }
    }
    expect(readRunRecord('r')(writeRunRecord(tables))).toEqual(E.right(tables))
    const wrong = new TextEncoder().encode(
      JSON.stringify({ ...tables, data: { ...tables.data, bind: 'x' } })
    )
    expect(readRunRecord('r')(wrong)).toMatchObject({
      left: { what: 'the record of the run is damaged at data/bind' }
    })
  })
  test('that 0.1.0 wrote is read', () => {
    const path = new URL('run-0.1.0.json', import.meta.url)
    expect(readRunRecord('run.json')(readFileSync(path))).toMatchObject(
      E.right({
        format: 2,
        data: { kind: 'images', name: 'mnist', range: [0, 1], holdOut: 0 },
        outcome: 'finished',
        epoch: 1
      })
    )
  })
  test('cut off at any byte but the last line end, it is refused', () => {
    const bytes = writeRunRecord(record)
    for (let n = 0; n < bytes.length - 1; n++)
      expect(E.isLeft(readRunRecord('r')(bytes.subarray(0, n)))).toBe(true)
  })
  test.each(Object.keys(record).filter((key) => key !== 'format'))(
    'without %s it names that field',
    (key) => {
      const text = new TextEncoder().encode(
        JSON.stringify(Object.fromEntries(Object.entries(record).filter(([k]) => k !== key)))
      )
      expect(readRunRecord('r')(text)).toMatchObject({
        left: { what: expect.stringMatching(new RegExp(`damaged at ${key}`)) }
      })
    }
  )
})

test('every part of a run comes back', async () => {
  const files = memoryFileSystem()
  const t = { axes: ['a'], sizes: [2], values: Float32Array.of(1.5, -0) }
  const posterior = {
    parameters: new Map([['w.location', t]]),
    sites: new Map([['w', { mean: t, variance: t }]])
  }
  const state = { tensors: new Map([['m:w', t]]), numbers: { step: 3, cost: 1 / 3 }, texts: {} }
  for (const save of [
    saveRecord(files, '/r/')(record),
    savePosterior(files, '/r')(posterior),
    saveState(files, '/r')(state),
    saveMetrics(files, '/r')(['{"a":1}', '{"a":2}'])
  ])
    expect(await save()).toEqual(E.right(undefined))
  expect(await loadRecord(files, '/r')()).toEqual(E.right(record))
  expect(await loadPosterior(files, '/r')()).toEqual(E.right(posterior))
  expect(await loadState(files, '/r')()).toEqual(E.right(state))
  expect(await loadMetrics(files, '/r')()).toEqual(E.right(['{"a":1}', '{"a":2}']))
})
