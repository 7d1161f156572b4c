/**
 * Makes a backend of tfjs ready. Its packages are loaded here and only here, when asked for.
 *
 * @since 0.1.0
 */
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../ir/Problem.ts'
import type { BackendName, OpenExecutor, TfjsBuffer } from './Executor.ts'

/** Folders whose `node_modules` are searched after our own for packages that are installed beside us. */
export interface OpenOptions { readonly searchFrom?: ReadonlyArray<string> }

type Load = (options: OpenOptions) => Promise<Either<Problem, unknown>>

const messageOf = (e: unknown): string => (e instanceof Error ? e.message.split('\n')[0] ?? '' : String(e))

// ---------------------------------------------------------------------------
// packages
// ---------------------------------------------------------------------------

const require = createRequire(import.meta.url)

/** The first of the packages that some folder has, as its main file's path. */
const findPackage = (names: ReadonlyArray<string>, options: OpenOptions): string | undefined => {
  const places = [require, ...(options.searchFrom ?? []).map((folder) => createRequire(`${folder}/`))]
  for (const place of places) {
    for (const name of names) {
      try {
        return place.resolve(name)
      } catch {
        // not here: the next place
      }
    }
  }
  return undefined
}

/** tfjs-node 4 asks for two functions of `util` that Node 23 has dropped. */
const restoreUtil = (): void => {
  const util: object = require('node:util')
  const dropped = { isNullOrUndefined: (x: unknown) => x === null || x === undefined, isArray: Array.isArray }
  for (const [name, value] of Object.entries(dropped)) if (!(name in util)) Object.defineProperty(util, name, { value })
}

const tensorflow: Load = async (options) => {
  const path = findPackage(['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'], options)
  const install = 'npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu), or use --backend wasm'
  if (path === undefined) return left(problem('backend tensorflow', 'expected the package @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, found neither', 'this backend is the TensorFlow library, which is not installed with us', install))
  try {
    restoreUtil()
    return right(require(path))
  } catch (e) {
    return left(problem('backend tensorflow', `${path} does not load: ${messageOf(e)}`, 'its native library is missing or of another platform', `reinstall it: ${install}`))
  }
}

const webgpu: Load = async (options) => {
  const path = findPackage(['@tensorflow/tfjs-backend-webgpu'], options)
  if (path === undefined) return left(problem('backend webgpu', 'expected the package @tensorflow/tfjs-backend-webgpu, found none', 'it is not installed with us', 'npm install @tensorflow/tfjs-backend-webgpu, or use --backend wasm'))
  if (typeof navigator === 'undefined' || !('gpu' in navigator)) return left(problem('backend webgpu', 'expected navigator.gpu, found none', 'this JavaScript engine has no WebGPU', 'run where WebGPU is, or use --backend wasm'))
  return right(require(path))
}

/** The three binaries lie beside the package's main file. */
const wasm: Load = async () => {
  const backend = await import('@tensorflow/tfjs-backend-wasm')
  backend.setWasmPaths(fileURLToPath(new URL('.', pathToFileURL(require.resolve('@tensorflow/tfjs-backend-wasm')))))
  return right(backend)
}

const loads: { readonly [B in BackendName]: Load } = {
  cpu: async () => right(await import('@tensorflow/tfjs-backend-cpu')),
  wasm,
  webgpu,
  tensorflow
}

// ---------------------------------------------------------------------------
// opening
// ---------------------------------------------------------------------------

export const openTfjs = (name: BackendName, options: OpenOptions = {}): OpenExecutor<TfjsBuffer> => async () => {
  const { env, setBackend } = await import('@tensorflow/tfjs-core')
  // without it tfjs greets on standard error
  env().set('PROD', true)
  const loaded = await loads[name](options)
  if (loaded._tag === 'Left') return loaded
  const refused = (why: string): Either<Problem, never> => left(problem(`backend ${name}`, `tfjs cannot start ${name}`, why, 'use another backend: --backend wasm or --backend cpu'))
  try {
    if (!(await setBackend(name))) return refused('its initialisation failed')
  } catch (e) {
    return refused(messageOf(e))
  }
  const { makeTfjsExecutor } = await import('./TfjsExecutor.ts')
  return right(makeTfjsExecutor(name))
}
