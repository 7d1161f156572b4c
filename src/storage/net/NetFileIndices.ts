/**
 * A list of kept indices, as a bitmap or as gaps, whichever is shorter.
 *
 * Behind the size of the axis comes one byte: 0, then ⌈size/8⌉ bytes, bit i mod 8 of byte ⌊i/8⌋ set
 * where index i is kept; or 1, then the list of the gaps i₀, i₁ − i₀ − 1, i₂ − i₁ − 1, …
 */
import type { KeptIndices } from '../../ir/index.ts'
import { type ByteReader, type Bytes, list, natural } from './NetFileBytes.ts'

const BITMAP = 0
const GAPS = 1

const bitmap = ({ size, indices }: KeptIndices): Bytes => {
  const bytes = new Uint8Array(Math.ceil(size / 8))
  for (const i of indices) bytes[i >>> 3] = (bytes[i >>> 3] ?? 0) | (1 << (i & 7))
  return [BITMAP, ...bytes]
}

const gaps = ({ indices }: KeptIndices): Bytes => [
  GAPS,
  ...list(natural)(indices.map((i, k) => i - (indices[k - 1] ?? -1) - 1))
]

export const writeIndices = (kept: KeptIndices): Bytes => {
  const [a, b] = [bitmap(kept), gaps(kept)]
  return [...natural(kept.size), ...(a.length <= b.length ? a : b)]
}

/** Fails the reader where an index is outside the axis. */
export const readIndices = (r: ByteReader): KeptIndices => {
  const size = r.natural()
  const form = r.byte()
  if (form === GAPS) {
    let last = -1
    const indices = r.list(() => (last += r.natural() + 1))
    if (last >= size) r.fail('a kept index is outside its axis')
    return { size, indices }
  }
  if (form !== BITMAP) r.fail('a list of kept indices has no known form')
  const bits = r.bytes(Math.ceil(size / 8))
  const indices: Array<number> = []
  for (let i = 0; i < 8 * bits.length; i++)
    if ((((bits[i >>> 3] ?? 0) >>> (i & 7)) & 1) === 1) indices.push(i)
  if ((indices.at(-1) ?? -1) >= size) r.fail('a kept index is outside its axis')
  return { size, indices }
}
