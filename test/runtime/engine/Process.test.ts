import { spawn } from 'node:child_process'
import { describe, it } from 'vitest'

const source = new URL('../../../src/', import.meta.url).href

/** A program on two threads, in a process of its own: its exit code and what it printed. */
const run = (
  body: string
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> =>
  new Promise((resolve, reject) => {
    const program = `
    import { openWasm } from '${source}runtime/engine/OpenWasm.ts'
    const opened = await openWasm({ threads: 2, onWarning: (p) => console.log('warning: ' + p.what) })()
    if (opened._tag === 'Left') throw new Error(opened.left.what)
    const executor = opened.right, n = 100_000
    const plan = {
      instructions: [
        { id: 0, shape: [n], operation: { _tag: 'Input', name: 'x' }, site: '' },
        { id: 1, shape: [n], operation: { _tag: 'Map', op: 'square', x: 0 }, site: '' }
      ],
      inputs: [{ name: 'x', axes: [], shape: [n], id: 0, consumed: true }],
      outputs: [{ name: 'x', id: 1, shape: [n], axes: [] }],
      lastUses: [[], []]
    }
    const { run } = executor.prepare(plan).right
    let x = executor.upload(new Float32Array(n).fill(1), [n])
    const step = () => { x = run(new Map([['x', x]]), { seed: 1, step: 0 }).get('x') }
    for (let k = 0; k < 20; k++) { step(); await new Promise((resolve) => { setTimeout(resolve, 5) }) }
    ${body}`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 50_000,
      killSignal: 'SIGKILL'
    })
    let out = '',
      err = ''
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString()
    })
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })

describe.concurrent('a program with workers', () => {
  it('ends by itself when it has nothing more to do', async ({ expect }) => {
    expect(
      await run('console.log(executor.name, (await executor.download(x)).every((v) => v === 1))')
    ).toEqual({ code: 0, out: 'wasm, 2 threads true\n', err: '' })
  })

  it('that throws ends with what it threw', async ({ expect }) => {
    const { code, err } = await run("throw new Error('enough')")
    expect(code).toBe(1)
    expect(err).toContain('Error: enough')
  })

  it('that exits in the middle of its runs ends', async ({ expect }) => {
    expect(
      await run(
        'setTimeout(() => process.exit(3), 20); for (;;) { step(); await new ' +
          'Promise((resolve) => { setImmediate(resolve) }) }'
      )
    ).toEqual({ code: 3, out: '', err: '' })
  })

  it('goes on alone where a worker fails, and says so once', async ({ expect }) => {
    // a memory without the words that a worker looks at: it cannot join
    const lost = `
      const { openMembers } = await import('${source}runtime/engine/threads/Members.ts')
      let lost = 0
      const members = await openMembers(1, () => { lost++ })
      members[0].post({ memory: { buffer: new ArrayBuffer(8) }, orders: 4096, index: 1 })
      while (lost === 0) await new Promise((resolve) => { setTimeout(resolve, 5) })
      step()
      console.log(lost, (await executor.download(x)).every((v) => v === 1))`
    expect(await run(lost)).toEqual({ code: 0, out: '1 true\n', err: '' })
  })
})
