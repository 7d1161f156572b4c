/**
 * Arrays in a WebAssembly memory: taken, given back, taken again. Sizes repeat from step to step, so what is given back waits for the
 * next of its size.
 *
 * @since 0.1.0
 */
import { type Memory, pageBytes } from './Instance.ts'
import { alignmentBytes } from './Storage.ts'

export interface Heap {
  readonly memory: Memory
  /** The address of so many bytes, a multiple of 64. */
  readonly take: (bytes: number) => number
  readonly give: (address: number, bytes: number) => void
  /** Bytes that the memory has grown to. */
  readonly size: () => number
}

const rounded = (bytes: number): number => Math.max(1, Math.ceil(bytes / alignmentBytes)) * alignmentBytes

export const makeHeap = (memory: Memory): Heap => {
  /** Free stretches by their size. */
  const free = new Map<number, Array<number>>()
  // address 0 is nobody's
  let end = alignmentBytes
  const grown = (bytes: number): number => {
    const address = end
    const missing = address + bytes - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
    end += bytes
    return address
  }
  return {
    memory,
    take: (bytes) => {
      const size = rounded(bytes)
      return free.get(size)?.pop() ?? grown(size)
    },
    give: (address, bytes) => {
      const size = rounded(bytes)
      const waiting = free.get(size)
      if (waiting === undefined) free.set(size, [address])
      else waiting.push(address)
    },
    size: () => memory.buffer.byteLength
  }
}
