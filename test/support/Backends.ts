/**
 * The backends of tfjs under test: cpu and wasm, or the one that `npm run test:tensorflow` and
 * `npm run test:webgpu` name by FARRIER_BACKEND. FARRIER_TFJS_NODE and FARRIER_WEBGPU are folders
 * whose node_modules hold the packages that do not come with us.
 */
import { resolve } from 'node:path'
import { env } from '@tensorflow/tfjs-core'
import type { BackendName, Executor, TfjsBuffer } from '../../src/runtime/Executor.ts'
import { openTfjs } from '../../src/runtime/tfjs/OpenTfjs.ts'

const all: ReadonlyArray<BackendName> = ['cpu', 'wasm', 'webgpu', 'tensorflow']
const asked = process.env['FARRIER_BACKEND']

export const backendsUnderTest: ReadonlyArray<BackendName> =
  asked === undefined ? ['cpu', 'wasm'] : all.filter((b) => b === asked)

export const searchFrom: ReadonlyArray<string> = ['FARRIER_TFJS_NODE', 'FARRIER_WEBGPU']
  .flatMap((name) => process.env[name] ?? [])
  .map((folder) => resolve(folder))

export const openBackend = async (name: BackendName): Promise<Executor<TfjsBuffer>> => {
  const opened = await openTfjs(name, { searchFrom })()
  if (opened._tag === 'Left') throw new Error(`${opened.left.what}: ${opened.left.try}`)
  // small arrays would be computed on the CPU otherwise
  if (name === 'webgpu') env().set('WEBGPU_CPU_FORWARD', false)
  return opened.right
}
