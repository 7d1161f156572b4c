/**
 * What has shrunk, as the tensors and numbers of a checkpoint, and back.
 *
 * @since 0.1.0
 */
import type { KeptIndices } from '../../ir/Kept.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Shrunk } from './Shrunk.ts'
import type { Tensors } from '../host/Tensors.ts'

const KEPT = 'kept:',
  GONE = 'gone:',
  NOISY = 'noisyEpochs:'

const prefixed = (prefix: string, tensors: Tensors): Tensors =>
  new Map([...tensors].map(([name, t]) => [prefix + name, t] as const))
const under = (prefix: string, tensors: Tensors): Tensors =>
  new Map(
    [...tensors].flatMap(([name, t]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), t] as const] : []
    )
  )

const indicesTensor = (axis: string, { indices }: KeptIndices): NamedTensor => ({
  axes: [axis],
  sizes: [indices.length],
  values: Float32Array.from(indices)
})

export const shrunkTensors = ({ kept, gone, noisyEpochs }: Shrunk): Tensors =>
  new Map([
    ...[...kept].map(([axis, k]) => [KEPT + axis, indicesTensor(axis, k)] as const),
    ...prefixed(GONE, gone),
    ...prefixed(NOISY, noisyEpochs)
  ])

/** In the order of their names, so that equal states have equal files. */
export const shrunkScalars = ({ kept }: Shrunk): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...kept]
      .map(([axis, { size }]) => [KEPT + axis, size] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
  )

export const shrunkOf = (tensors: Tensors, scalars: Readonly<Record<string, number>>): Shrunk => ({
  kept: new Map(
    [...under(KEPT, tensors)].map(
      ([axis, { values }]) =>
        [axis, { size: scalars[KEPT + axis] ?? 0, indices: Array.from(values) }] as const
    )
  ),
  gone: under(GONE, tensors),
  noisyEpochs: under(NOISY, tensors)
})
