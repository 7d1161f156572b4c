import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IdxFile, IdxFiles } from '../../src/data/LabelledImages.ts'
import { dataSetOf, heldOutSetOf, validateFinite } from '../../src/data/LabelledImages.ts'
import { logSpread } from '../../src/laws/ArbitraryNumber.ts'

const file = (
  path: string,
  shape: ReadonlyArray<number>,
  values: ReadonlyArray<number>
): IdxFile => ({ path, shape, values: Uint8Array.from(values) })

const good: IdxFiles = {
  trainImages: file('train-images', [3, 1, 2], [0, 255, 51, 102, 1, 2]),
  trainLabels: file('train-labels', [3], [0, 2, 1]),
  testImages: file('test-images', [1, 1, 2], [255, 0]),
  testLabels: file('test-labels', [1], [2])
}

describe('dataSetOf', () => {
  it('scales the bytes to [0, 1] and counts the classes', () => {
    const set = dataSetOf('toy')(good)
    expect(set).toMatchObject(E.right({ name: 'toy', shape: [1, 2], classes: 3 }))
    if (E.isLeft(set)) return
    expect([...set.right.train.images]).toEqual(
      [0, 1, 51 / 255, 102 / 255, 1 / 255, 2 / 255].map(Math.fround)
    )
    expect([...set.right.train.labels]).toEqual([0, 2, 1])
    expect(set.right.train.count).toBe(3)
    expect([...set.right.test.images]).toEqual([1, 0])
  })

  it('scales to another range, whose ends are exact', () => {
    fc.assert(
      fc.property(
        logSpread(0.5, 10).map((x) => -x),
        logSpread(0.5, 10),
        (low, high) => {
          const set = dataSetOf('toy', { range: [low, high] })(good)
          if (E.isLeft(set)) throw new Error('refused')
          expect(set.right.test.images[1]).toBe(Math.fround(low))
          expect(set.right.test.images[0]).toBeCloseTo(high, 5)
          expect(set.right.train.images[2]).toBeCloseTo(low + (high - low) * 0.2, 5)
        }
      )
    )
  })

  const refused: ReadonlyArray<
    readonly [name: string, files: Partial<IdxFiles>, where: string, what: string]
  > = [
    [
      'fewer labels than images',
      { trainLabels: file('train-labels', [2], [0, 2]) },
      'train-labels',
      'expected 3 labels, found 2'
    ],
    [
      'more test labels than images',
      { testLabels: file('test-labels', [2], [0, 2]) },
      'test-labels',
      'expected 1 labels, found 2'
    ],
    [
      'a test label that was never trained',
      { testLabels: file('test-labels', [1], [3]) },
      'test-labels',
      'expected labels 0 to 2, found 3 at position 0'
    ],
    [
      'labels in place of images',
      { trainImages: good.trainLabels },
      'train-labels',
      'expected images × height × width, found 1 axes'
    ],
    [
      'images in place of labels',
      { testLabels: good.testImages },
      'test-images',
      'expected one axis of labels, found 3 axes'
    ],
    [
      'no images',
      {
        trainImages: file('train-images', [0, 1, 2], []),
        trainLabels: file('train-labels', [0], [])
      },
      'train-images',
      'expected images, found 0 × 1 × 2'
    ],
    [
      'images without pixels',
      { testImages: file('test-images', [1, 0, 2], []) },
      'test-images',
      'expected images, found 1 × 0 × 2'
    ],
    [
      'test images of another shape',
      { testImages: file('test-images', [1, 2, 1], [1, 2]) },
      'test-images',
      'expected images of 1 × 2, found 2 × 1'
    ]
  ]
  it.each(refused)('refuses %s', (_, files, where, what) => {
    expect(dataSetOf('toy')({ ...good, ...files })).toMatchObject(E.left({ where, what }))
  })

  it('refuses a training label outside the declared classes', () => {
    expect(dataSetOf('mnist', { classes: 2 })(good)).toMatchObject(
      E.left({
        where: 'train-labels',
        what: 'expected labels 0 to 1, found 2 at position 1',
        why: 'mnist has 2 classes'
      })
    )
  })
})

describe('heldOutSetOf', () => {
  it('tests on the last images of the training files, and trains on the others', () => {
    const whole = dataSetOf('toy')(good)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 }), (count) => {
        const set = heldOutSetOf('toy', count)(good)
        if (E.isLeft(set) || E.isLeft(whole)) throw new Error('refused')
        const { train, test, ...rest } = set.right
        expect(rest).toEqual({ name: 'toy', heldOut: count, shape: [1, 2], classes: 3 })
        expect([train.count, test.count]).toEqual([3 - count, count])
        expect([...train.images, ...test.images]).toEqual([...whole.right.train.images])
        expect([...train.labels, ...test.labels]).toEqual([...whole.right.train.labels])
        expect(train.images).toHaveLength(2 * train.count)
        expect(train.labels).toHaveLength(train.count)
      })
    )
  })

  it.each([0, 3, 4, -1, 1.5, NaN])('refuses to hold out %d of 3', (count) => {
    expect(heldOutSetOf('toy', count)(good)).toMatchObject(
      E.left({
        where: "data set 'toy'",
        what: `expected to hold out from 1 to 2 of its 3 training images, found ${count}`
      })
    )
  })

  it('checks the files', () => {
    expect(
      heldOutSetOf('toy', 1)({ ...good, trainLabels: file('train-labels', [2], [0, 2]) })
    ).toMatchObject(E.left({ where: 'train-labels', what: 'expected 3 labels, found 2' }))
    expect(heldOutSetOf('toy', 1, { classes: 2 })(good)).toMatchObject(
      E.left({ where: 'train-labels', what: 'expected labels 0 to 1, found 2 at position 1' })
    )
  })
})

describe('validateFinite', () => {
  it('passes finite numbers on, and names the first that is not', () => {
    const values = new Float32Array([1, -2, 3e38])
    expect(validateFinite('x')(values)).toEqual(E.right(values))
    for (const bad of [NaN, Infinity, -Infinity])
      expect(validateFinite('x')(new Float64Array([1, bad, NaN]))).toMatchObject(
        E.left({ where: 'x', what: `expected finite numbers, found ${bad} at position 1` })
      )
  })
})
