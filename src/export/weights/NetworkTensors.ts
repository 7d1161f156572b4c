/**
 * The tensors of a network alone, for programs of one's own.
 *
 * @since 0.2.0
 */
import type { Network } from '../../compress/Network.ts'
import { shortestText } from '../../expr/numbers/ShortestText.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { f32, i32, type StoredTensor, writeSafetensors } from '../../storage/tensors/Safetensors.ts'

/** A file of several, by its name in their folder. */
export interface NamedFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * One safetensors file: tensors by site, and `kept/AXIS` the positions of the data that are read, where
 * not all are. `axes` in the metadata has the axes of each in order, as JSON.
 */
export const networkSafetensors = (
  { tensors, kept }: Network,
  metadata: Readonly<Record<string, string>>
): Uint8Array => {
  const stored: ReadonlyArray<readonly [string, ReadonlyArray<string>, StoredTensor]> = [
    ...[...tensors].map(
      ([name, { axes, sizes, values }]) => [name, axes, f32(sizes, values)] as const
    ),
    ...[...kept].map(
      ([axis, { indices }]) =>
        [`kept/${axis}`, [axis], i32([indices.length], Int32Array.from(indices))] as const
    )
  ]
  return writeSafetensors({
    metadata: {
      ...metadata,
      axes: JSON.stringify(Object.fromEntries(stored.map(([name, axes]) => [name, axes])))
    },
    tensors: new Map(stored.map(([name, , tensor]) => [name, tensor]))
  })
}

/** The position in the data, along an axis of which the network reads a part. */
const positionOf = ({ kept }: Network, axis: string, i: number): number =>
  kept.get(axis)?.indices[i] ?? i

const csv = (n: Network, { axes, sizes, values }: NamedTensor): string => {
  const lines = Array.from(values, (x, at) => {
    let rest = at
    const places = axes
      .map((axis, d) => ({ axis, size: sizes[d] ?? 1 }))
      .toReversed()
      .map(({ axis, size }) => {
        const i = rest % size
        rest = Math.floor(rest / size)
        return positionOf(n, axis, i)
      })
      .toReversed()
    return [...places, shortestText(x)].join(',')
  })
  return [[...axes, 'value'].join(','), ...lines].map((l) => `${l}\n`).join('')
}

/** `fc1/w` → `fc1.w.csv`; of two that would be one the later has a number. */
const fileNames = (names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const taken = new Set<string>()
  return names.map((name) => {
    const plain = name.replaceAll('/', '.').replaceAll(/[^\w.-]/g, '_')
    let found = plain
    for (let n = 2; taken.has(found.toLowerCase()); n++) found = `${plain}-${n}`
    taken.add(found.toLowerCase())
    return `${found}.csv`
  })
}

/**
 * A table for each tensor: a column for each of its axes, with positions from 0 (those in the data,
 * where the network reads a part of an axis of the data), and the value.
 */
export const networkTables = (n: Network): ReadonlyArray<NamedFile> => {
  const names = fileNames([...n.tensors.keys()])
  return [...n.tensors.values()].map((tensor, i) => ({
    name: names[i] ?? '',
    bytes: new TextEncoder().encode(csv(n, tensor))
  }))
}
