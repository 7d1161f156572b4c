import { createRequire } from 'node:module'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, it, vi } from 'vitest'
import { executorNames, openExecutor, withExecutor } from '../../src/runtime/OpenExecutor.ts'

const isInstalled = (name: string): boolean => {
  try {
    return createRequire(import.meta.url).resolve(name) !== ''
  } catch {
    return false
  }
}

describe('openExecutor', () => {
  const missing = [
    ['tensorflow', '@tensorflow/tfjs-node'],
    ['webgpu', '@tensorflow/tfjs-backend-webgpu']
  ] as const
  // who has installed an optional peer has nothing to be told
  for (const [name, wanted] of missing)
    it.skipIf(isInstalled(wanted))(
      `says how to get ${name} where it is not installed`,
      async () => {
        const opened = await openExecutor(name, { searchFrom: ['/'] })()
        if (!isLeft(opened)) throw new Error('opened')
        expect(opened.left.where).toBe(`backend ${name}`)
        expect(opened.left.try).toContain(`npm install ${wanted}`)
      }
    )

  it('prints nothing', async () => {
    const spies = (['log', 'warn', 'error', 'info'] as const).map((m) =>
      vi.spyOn(console, m).mockImplementation(() => undefined)
    )
    for (const name of ['cpu', 'tfjs-wasm', 'wasm'] as const) {
      const found = await withExecutor(name)(async (executor) => {
        const buffer = executor.upload(Float32Array.of(1, 2), [2])
        const back = await executor.download(buffer)
        executor.release(buffer)
        return back
      })()
      if (isLeft(found)) throw new Error(found.left.what)
      expect([...(await found.right)]).toEqual([1, 2])
    }
    expect(spies.map((s) => s.mock.calls.length)).toEqual([0, 0, 0, 0])
    for (const s of spies) s.mockRestore()
  })

  it('keeps what was uploaded apart from the caller’s array', async () => {
    for (const name of ['cpu', 'tfjs-wasm', 'wasm', 'reference'] as const) {
      const found = await withExecutor(name)(async (executor) => {
        const values = Float32Array.of(1, 2)
        const buffer = executor.upload(values, [2])
        values[0] = 9
        const back = await executor.download(buffer)
        executor.release(buffer)
        return back
      })()
      if (isLeft(found)) throw new Error(found.left.what)
      expect([...(await found.right)]).toEqual([1, 2])
    }
  })

  it('names executors as they are printed', async () => {
    expect(executorNames).toEqual(['wasm', 'tfjs-wasm', 'cpu', 'tensorflow', 'webgpu', 'reference'])
    expect(await withExecutor('tfjs-wasm')((e) => e.name)()).toEqual({
      _tag: 'Right',
      right: 'tfjs/wasm'
    })
    expect(await withExecutor('wasm', { threads: 1 })((e) => e.name)()).toEqual({
      _tag: 'Right',
      right: 'wasm'
    })
  })
})
