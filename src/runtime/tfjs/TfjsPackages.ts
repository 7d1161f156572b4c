/**
 * Where the backends of tfjs come from: in Node from packages, with us or beside us; in a page from
 * what was bundled for it.
 *
 * @since 0.1.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { BackendName } from '../Executor.ts'
import { builtin } from '../Node.ts'
import { loadWebgpu } from './OpenWebgpu.ts'
import { findPackage, here, messageOf, type OpenOptions } from '../Packages.ts'

export type Load = (options: OpenOptions) => Promise<Either<Problem, unknown>>
type Loads = { readonly [B in BackendName]: Load }

const cpu: Load = async () => right(await import('@tensorflow/tfjs-backend-cpu'))

// ---------------------------------------------------------------------------
// Node
// ---------------------------------------------------------------------------

/** tfjs-node 4 asks for two functions of `util`: Node 23 has dropped one and warns of the other. */
const restoreUtil = (): void => {
  const util: object = here()('node:util')
  const wanted = {
    isNullOrUndefined: (x: unknown) => x === null || x === undefined,
    isArray: Array.isArray
  }
  for (const [name, value] of Object.entries(wanted))
    Object.defineProperty(util, name, { value, configurable: true, writable: true })
}

const tensorflow: Load = async (options) => {
  const path = findPackage(['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'], options)
  const install =
    'npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu), or use --backend wasm'
  if (path === undefined)
    return left(
      problem(
        'backend tensorflow',
        'expected the package @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, found neither',
        'this backend is the TensorFlow library, which is not installed with us',
        install
      )
    )
  try {
    restoreUtil()
    return right(here()(path))
  } catch (e) {
    return left(
      problem(
        'backend tensorflow',
        `${path} does not load: ${messageOf(e)}`,
        'its native library is missing or of another platform',
        `reinstall it: ${install}`
      )
    )
  }
}

/** The three binaries lie beside the package's main file. */
const wasm: Load = async () => {
  const backend = await import('@tensorflow/tfjs-backend-wasm')
  backend.setWasmPaths(
    here()
      .resolve('@tensorflow/tfjs-backend-wasm')
      .replace(/[^/\\]*$/, '')
  )
  return right(backend)
}

const ofNode: Loads = { cpu, wasm, webgpu: loadWebgpu, tensorflow }

// ---------------------------------------------------------------------------
// a page
// ---------------------------------------------------------------------------

/** The page has imported the package of the backend: tfjs knows it then. */
const imported =
  (name: BackendName, wanted: string, tryNext: string): Load =>
  async () => {
    const { findBackendFactory } = await import('@tensorflow/tfjs-core')
    return findBackendFactory(name) === null
      ? left(
          problem(
            `backend ${name}`,
            `expected ${wanted}, found none`,
            'a page has the backends that it imports, and those that come with us',
            tryNext
          )
        )
      : right(undefined)
  }

/** `wasm` finds its binaries where the page says: `setWasmPaths` of its package. */
const ofPage: Loads = {
  cpu,
  wasm: async () => right(await import('@tensorflow/tfjs-backend-wasm')),
  webgpu: imported(
    'webgpu',
    'the package @tensorflow/tfjs-backend-webgpu',
    'import it before, or use wasm'
  ),
  tensorflow: imported(
    'tensorflow',
    'the TensorFlow library',
    'use webgpu or wasm: the library runs under Node alone'
  )
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** Registers a backend with tfjs. */
export const loads: Loads = builtin === undefined ? ofPage : ofNode
