/**
 * A data set of 4 × 4 images in three classes that a small network learns at once, as the bytes of
 * four IDX files.
 */
import type { BoundData } from '../../src/inference/index.ts'
import { idxBytes } from './IdxBytes.ts'

const height = 4,
  width = 4,
  classes = 3

/** Class k has its rows k and k + 1 bright; the rest is dark, the corner pixels always 0. */
const image = (label: number, at: number): ReadonlyArray<number> =>
  Array.from({ length: height * width }, (_, i) => {
    const row = Math.floor(i / width),
      column = i % width
    if (column === 0) return 0
    return row === label || row === label + 1
      ? 200 + ((7 * at + 13 * i) % 50)
      : (11 * at + 5 * i) % 40
  })

const labelsOf = (count: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, i) => i % classes)

const part = (count: number, from: number): readonly [images: Uint8Array, labels: Uint8Array] => {
  const labels = labelsOf(count)
  return [
    idxBytes(
      [count, height, width],
      labels.flatMap((label, i) => image(label, from + i))
    ),
    idxBytes([count], labels)
  ]
}

/** The four files in `folder`. */
export const toyImages = (
  folder: string,
  train = 36,
  test = 15
): Readonly<Record<string, Uint8Array>> => {
  const [trainImages, trainLabels] = part(train, 0)
  const [testImages, testLabels] = part(test, 1000)
  return {
    [`${folder}/train-images-idx3-ubyte`]: trainImages,
    [`${folder}/train-labels-idx1-ubyte`]: trainLabels,
    [`${folder}/t10k-images-idx3-ubyte`]: testImages,
    [`${folder}/t10k-labels-idx1-ubyte`]: testLabels
  }
}

/** The same as arrays under the names and axes of `toyModel`. */
export const toyData = (count: number, from = 0): BoundData => {
  const labels = labelsOf(count)
  const pixels = labels.flatMap((label, i) => image(label, from + i))
  return new Map([
    [
      'x',
      {
        axes: ['images', 'pixels'],
        sizes: [count, height * width],
        values: Float32Array.from(pixels, (byte) => byte / 255)
      }
    ],
    ['y', { axes: ['images'], sizes: [count], values: Float32Array.from(labels) }]
  ])
}
