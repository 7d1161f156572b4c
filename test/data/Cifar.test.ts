import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { loadImageFolder } from '../../src/data/index.ts'
import { nodeFileSystem } from '../../src/storage/index.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

/** A record: its label, then three planes of 1,024 pixels of one brightness each. */
const record = (
  label: number,
  ...planes: readonly [number, number, number]
): ReadonlyArray<number> => [
  label,
  ...planes.flatMap((brightness) => Array.from({ length: 1024 }, () => brightness))
]

const folder = (files: Readonly<Record<string, ReadonlyArray<ReadonlyArray<number>>>>) =>
  memoryFileSystem({
    files: Object.fromEntries(
      Object.entries(files).map(([name, records]) => [`c/${name}`, Uint8Array.from(records.flat())])
    )
  })

const toy = {
  'data_batch_1.bin': [record(3, 255, 0, 51)],
  'data_batch_2.bin': [record(9, 0, 255, 0), record(0, 0, 0, 255)],
  'data_batch_10.bin': [record(5, 1, 1, 1)],
  'test_batch.bin': [record(7, 255, 255, 255)]
}

test('images of three planes come from the batches in their order', async () => {
  const set = await loadImageFolder(folder(toy), 'c')()
  if (E.isLeft(set)) throw new Error(set.left.what)
  const { shape, classes, train, test: tested } = set.right
  expect({ shape, classes, count: train.count }).toEqual({
    shape: [3, 32, 32],
    classes: 10,
    count: 4
  })
  expect([...train.labels]).toEqual([3, 9, 0, 5])
  expect([...tested.labels]).toEqual([7])
  const plane = (image: number, channel: number) => train.images[3072 * image + 1024 * channel]
  expect([plane(0, 0), plane(0, 1), plane(0, 2)]).toEqual([1, 0, Math.fround(0.2)])
  expect([plane(1, 0), plane(1, 1), plane(2, 2)]).toEqual([0, 1, 1])
})

test('training images are held out, and then there need be no test file', async () => {
  const { 'test_batch.bin': _, ...training } = toy
  const set = await loadImageFolder(folder(training), 'c', { holdOut: 1 })()
  expect(set).toMatchObject(E.right({ heldOut: 1, train: { count: 3 }, test: { count: 1 } }))
  expect(await loadImageFolder(folder(training), 'c')()).toMatchObject(
    E.left({ where: 'c/test_batch.bin' })
  )
})

test.each<[string, ReadonlyArray<ReadonlyArray<number>>, string]>([
  ['a record cut off', [record(1, 0, 0, 0).slice(1)], 'expected records of 3073 bytes, found 3072'],
  ['an empty file', [], 'expected records of 3073 bytes, found 0'],
  ['a label of another set', [record(10, 0, 0, 0)], 'expected labels 0 to 9, found 10']
])('%s is refused', async (_, records, what) => {
  const files = folder({ ...toy, 'data_batch_1.bin': records })
  expect(await loadImageFolder(files, 'c')()).toMatchObject(
    E.left({ where: 'c/data_batch_1.bin', what: expect.stringContaining(what) })
  )
})

/** The folder with the six published files, where there is one. */
const published = process.env['CIFAR10'] ?? ''

test.skipIf(published === '')('the published set has the published channel means', async () => {
  const set = await loadImageFolder(nodeFileSystem, published)()
  if (E.isLeft(set)) throw new Error(set.left.what)
  const { train, test: tested } = set.right
  expect([train.count, tested.count]).toEqual([50_000, 10_000])
  expect(Array.from({ length: 10 }, (_, k) => train.labels.filter((l) => l === k).length)).toEqual(
    Array.from({ length: 10 }, () => 5000)
  )
  // red, green, blue: 0.4914, 0.4822, 0.4465
  const sums = [0, 0, 0]
  train.images.forEach((x, i) => {
    const channel = Math.floor((i % 3072) / 1024)
    sums[channel] = (sums[channel] ?? 0) + x
  })
  const means = sums.map((sum) => sum / (50_000 * 1024))
  ;[0.4914, 0.4822, 0.4465].forEach((mean, k) => expect(means[k]).toBeCloseTo(mean, 2))
})
