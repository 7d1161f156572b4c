/**
 * Where the parameters of a LeNet-5 start: the numbers of start.py, whose filters are [out, in,
 * rows, columns], in our order of axes.
 */
import type { Measures } from '../Lenet5.ts'
import { around, layerStart, transposed } from './Start.ts'

/** `z` and `w` as they lie in start.py; `scales` and `order` are their positions in our order. */
interface Start {
  readonly name: string
  readonly inputs: number
  readonly z: ReadonlyArray<number>
  readonly scales: ReadonlyArray<number>
  readonly w: ReadonlyArray<number>
  readonly order: ReadonlyArray<number>
  readonly b: number
}

/** Rows and columns that are left after a convolution and its pooling. */
const after = (side: number, kernel: number, pool: number): number =>
  Math.floor((side - kernel + 1) / pool)

const layersOf = ({ side, pool, convolutions, units, classes }: Measures): ReadonlyArray<Start> => {
  const channels = [1, ...convolutions.map((c) => c.filters)],
    maps = channels.at(-1) ?? 1
  const last = convolutions.reduce((left, { kernel }) => after(left, kernel, pool), side)
  return [
    ...convolutions.map(({ kernel, filters }, i): Start => {
      const inputs = channels[i] ?? 1
      return {
        name: `conv${i}`,
        inputs: kernel * kernel * inputs,
        z: [filters],
        scales: [0],
        w: [filters, inputs, kernel, kernel],
        order: [2, 3, 1, 0],
        b: filters
      }
    }),
    {
      name: 'fc0',
      inputs: maps * last * last,
      z: [maps, last, last],
      scales: [1, 2, 0],
      w: [maps, last, last, units],
      order: [1, 2, 0, 3],
      b: units
    },
    {
      name: 'fc1',
      inputs: units,
      z: [units],
      scales: [0],
      w: [units, classes],
      order: [0, 1],
      b: classes
    }
  ]
}

const size = (shape: ReadonlyArray<number>): number => shape.reduce((n, d) => n * d, 1)

/** Locations and log-variances by name. The streams of layer i are those of layer 50 + i. */
export const convolutionalStart = (measures: Measures): ReadonlyMap<string, Float32Array> =>
  new Map(
    layersOf(measures).flatMap(({ name, inputs, z, scales, w, order, b }, i) =>
      (['location', 'logVariance'] as const).flatMap((kind) => {
        const values = (
          part: 'z' | 'w' | 'b',
          shape: ReadonlyArray<number>,
          places: ReadonlyArray<number>
        ) =>
          [
            `${name}/${part} ${kind === 'location' ? 'mean' : 'logvar'}`,
            Float32Array.from(
              transposed(around(layerStart(50 + i, part, kind, inputs), size(shape)), shape, places)
            )
          ] as const
        return [values('z', z, scales), values('w', w, order), values('b', [b], [0])]
      })
    )
  )
