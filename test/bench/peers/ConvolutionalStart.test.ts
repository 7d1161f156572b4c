import { expect, test } from 'vitest'
import { caffe } from '../../../bench/Lenet5.ts'
import { convolutionalStart } from '../../../bench/peers/ConvolutionalStart.ts'
import { around, layerStart } from '../../../bench/peers/Start.ts'

const start = convolutionalStart(caffe)
/** As start.py makes it. */
const theirs = (layer: number, inputs: number, count: number): Float64Array =>
  around(layerStart(layer, 'w', 'location', inputs), count)

test('filters [out, in, row, column] of start.py lie as [row, column, in, out] here', () => {
  const ours = start.get('conv1/w mean'),
    filters = theirs(51, 500, 50 * 20 * 25)
  for (const [out, channel, row, column] of [
    [0, 0, 0, 0],
    [49, 19, 4, 4],
    [7, 3, 2, 1]
  ] as const) {
    expect(ours?.[((row * 5 + column) * 20 + channel) * 50 + out]).toBe(
      Math.fround(filters[((out * 20 + channel) * 5 + row) * 5 + column] ?? NaN)
    )
  }
})

test('features are maps before rows and columns in start.py, maps last here', () => {
  const ours = start.get('fc0/w mean'),
    weights = theirs(52, 800, 800 * 500)
  for (const [map, row, column, unit] of [
    [0, 0, 0, 0],
    [49, 3, 3, 499],
    [11, 1, 2, 5]
  ] as const) {
    expect(ours?.[((row * 4 + column) * 50 + map) * 500 + unit]).toBe(
      Math.fround(weights[((map * 4 + row) * 4 + column) * 500 + unit] ?? NaN)
    )
  }
})
