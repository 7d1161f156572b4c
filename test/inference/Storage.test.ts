import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { adam } from '../../src/lower/Adam.ts'
import {
  type EpochMetrics,
  fromCheckpoint,
  fromLines,
  initFrom,
  initialParameters,
  sameState,
  stateOf,
  survivors,
  toCheckpoint,
  toLine
} from '../../src/inference/index.ts'
import { must } from './Fits.ts'
import { classifier, tensor } from './Programs.ts'

const program = classifier(3, 4)
const sizes = new Map([
  ['rows', 9],
  ['pixels', 3],
  ['classes', 4]
])
const start = stateOf(program, adam, initialParameters(program, sizes, 5))

describe('initial parameters', () => {
  it('follow the rule of the parameter, keyed by seed and name', () => {
    const location = start.parameters.get('w/location')?.values ?? new Float32Array()
    const logVariance = start.parameters.get('w/logVariance')?.values ?? new Float32Array()
    expect(logVariance.every((v) => Math.abs(v + 4) < 0.05)).toBe(true)
    expect(new Set(location).size).toBe(12)
    expect(initialParameters(program, sizes, 5).get('w/location')?.values).toEqual(location)
    expect(initialParameters(program, sizes, 6).get('w/location')?.values).not.toEqual(location)
    const large =
      initialParameters(program, new Map([...sizes, ['pixels', 2000]]), 1).get('w/location')
        ?.values ?? new Float32Array()
    const variance = large.reduce((a, b) => a + b * b, 0) / large.length
    expect(Math.abs(variance / 0.09 - 1)).toBeLessThan(4 * Math.sqrt(2 / large.length))
  })

  it('of a fill without jitter are the value itself', () => {
    const filled = {
      ...program,
      parameters: program.parameters.map((p) => ({
        ...p,
        initial: { _tag: 'Fill' as const, value: -9, jitter: 0 }
      }))
    }
    expect(
      initialParameters(filled, sizes, 1)
        .get('w/location')
        ?.values.every((v) => v === -9)
    ).toBe(true)
  })
})

describe('checkpoints', () => {
  it('give the same state back, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (step, errorCostSumNats) => {
          const state = { ...start, step, errorCostSumNats }
          const { tensors, scalars } = toCheckpoint(state)
          expect(
            sameState(must(fromCheckpoint(program, adam, sizes)({ tensors, scalars })), state)
          ).toBe(true)
        }
      )
    )
  })

  it('of another model are refused, naming the tensor', () => {
    const { tensors, scalars } = toCheckpoint(start)
    const refusal = (changed: ReturnType<typeof toCheckpoint>): string => {
      const r = fromCheckpoint(program, adam, sizes)(changed)
      return isLeft(r) ? `${r.left.where}: ${r.left.what}` : 'taken'
    }
    expect(
      refusal({ tensors: new Map([...tensors].filter(([n]) => n !== 'm:w/location')), scalars })
    ).toBe('m:w/location: the model has [pixels 3, classes 4], the checkpoint nothing')
    expect(
      refusal({
        tensors: new Map([...tensors, ['w/location', tensor(['pixels'], [3], [1, 2, 3])]]),
        scalars
      })
    ).toBe('w/location: the model has [pixels 3, classes 4], the checkpoint [pixels 3]')
    expect(refusal({ tensors, scalars: { step: 3 } })).toBe(
      'checkpoint: the step or the cost so far is missing'
    )
  })
})

describe('initFrom', () => {
  it('takes what fits in name and shape, and lists the rest', () => {
    const initial = new Map([
      ['a', tensor(['p', 'q'], [1, 2], [0, 0])],
      ['b', tensor(['p'], [2], [0, 0])],
      ['c', tensor([], [], [4])]
    ])
    const other = new Map([
      ['a', tensor(['q', 'p'], [2, 1], [7, 8])],
      ['b', tensor(['p'], [3], [1, 2, 3])],
      ['d', tensor([], [], [1])]
    ])
    const { parameters, taken, left } = initFrom(initial, other)
    expect([...(parameters.get('a')?.values ?? [])]).toEqual([7, 8])
    expect(parameters.get('a')?.axes).toEqual(['p', 'q'])
    expect([parameters.get('b'), parameters.get('c')]).toEqual([initial.get('b'), initial.get('c')])
    expect(taken).toEqual(['a'])
    expect(left).toEqual([
      { name: 'b', why: '[p 2] here, [p 3] there' },
      { name: 'c', why: 'the other run does not have it' },
      { name: 'd', why: 'this model does not have it' }
    ])
  })
})

describe('records of epochs', () => {
  const record: EpochMetrics = {
    epoch: 1,
    step: 4,
    errorCostNats: 12.5,
    complexityNats: { w: 3 },
    lossNats: 15.5,
    lossNatsPerDatum: 0.1,
    train: [{ site: 'y', count: 9, nllNats: Infinity, errorRate: 0.25, calibrationError: null }],
    test: [],
    surviving: { 'pixels←w': { alive: 2, of: 3, threshold: null } },
    learningRates: { location: 1e-3 },
    klWeight: 0.5
  }
  it('are one line each, and come back', () => {
    expect(toLine(record).split('\n')).toHaveLength(2)
    expect(must(fromLines(toLine(record) + toLine({ ...record, epoch: 2 })))).toEqual([
      record,
      { ...record, epoch: 2 }
    ])
    expect(must(fromLines(''))).toEqual([])
  })

  it('that are none are refused by their line', () => {
    const where = (text: string): string => {
      const r = fromLines(text)
      return isLeft(r) ? r.left.where : 'taken'
    }
    expect(where(`${toLine(record)}{"epoch":1}\n`)).toBe('metrics, line 2')
    expect(where(toLine(record).slice(0, 40))).toBe('metrics, line 1')
  })

  it('count indices below the threshold', () => {
    expect(survivors(() => 0, [-3, -1, 0, 2, Infinity])).toEqual({ alive: 2, of: 5, threshold: 0 })
    expect(survivors(() => Infinity, [1, 2])).toEqual({ alive: 2, of: 2, threshold: null })
    expect(survivors(() => 5, [1, 2, 9, 3], [0, 1, 1, 0])).toEqual({
      alive: 2,
      of: 4,
      threshold: 5
    })
  })
})
