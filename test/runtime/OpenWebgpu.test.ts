/** What `--backend webgpu` says where something is missing: packages made up in a folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadWebgpu } from '../../src/runtime/tfjs/OpenWebgpu.ts'

const folders: Array<string> = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** A folder whose node_modules has these packages, by the text of their main files. */
const folderWith = (packages: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-webgpu-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(packages)) {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true })
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), text)
  }
  return folder
}
const backend = { '@tensorflow/tfjs-backend-webgpu': 'module.exports = "loaded"' }
const opened = async (packages: Readonly<Record<string, string>>): Promise<unknown> =>
  loadWebgpu({ searchFrom: [folderWith(packages)] })

const isInstalled = (name: string): boolean => {
  try {
    return createRequire(import.meta.url).resolve(name) !== ''
  } catch {
    return false
  }
}

// who has installed an optional peer has another to be found first
describe.skipIf(isInstalled('webgpu') || isInstalled('@tensorflow/tfjs-backend-webgpu'))(
  'loadWebgpu',
  () => {
    it.each([
      ['no backend', {}, 'expected the package @tensorflow/tfjs-backend-webgpu, found none'],
      ['no WebGPU', backend, 'expected the package webgpu, found none'],
      ['another package of that name', { ...backend, webgpu: '' }, 'is not WebGPU for Node'],
      [
        'a package that does not load',
        { ...backend, webgpu: 'throw new Error("no library\\nat all")' },
        'does not load: no library'
      ],
      [
        'no adapter',
        {
          ...backend,
          webgpu:
            'module.exports = { globals: {}, create: () => ({ requestAdapter: async () => null }) }'
        },
        'expected a graphics adapter, found none'
      ]
    ])('says so where there is %s', async (_, packages, what) => {
      const found = await opened(packages)
      expect(found).toMatchObject({
        _tag: 'Left',
        left: { where: 'backend webgpu', what: expect.stringContaining(what) }
      })
      expect('gpu' in navigator).toBe(false)
    })

    it('makes the engine’s `navigator.gpu` of what answers, and loads the backend', async () => {
      const found = await opened({
        ...backend,
        webgpu:
          'module.exports = { globals: { GPUThing: 1 }, create: () => ({ requestAdapter: async () => ({}) }) }'
      })
      expect(found).toEqual({ _tag: 'Right', right: 'loaded' })
      expect('gpu' in navigator && 'GPUThing' in globalThis).toBe(true)
      Reflect.deleteProperty(navigator, 'gpu')
      Reflect.deleteProperty(globalThis, 'GPUThing')
    })
  }
)
