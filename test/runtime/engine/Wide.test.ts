import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { withCompileCache } from '../../support/CompileCache.ts'

const here = new URL('./', import.meta.url).href
const hasPass = process.arch === 'x64' && Number(process.versions.node.split('.')[0]) >= 24

/**
 * The bits of the large plan's outputs, summed up, after so many runs that the engine has compiled
 * everything at its best; `wide`: with pairs of vectors joined, and tiles for that.
 */
const checksum = (wide: boolean): Promise<string> =>
  new Promise((resolve, reject) => {
    const program = `
    import { setFlagsFromString } from 'node:v8'
    if (${wide}) setFlagsFromString('--experimental-wasm-revectorize')
    const { large, largeInputs } = await import('${here}LargePlan.ts')
    const { must, soloExecutor } = await import('${here}OnExecutor.ts')
    const executor = soloExecutor({ relaxedMadd: true, threads: false, wide: ${wide} })
    const { run } = must(executor.prepare(large))
    let outputs = new Map(), sum = 0
    for (let k = 0; k < 100; k++) {
      outputs.forEach(executor.release)
      const inputs = new Map(large.inputs.map((i) => [i.name, executor.upload(largeInputs.get(i.name), i.shape)]))
      outputs = run(inputs, { seed: 1, step: 0 })
      for (const i of large.inputs) if (!i.consumed) executor.release(inputs.get(i.name))
    }
    for (const [, buffer] of outputs) {
      const words = new Uint32Array((await executor.download(buffer)).buffer)
      for (const word of words) sum = (Math.imul(sum, 31) + word) | 0
    }
    console.log(sum)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: withCompileCache
    })
    let out = ''
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString()
    })
    child.on('error', reject)
    child.on('close', () => resolve(out))
  })

describe('wide vectors', () => {
  it.skipIf(!hasPass)('are joined by the engine without changing a bit', async () => {
    const [narrow, wide] = await Promise.all([checksum(false), checksum(true)])
    expect(narrow).toMatch(/^-?\d+\n$/)
    expect(wide).toBe(narrow)
  })
})
