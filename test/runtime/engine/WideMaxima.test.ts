import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { withCompileCache } from '../../support/CompileCache.ts'

const source = new URL('../../../src/', import.meta.url).href
const hasPass = process.arch === 'x64' && Number(process.versions.node.split('.')[0]) >= 24

/**
 * Σ_c max or min over a and b of exp(a·b·c·x) at x = 0, which is the number of columns c, after so
 * many runs that the engine has compiled everything at its best. What was wrong was so at random.
 */
const wrongRuns = (columns: number, op: 'max' | 'min'): Promise<string> =>
  new Promise((resolve, reject) => {
    const program = `
    const { openExecutor } = await import('${source}runtime/index.ts')
    const { lowerOutputs, output } = await import('${source}lower/index.ts')
    const { iota, map, zip, reduce, ref } = await import('${source}expr/index.ts')
    const { prepare, runOnce } = await import('${source}inference/index.ts')
    const times = zip('mul'), x = ref('x', ['r'])
    const each = map('exp')(times(times(times(iota('a'), iota('b')), iota('c')), x))
    const sum = map('square')(reduce('sum', ['c'])(reduce('${op}', ['a', 'b'])(each)))
    const model = { axes: [], data: [{ name: 'x', axes: ['r'] }], observed: [], parameters: [], noise: [] }
    const plan = lowerOutputs(model, [output('m', sum, ['r'])], { consumed: [], noise: [] })
    const executor = (await openExecutor('wasm', { threads: 1 })()).right
    const sizes = new Map([['a', 100], ['b', 100], ['c', ${columns}], ['r', 2]])
    const prepared = prepare(executor, plan, sizes).right
    const data = new Map([['x', { axes: ['r'], sizes: [2], values: new Float32Array(2) }]])
    let wrong = 0
    for (let k = 0; k < 60; k++) {
      const found = await runOnce(executor, prepared, data, { seed: 0, step: 0 })
      if (found.get('m').values.some((v) => v !== ${columns} ** 2)) wrong++
    }
    console.log(wrong)`
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

it.skipIf(!hasPass).each([
  [68, 'max'],
  [100, 'max'],
  [100, 'min'],
  [104, 'min'],
  [132, 'max']
] as const)(
  '%i columns have their %s, however many vectors go down the rows',
  async (columns, op) => {
    expect(await wrongRuns(columns, op)).toBe('0\n')
  }
)
