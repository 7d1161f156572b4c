/**
 * Opens one backend, says what it runs on, and exits with 0; or says what is missing, and exits
 * with 1.
 */
import { findBackend } from '@tensorflow/tfjs-core'
import { showProblem } from '../../src/ir/Problem.ts'
import { openTfjs } from '../../src/runtime/tfjs/OpenTfjs.ts'
import { backendsUnderTest, searchFrom } from '../support/Backends.ts'

const property = (x: unknown, name: string): unknown =>
  typeof x === 'object' && x !== null && name in x ? Reflect.get(x, name) : undefined

const device = (backend: string): string => {
  const opened: unknown = findBackend(backend)
  const info = property(opened, 'adapterInfo')
  return backend === 'webgpu'
    ? `adapter ${String(property(info, 'vendor'))}, ${String(property(info, 'architecture'))}`
    : property(opened, 'isUsingGpuDevice') === true
      ? 'a GPU'
      : 'the CPU'
}

for (const backend of backendsUnderTest) {
  const opened = await openTfjs(backend, { searchFrom })()
  process.stdout.write(
    opened._tag === 'Left'
      ? `${showProblem(opened.left)}\n`
      : `${opened.right.name} on ${device(backend)}\n`
  )
  process.exitCode = opened._tag === 'Left' ? 1 : 0
}
