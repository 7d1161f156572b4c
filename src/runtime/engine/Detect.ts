/**
 * What the engine that runs modules can do: tried, not guessed.
 *
 * @since 0.1.0
 */
import { builtin } from '../Node.ts'
import {
  addFunction,
  type Features,
  makeModule,
  maximumPages,
  moduleBytes,
  v128
} from './emit/Emit.ts'
import { makeMemory, validates } from './Instance.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** An engine, as far as it is asked. */
export interface Engine {
  readonly validates: (bytes: Uint8Array<ArrayBuffer>) => boolean
  /** Whether threads can share a memory of the full size, and this one may wait for others. */
  readonly sharesMemory: () => boolean
  /** Makes it join pairs of vectors in modules that are compiled from now on, if it can. */
  readonly joinsVectors: () => boolean
}

// ---------------------------------------------------------------------------
// instances
// ---------------------------------------------------------------------------

/**
 * Some engines refuse the full size; a page shares memory if it is isolated from other origins, and
 * its own thread, outside workers, may not wait.
 */
const sharesMemory = (): boolean => {
  try {
    makeMemory(1, maximumPages, true)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0)
    return true
  } catch {
    return false
  }
}

/**
 * V8 can compile pairs of adjacent 128-bit operations as one of 256 bits, bit for bit the same:
 * products are nearly twice as fast. It is a flag there, off by default, and known to Node 24.
 */
const joinsVectors = (): boolean => {
  const process = builtin?.('node:process')
  if (
    process === undefined ||
    process.arch !== 'x64' ||
    Number(process.versions.node.split('.')[0]) < 24
  )
    return false
  builtin?.('node:v8').setFlagsFromString('--experimental-wasm-revectorize')
  return true
}

export const thisEngine: Engine = { validates, sharesMemory, joinsVectors }

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** A module that uses a feature. */
const trial = (features: Features): Uint8Array<ArrayBuffer> => {
  const m = makeModule(features)
  addFunction(m, features, {
    name: 'f',
    parameters: [v128],
    body: (e, [x]) => (x === undefined ? [] : [e.m.drop(e.madd(x.get(), x.get(), x.get()))])
  })
  return moduleBytes(m)
}

/**
 * Features for so many threads; undefined for an engine without vectors. `wide`: whether vectors
 * may be joined.
 */
export const detect = (engine: Engine, threads: number, wide: boolean): Features | undefined => {
  const takes = (features: Features): boolean => engine.validates(trial(features))
  if (!takes({ relaxedMadd: false, threads: false })) return undefined
  return {
    relaxedMadd: takes({ relaxedMadd: true, threads: false }),
    threads: threads > 1 && engine.sharesMemory() && takes({ relaxedMadd: false, threads: true }),
    wide: wide && engine.joinsVectors()
  }
}
