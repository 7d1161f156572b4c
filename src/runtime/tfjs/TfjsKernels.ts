/**
 * One backend of tfjs as functions on its arrays: kernels are called directly, without tape, scopes
 * or the engine's bookkeeping.
 *
 * @since 0.1.0
 */
import {
  type DataType,
  engine,
  findBackend,
  getBackend,
  getKernel,
  setBackend,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type Tensor,
  type TensorInfo
} from '@tensorflow/tfjs-core'
import type { Shape } from '../../ir/Plan.ts'

export type Kernel = (inputs: NamedTensorInfoMap, attrs?: NamedAttrMap) => TensorInfo

export interface Kernels {
  readonly backendName: string
  /** The kernel of that name, or nothing where the backend lacks it. */
  readonly find: (name: string) => Kernel | undefined
  /**
   * Makes the backend the active one: some kernels hand over tensors, which the engine counts as
   * the active backend's.
   */
  readonly activate: () => void
  /** A new array. */
  readonly write: (values: Float32Array, shape: Shape) => TensorInfo
  readonly read: (x: TensorInfo) => Promise<Float32Array>
  readonly release: (x: TensorInfo) => void
  /** Arrays that the backend holds. */
  readonly count: () => number
  /** Does `write` copy, so that its argument may be used again? */
  readonly copies: boolean
}

/** The cpu backend's cast of truth values to float32 leaves their bytes as they are. */
const floats = (values: unknown): Float32Array | Uint8Array => {
  if (values instanceof Float32Array || values instanceof Uint8Array) return values
  throw new Error('internal: an array of a plan is not float32')
}

/**
 * Kernels of the TensorFlow library, and some of the cpu backend, give tensors, whichever copy of
 * tfjs-core made them.
 */
const isTensor = (x: TensorInfo): x is Tensor => 'dispose' in x

/** Backends whose kernels want tensors: TensorFlow's `Pow`, for one, casts its operands. */
const tensorsOnly: ReadonlySet<string> = new Set(['tensorflow'])

/** A backend that `openTfjs` has made ready. */
export const kernelsOf = (backendName: string): Kernels => {
  const backend = findBackend(backendName)
  const dtype: DataType = 'float32'
  const own = (x: TensorInfo): TensorInfo =>
    tensorsOnly.has(backendName) && !isTensor(x) ? engine().makeTensorFromTensorInfo(x, backend) : x
  return {
    backendName,
    // a backend that is ready is switched to before the promise is made
    activate: () => {
      if (getBackend() !== backendName) void setBackend(backendName)
    },
    find: (name) => {
      const config = getKernel(name, backendName)
      if (config === null || config === undefined) return undefined
      return (inputs, attrs = {}) => {
        const out = config.kernelFunc({ inputs, attrs, backend })
        const first = Array.isArray(out) ? out[0] : out
        if (first === undefined) throw new Error(`internal: kernel ${name} gave nothing`)
        if (isTensor(first) && getBackend() !== backendName)
          throw new Error(
            `internal: tfjs was switched to ${getBackend()} while ${backendName} runs`
          )
        return own(first)
      }
    },
    write: (values, shape) =>
      own({ dataId: backend.write(values, [...shape], dtype), shape: [...shape], dtype }),
    read: async (x) => Float32Array.from(floats(await backend.read(x.dataId))),
    release: (x) => {
      if (isTensor(x)) x.dispose()
      else backend.disposeData(x.dataId)
    },
    count: () => backend.numDataIds(),
    copies: backendName === 'wasm'
  }
}
