import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { adam } from '../../src/lower/steps/Adam.ts'
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
import type { NamedTensor } from '../../src/ir/Posterior.ts'
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

describe('numbers of a checkpoint', () => {
  const gate = 'pixels←w'
  const shrunk = {
    ...start,
    shrunk: {
      kept: new Map([['pixels', { size: 3, indices: [0, 2] }]]),
      gone: new Map([[gate, tensor(['pixels'], [3], [0, 1, 0])]]),
      noisyEpochs: new Map([[gate, tensor(['pixels'], [3], [0, 3, 1])]])
    }
  }
  const { tensors, scalars } = toCheckpoint(shrunk)
  const message = (
    changedTensors: Readonly<Record<string, NamedTensor>>,
    changedScalars: Readonly<Record<string, number>> = {}
  ): string => {
    const r = fromCheckpoint(
      program,
      adam,
      sizes,
      100
    )({
      tensors: new Map([...tensors, ...Object.entries(changedTensors)]),
      scalars: { ...scalars, ...changedScalars }
    })
    return isLeft(r) ? `${r.left.where}: ${r.left.what}` : 'taken'
  }
  const withValue = (name: string, at: number, value: number): Record<string, NamedTensor> => {
    const before = tensors.get(name)
    if (before === undefined) throw new Error(name)
    return { [name]: { ...before, values: before.values.map((v, i) => (i === at ? value : v)) } }
  }

  it('that a fit can leave are taken', () => {
    expect(message({})).toBe('taken')
    expect(message({}, { step: 100 })).toBe('taken')
  })

  it.each([
    [{ step: 101 }, 'checkpoint: expected a step from 0 to 100, found 101'],
    [{ step: 1e9 }, 'checkpoint: expected a step from 0 to 100, found 1000000000'],
    [{ step: 2.5 }, 'checkpoint: expected a step from 0 to 100, found 2.5'],
    [{ step: -1 }, 'checkpoint: expected a step from 0 to 100, found -1'],
    [{ errorCostSumNats: Infinity }, 'checkpoint: the error cost so far is Infinity'],
    [{ errorCostSumNats: NaN }, 'checkpoint: the error cost so far is NaN'],
    [{ 'kept:pixels': 4 }, 'kept:pixels: the model has 3 indices there, the checkpoint 4']
  ])('%j is refused', (changed, wanted) => expect(message({}, changed)).toBe(wanted))

  const ascending = 'expected ascending whole numbers below 3'
  it.each([
    ['w/location', NaN, 'expected finite numbers, found NaN at position 1'],
    ['m:w/location', -Infinity, 'expected finite numbers, found -Infinity at position 1'],
    ['v:w/location', -1, 'expected finite numbers of 0 or more, found -1 at position 1'],
    ['kept:pixels', 3, `${ascending}, found 3 at position 1`],
    ['kept:pixels', 0, `${ascending}, found 0 at position 1`],
    ['kept:pixels', 0.5, `${ascending}, found 0.5 at position 1`],
    ['kept:pixels', NaN, `${ascending}, found NaN at position 1`],
    [`gone:${gate}`, 2, 'expected 0 or 1, found 2 at position 1'],
    [`noisyEpochs:${gate}`, -1, 'expected numbers of epochs, found -1 at position 1'],
    [`noisyEpochs:${gate}`, 0.25, 'expected numbers of epochs, found 0.25 at position 1']
  ])('%s with %d in it is refused', (name, value, wanted) =>
    expect(message(withValue(name, 1, value))).toBe(`${name}: ${wanted}`)
  )

  it('of axes and gates that the model does not have are refused', () => {
    expect(message({ 'kept:h': tensor(['h'], [1], [0]) })).toBe(
      'kept:h: the model has no indices there, the checkpoint none'
    )
    expect(message({ 'gone:h←w': tensor(['h'], [1], [0]) })).toBe(
      'gone:h←w: the model has no such gate'
    )
    expect(message({ [`gone:${gate}`]: tensor(['pixels'], [2], [0, 1]) })).toContain(
      'expected an array over [pixels] of sizes [3], found one over [pixels] of sizes [2]'
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
    // what says of which run a line is, is no part of the record, however it is written
    expect(must(fromLines(toLine(record).replace('{', '{"run"\t:"ab12", ')))).toEqual([record])
  })

  it('that are none are refused by their line', () => {
    const where = (text: string): string => {
      const r = fromLines(text)
      return isLeft(r) ? r.left.where : 'taken'
    }
    expect(where(`${toLine(record)}{"epoch":1}\n`)).toBe('metrics, line 2')
    expect(where(toLine(record).slice(0, 40))).toBe('metrics, line 1')
  })

  it('with a number beyond all numbers, or nested without end, are none', () => {
    const read = (text: string): boolean => !isLeft(fromLines(text))
    const line = toLine(record)
    expect(read(line.replace('"klWeight":0.5', '"klWeight":1e999'))).toBe(false)
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(read(line.replace('"klWeight":0.5', `"klWeight":0.5,"more":${deep}`))).toBe(false)
    expect(read(line.replace('"klWeight":0.5', '"klWeight":0.5,"more":{"a":[1]}'))).toBe(true)
  })

  it('with a name that is there twice are none, and it is said which', () => {
    const twice = toLine(record).replace('"klWeight":0.5', '"klWeight":0.5,"klWeight":0.25')
    expect(fromLines(toLine(record) + twice)).toMatchObject({
      left: {
        where: 'metrics, line 2',
        why: expect.stringMatching(/^the name 'klWeight' is there twice;/)
      }
    })
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
