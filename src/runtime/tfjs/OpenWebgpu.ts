/**
 * Makes tfjs's WebGPU backend loadable under Node, where WebGPU itself comes from the package
 * `webgpu`, which is Dawn, the implementation inside Chromium.
 *
 * @since 0.1.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import { findPackage, fileUrl, here, messageOf, type OpenOptions } from '../Packages.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

interface Gpu {
  readonly requestAdapter: () => Promise<unknown>
}
/**
 * What the package `webgpu` gives: the classes a browser has as globals, and the maker of
 * `navigator.gpu`.
 */
interface Dawn {
  readonly create: (options: ReadonlyArray<string>) => Gpu
  readonly globals: object
}

const isGpu = (x: unknown): x is Gpu => typeof x === 'object' && x !== null && 'requestAdapter' in x
const isDawn = (x: unknown): x is Dawn =>
  typeof x === 'object' &&
  x !== null &&
  'create' in x &&
  typeof x.create === 'function' &&
  'globals' in x

// ---------------------------------------------------------------------------
// refusals
// ---------------------------------------------------------------------------

const install = 'npm install @tensorflow/tfjs-backend-webgpu webgpu, or use --backend wasm'

const missing = (name: string): Problem =>
  problem(
    'backend webgpu',
    `expected the package ${name}, found none`,
    'tfjs’s WebGPU backend, and WebGPU itself under Node, are not installed with us',
    install
  )

const noAdapter: Problem = problem(
  'backend webgpu',
  'expected a graphics adapter, found none',
  'WebGPU runs on a driver of Vulkan, Metal or Direct3D 12, and none answers here (on ' +
    'Linux the loader libvulkan.so.1 is needed as well)',
  'install the driver (Debian: mesa-vulkan-drivers, or NVIDIA’s, and libvulkan1), see ' +
    'docs/guide/backends.md, or use --backend wasm'
)

// ---------------------------------------------------------------------------
// opening
// ---------------------------------------------------------------------------

const engineGpu = (): Gpu | undefined =>
  typeof navigator !== 'undefined' && 'gpu' in navigator && isGpu(navigator.gpu)
    ? navigator.gpu
    : undefined

/** What the engine lacks, from Dawn; the classes are globals from here on. */
const dawnGpu = async (options: OpenOptions): Promise<Either<Problem, Gpu>> => {
  const path = findPackage(['webgpu'], options)
  if (path === undefined) return left(missing('webgpu'))
  try {
    const dawn: unknown = await import(/* @vite-ignore */ /* webpackIgnore: true */ fileUrl(path))
    if (!isDawn(dawn))
      return left(
        problem(
          'backend webgpu',
          `${path} is not WebGPU for Node`,
          'it has no `create` and `globals`',
          install
        )
      )
    Object.assign(globalThis, dawn.globals)
    return right(dawn.create([]))
  } catch (e) {
    return left(
      problem(
        'backend webgpu',
        `${path} does not load: ${messageOf(e)}`,
        'its native library is missing or of another platform',
        `reinstall it: ${install}`
      )
    )
  }
}

/** Ready to be made the active backend, or what is missing. */
export const loadWebgpu = async (options: OpenOptions): Promise<Either<Problem, unknown>> => {
  const path = findPackage(['@tensorflow/tfjs-backend-webgpu'], options)
  if (path === undefined) return left(missing('@tensorflow/tfjs-backend-webgpu'))
  const own = engineGpu()
  const gpu = own === undefined ? await dawnGpu(options) : right(own)
  if (gpu._tag === 'Left') return gpu
  // tfjs would go on with the null and stumble over it
  const adapter = await gpu.right.requestAdapter().catch(() => null)
  if (adapter === null) return left(noAdapter)
  if (own === undefined)
    Object.defineProperty(navigator, 'gpu', { value: gpu.right, configurable: true })
  return right(here()(path))
}
