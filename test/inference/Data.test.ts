import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import {
  batching,
  batchesOf,
  bindData,
  isCut,
  placeOf,
  shuffled,
  standardSettings,
  totals
} from '../../src/inference/index.ts'
import { bound, must } from './Fits.ts'
import { classifier, classifierData, tensor } from './Programs.ts'

const program = classifier(3, 4)
const problems = (data: ReadonlyMap<string, NamedTensor>): ReadonlyArray<string> => {
  const r = bindData(program, data)
  return isLeft(r) ? r.left.map((p) => `${p.where}: ${p.what}`) : []
}
const x = tensor(['rows', 'pixels'], [2, 3], [1, 2, 3, 4, 5, 6])
const y = tensor(['rows'], [2], [0, 3])
const bind = (changes: Readonly<Record<string, NamedTensor>>): ReadonlyMap<string, NamedTensor> =>
  new Map(Object.entries({ x, y, ...changes }))

describe('bindData', () => {
  it('takes the sizes of plates from the data and leaves out what nothing asks for', () => {
    const b = bound(program, bind({ more: y }))
    expect([b.sizes.get('rows'), b.sizes.get('pixels'), b.plates, [...b.data.keys()]]).toEqual([
      2,
      3,
      ['rows'],
      ['x', 'y']
    ])
    expect(b.unused).toEqual(['more'])
    expect(totals(b).get('total:rows')?.values).toEqual(Float32Array.of(2))
  })

  it('refuses an index beyond its axis', () => {
    const indexed = {
      ...program,
      data: [...program.data, { name: 'at', axes: ['rows'], indexes: 'pixels' }]
    }
    const at = (k: number) => bindData(indexed, bind({ at: tensor(['rows'], [2], [0, k]) }))
    expect(isLeft(at(2))).toBe(false)
    for (const wrong of [3, -1, 0.5])
      expect(at(wrong)).toMatchObject({
        left: [{ where: 'at', what: `a value is ${wrong}, and pixels has the indices 0 to 2` }]
      })
  })

  it('takes axes in any order', () => {
    expect(problems(bind({ x: tensor(['pixels', 'rows'], [3, 2], [1, 4, 2, 5, 3, 6]) }))).toEqual(
      []
    )
  })

  it('lists everything that does not fit', () => {
    expect(problems(new Map())).toEqual([
      'x: the model needs x over [rows, pixels 3], and the data have only nothing',
      'y: the model needs y over [rows], and the data have only nothing'
    ])
    expect(
      problems(
        bind({
          x: tensor(['rows', 'columns'], [2, 3], x.values),
          y: tensor(['rows'], [2], [NaN, 1])
        })
      )
    ).toEqual([
      'x: the model needs x over [rows, pixels 3], and the data have [rows 2, columns 3]',
      'y: a value in row 1 is NaN; 1 of 2 are not finite numbers'
    ])
  })

  it.each([
    [
      'a fixed size',
      { x: tensor(['rows', 'pixels'], [2, 2], [1, 2, 3, 4]) },
      'x: pixels has 3 in the model and 2 in the data'
    ],
    [
      'a number of values',
      { x: tensor(['rows', 'pixels'], [2, 3], [1]) },
      'x: 1 values for [rows 2, pixels 3]'
    ],
    [
      'two sizes of a plate',
      { y: tensor(['rows'], [3], [0, 1, 2]) },
      'rows: this plate has 2 in x; 3 in y'
    ],
    [
      'no rows',
      { x: tensor(['rows', 'pixels'], [0, 3], []), y: tensor(['rows'], [0], []) },
      'rows: the data have no rows'
    ],
    [
      'an outcome that is none',
      { y: tensor(['rows'], [2], [0, 4]) },
      'y: an observed value is 4, and the outcomes are 0 to 3'
    ],
    [
      'half an outcome',
      { y: tensor(['rows'], [2], [0.5, 1]) },
      'y: an observed value is 0.5, and the outcomes are 0 to 3'
    ]
  ])('refuses %s', (_, changes, message) => {
    expect(problems(bind(changes))).toEqual([message])
  })
})

describe('batches', () => {
  const settings = { ...standardSettings, batch: { rows: 5 }, epochs: 2 }
  const train = bound(program, classifierData(22, 3, 4))
  const cut = must(batching(program, train, settings))

  it('cut every shuffled epoch, the tail left out', () => {
    expect([cut.stepsPerEpoch, cut.totalSteps, cut.sizes.get('rows')]).toEqual([4, 8, 5])
    expect([placeOf(cut, 3), placeOf(cut, 4)]).toEqual([
      { epoch: 0, index: 3 },
      { epoch: 1, index: 0 }
    ])
    const at = batchesOf(train, cut, 7)
    for (let step = 0; step < cut.totalSteps; step++) {
      const { epoch, index } = placeOf(cut, step)
      const chosen = shuffled(7, epoch, 'rows', 22).slice(index * 5, index * 5 + 5)
      const batch = at(step, 1)
      chosen.forEach((row, i) => {
        expect(batch.get('y')?.values[i]).toBe(train.data.get('y')?.values[row])
        expect(batch.get('x')?.values.slice(3 * i, 3 * i + 3)).toEqual(
          train.data.get('x')?.values.slice(3 * row, 3 * row + 3)
        )
      })
    }
  })

  it('are the same in whatever order steps are asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }), (steps) => {
        const jumping = batchesOf(train, cut, 3)
        for (const s of steps) expect(jumping(s, 1)).toEqual(batchesOf(train, cut, 3)(s, 1))
      }),
      { numRuns: 20 }
    )
  })

  it('see each row at most once an epoch, in an order of the seed and the epoch', () => {
    const order = [...shuffled(1, 0, 'rows', 22)]
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 22 }, (_, i) => i))
    expect(order).not.toEqual([...shuffled(1, 1, 'rows', 22)])
    expect(order).not.toEqual([...shuffled(2, 0, 'rows', 22)])
  })

  it('are all data at once where none are asked for', () => {
    const whole = must(batching(program, train, { ...standardSettings, steps: 30, recordEvery: 7 }))
    expect([whole.stepsPerEpoch, whole.totalSteps, whole.sizes.get('rows')]).toEqual([7, 30, 22])
    expect(batchesOf(train, whole, 1)(12, 1).size).toBe(0)
    expect([...train.data.values()].some(isCut(whole))).toBe(false)
  })
})
