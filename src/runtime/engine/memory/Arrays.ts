/**
 * The arrays of an executor: who holds one releases it once.
 *
 * @since 0.1.0
 */
import type { Shape } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import type { Buffers } from '../../Executor.ts'
import type { Heap } from './Heap.ts'
import { paddedBytes } from './Storage.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** An array in the executor's memory, row-major. */
export interface WasmBuffer {
  readonly address: number
  readonly bytes: number
  readonly shape: Shape
}

/** What is not alive may be another's memory by now: whoever uses it is told. */
export interface Arrays {
  readonly hold: (shape: Shape) => WasmBuffer
  readonly release: (buffer: WasmBuffer) => void
  /** The same memory from now on under another shape of as many elements. */
  readonly renew: (buffer: WasmBuffer, shape: Shape) => WasmBuffer
  /** The array given under a name, of so many elements. */
  readonly given: (inputs: Buffers<WasmBuffer>, name: string, count: number) => WasmBuffer
  readonly numbers: (buffer: WasmBuffer) => Float32Array
  readonly live: () => number
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/**
 * Numbers at an address. Not to be kept: the memory may grow, and they would be those of before.
 */
export const floats = ({ memory }: Heap, address: number, count: number): Float32Array =>
  new Float32Array(memory.buffer, address, count)

export const makeArrays = (heap: Heap): Arrays => {
  const alive = new Set<WasmBuffer>()
  const added = (buffer: WasmBuffer): WasmBuffer => {
    alive.add(buffer)
    return buffer
  }
  const forget = (buffer: WasmBuffer): void => {
    if (!alive.delete(buffer)) throw new Error('internal: an array is used after its release')
  }
  return {
    hold: (shape) => {
      const bytes = paddedBytes(elements(shape))
      return added({ address: heap.take(bytes), bytes, shape })
    },
    release: (buffer) => {
      forget(buffer)
      heap.give(buffer.address, buffer.bytes)
    },
    renew: (buffer, shape) => {
      forget(buffer)
      return added({ ...buffer, shape })
    },
    given: (inputs, name, count) => {
      const found = inputs.get(name)
      if (found === undefined) throw new Error(`internal: no input ${name}`)
      if (!alive.has(found)) throw new Error(`internal: input ${name} is used after its release`)
      if (elements(found.shape) !== count)
        throw new Error(
          `internal: input ${name} has ${elements(found.shape)} elements instead of ${count}`
        )
      return found
    },
    numbers: (buffer) => {
      if (!alive.has(buffer)) throw new Error('internal: an array is read after its release')
      return floats(heap, buffer.address, elements(buffer.shape))
    },
    live: () => alive.size
  }
}
