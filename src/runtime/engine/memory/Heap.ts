/**
 * Stretches of a WebAssembly memory: taken, given back, taken again. The lowest that fits is taken,
 * neighbours that are free are one, and the memory grows where none fits: runs that take and give
 * the same go on in the same places.
 *
 * @since 0.1.0
 */
import { NoRoom } from '../../NoRoom.ts'
import { type Memory, pageBytes } from '../Instance.ts'
import { alignmentBytes } from './Storage.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface Heap {
  readonly memory: Memory
  /** The address of so many bytes, a multiple of 64. Throws where the memory cannot grow so far. */
  readonly take: (bytes: number) => number
  readonly give: (address: number, bytes: number) => void
  /** Bytes that the memory has grown to. */
  readonly size: () => number
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/** Pages that a memory grows by at least: 16 MiB. */
const growthPages = 256

const rounded = (bytes: number): number =>
  Math.max(1, Math.ceil(bytes / alignmentBytes)) * alignmentBytes
const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** All of a memory, but for address 0, which is nobody's. */
export const makeHeap = (memory: Memory): Heap => {
  const size = (): number => memory.buffer.byteLength
  /** From low to high, with something in use between any two. */
  const free: Array<Stretch> = [{ from: alignmentBytes, to: size() }]
  const put = (from: number, to: number): void => {
    const found = free.findIndex((s) => s.to >= from)
    const at = found < 0 ? free.length : found
    const joined = free.slice(at, at + 2).filter((s) => s.from <= to)
    if (joined.some((s) => s.from < to && s.to > from))
      throw new Error('internal: a stretch of memory is given back twice')
    free.splice(at, joined.length, {
      from: Math.min(from, ...joined.map((s) => s.from)),
      to: Math.max(to, ...joined.map((s) => s.to))
    })
  }
  const grow = (bytes: number): void => {
    const end = size(),
      last = free.at(-1)
    const pages = Math.ceil((bytes - (last?.to === end ? end - last.from : 0)) / pageBytes)
    const grown = [Math.max(pages, growthPages), pages].some((p) => {
      try {
        memory.grow(p)
        return true
      } catch {
        return false
      }
    })
    if (!grown)
      throw new NoRoom(
        `no room for ${mebibytes(bytes)} more in the memory of the executor wasm, which has ` +
          `${mebibytes(end)} of at most 4096`
      )
    put(end, size())
  }
  return {
    memory,
    size,
    take: (bytes) => {
      const wanted = rounded(bytes)
      const fits = (s: Stretch): boolean => s.to - s.from >= wanted
      if (!free.some(fits)) grow(wanted)
      const at = free.findIndex(fits),
        found = free[at]
      if (found === undefined) throw new Error('internal: a memory has grown too little')
      if (found.to - found.from === wanted) free.splice(at, 1)
      else free[at] = { from: found.from + wanted, to: found.to }
      return found.from
    },
    give: (address, bytes) => put(address, address + rounded(bytes))
  }
}
