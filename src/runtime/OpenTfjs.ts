/**
 * Makes a backend of tfjs ready. Its packages are loaded here and only here, when asked for.
 *
 * @since 0.1.0
 */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../ir/Problem.ts'
import type { BackendName, OpenExecutor, TfjsBuffer } from './Executor.ts'
import { loadWebgpu } from './OpenWebgpu.ts'
import { findPackage, messageOf, type OpenOptions, here } from './Packages.ts'

export type { OpenOptions } from './Packages.ts'

type Load = (options: OpenOptions) => Promise<Either<Problem, unknown>>

// ---------------------------------------------------------------------------
// packages
// ---------------------------------------------------------------------------

/** tfjs-node 4 asks for two functions of `util`: Node 23 has dropped one and warns of the other. */
const restoreUtil = (): void => {
  const util: object = here('node:util')
  const wanted = { isNullOrUndefined: (x: unknown) => x === null || x === undefined, isArray: Array.isArray }
  for (const [name, value] of Object.entries(wanted)) Object.defineProperty(util, name, { value, configurable: true, writable: true })
}

const tensorflow: Load = async (options) => {
  const path = findPackage(['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'], options)
  const install = 'npm install @tensorflow/tfjs-node (or @tensorflow/tfjs-node-gpu), or use --backend wasm'
  if (path === undefined) return left(problem('backend tensorflow', 'expected the package @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, found neither', 'this backend is the TensorFlow library, which is not installed with us', install))
  try {
    restoreUtil()
    return right(here(path))
  } catch (e) {
    return left(problem('backend tensorflow', `${path} does not load: ${messageOf(e)}`, 'its native library is missing or of another platform', `reinstall it: ${install}`))
  }
}

/** The three binaries lie beside the package's main file. */
const wasm: Load = async () => {
  const backend = await import('@tensorflow/tfjs-backend-wasm')
  backend.setWasmPaths(fileURLToPath(new URL('.', pathToFileURL(here.resolve('@tensorflow/tfjs-backend-wasm')))))
  return right(backend)
}

const loads: { readonly [B in BackendName]: Load } = {
  cpu: async () => right(await import('@tensorflow/tfjs-backend-cpu')),
  wasm,
  webgpu: loadWebgpu,
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
