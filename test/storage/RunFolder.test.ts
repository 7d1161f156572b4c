import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNamedTensors, writeNamedTensors } from '../../src/storage/tensors/NamedTensorFile.ts'
import {
  appendMetrics,
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
import { f32, writeSafetensors } from '../../src/storage/tensors/Safetensors.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const record: RunRecord = {
  format: 3,
  id: 'ab12',
  farrier: '0.1.0',
  model: { path: '/m.ts', settings: { prior: 'x' }, hash: 'h', file: 'f' },
  data: { kind: 'images', name: 'mnist', range: [0, 1], holdOut: 5 },
  digests: { train: { x: '1' }, test: {}, initFrom: null },
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
      E.right({
        ...record,
        id: null,
        model: { ...record.model, file: null },
        data: { ...record.data, holdOut: 0 },
        digests: null
      })
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
        format: 3,
        id: null,
        digests: null,
        data: { kind: 'images', name: 'mnist', range: [0, 1], holdOut: 0 },
        outcome: 'finished',
        epoch: 1
      })
    )
  })
  test.each([
    ['steps', { steps: { done: 10, of: 9 } }],
    ['steps/done', { steps: { done: -1, of: 9 } }],
    ['steps/done', { steps: { done: 0.5, of: 9 } }],
    ['steps/of', { steps: { done: 0, of: 1e300 } }],
    ['epoch', { epoch: 2.5 }],
    ['epoch', { epoch: -3 }]
  ])('with a wrong number at %s it is refused: %j', (where, change) => {
    const wrong = new TextEncoder().encode(JSON.stringify({ ...record, ...change }))
    expect(readRunRecord('r')(wrong)).toMatchObject({
      left: { what: `the record of the run is damaged at ${where}` }
    })
  })
  test('with a field twice, a number beyond all numbers or bytes that are no text it is refused', () => {
    const text = new TextDecoder().decode(writeRunRecord(record))
    const twice = text.replace('"epoch": 3', '"epoch": 3, "epoch": 4')
    expect(readRunRecord('r')(new TextEncoder().encode(twice))).toMatchObject({
      left: { why: "the name 'epoch' is there twice" }
    })
    const beyond = text.replace('"warmUp": 0.2', '"warmUp": 1e999')
    expect(readRunRecord('r')(new TextEncoder().encode(beyond))).toMatchObject({
      left: { why: 'a number in it is beyond all numbers' }
    })
    expect(readRunRecord('r')(Uint8Array.of(...writeRunRecord(record), 0xff))).toMatchObject({
      left: { why: 'it is not UTF-8' }
    })
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

describe('a posterior', () => {
  const of = (values: ReadonlyArray<number>, sizes = [values.length]) => ({
    axes: sizes.map((_, i) => `a${i}`),
    sizes,
    values: Float32Array.from(values)
  })
  const message = async (tensors: Readonly<Record<string, ReturnType<typeof of>>>) => {
    const bytes = writeNamedTensors({
      tensors: new Map(Object.entries(tensors)),
      numbers: {},
      texts: {}
    })
    const files = memoryFileSystem({ files: { '/r/posterior.safetensors': bytes } })
    const loaded = await loadPosterior(files, '/r')()
    return E.isLeft(loaded) ? `${loaded.left.where}: ${loaded.left.what}` : 'taken'
  }
  const path = '/r/posterior.safetensors'

  test.each([
    [
      { 'parameter:w': of([0, NaN]) },
      `${path}: parameter:w: expected finite numbers, found NaN at position 1`
    ],
    [
      { 'parameter:w': of([Infinity]) },
      `${path}: parameter:w: expected finite numbers, found Infinity at position 0`
    ],
    [
      { 'mean:w': of([NaN]), 'variance:w': of([1]) },
      `${path}: mean:w: expected numbers, found NaN at position 0`
    ],
    [
      { 'mean:w': of([1]), 'variance:w': of([-1]) },
      `${path}: variance:w: expected a variance of 0 or more, found -1 at position 0`
    ],
    [{ 'mean:w': of([1]) }, `${path}: w: expected a variance over [a0 1], found none`],
    [
      { 'mean:w': of([1, 2]), 'variance:w': of([1]) },
      `${path}: w: expected a variance over [a0 2], found one over [a0 1]`
    ],
    [{ 'mean:z': of([Infinity]), 'variance:z': of([Infinity]) }, 'taken'],
    [{ 'mean:z': of([1]), 'variance:z': of([NaN]) }, 'taken']
  ])('%j', async (tensors, wanted) => expect(await message(tensors)).toBe(wanted))
})

test('an array over an axis twice is refused, and one whose axes are what every object has', () => {
  const bytes = writeSafetensors({
    metadata: { axes: '{"w":["a","a"]}', numbers: '{}' },
    tensors: new Map([['w', f32([1, 1], Float32Array.of(1))]])
  })
  expect(E.isLeft(readNamedTensors('f')(bytes))).toBe(true)
  const inherited = writeSafetensors({
    metadata: { axes: '{}', numbers: '{}' },
    tensors: new Map([['constructor', f32([1], Float32Array.of(1))]])
  })
  expect(E.isLeft(readNamedTensors('f')(inherited))).toBe(true)
})

test('a line of metrics is added at the end; one that was cut when a process died is left out', async () => {
  const files = memoryFileSystem()
  await saveMetrics(files, '/r')(['{"a":1}'])()
  expect(await appendMetrics(files, '/r')('{"a":2}')()).toEqual(E.right(undefined))
  expect(await loadMetrics(files, '/r')()).toEqual(E.right(['{"a":1}', '{"a":2}']))
  await files.append('/r/metrics.jsonl', new TextEncoder().encode('{"a":'))()
  expect(await loadMetrics(files, '/r')()).toEqual(E.right(['{"a":1}', '{"a":2}']))
})

test('metrics that are no UTF-8 are refused', async () => {
  const files = memoryFileSystem({ files: { '/r/metrics.jsonl': Uint8Array.of(0xff, 0x0a) } })
  expect(await loadMetrics(files, '/r')()).toMatchObject({
    left: { where: '/r/metrics.jsonl', why: 'it is not UTF-8' }
  })
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
