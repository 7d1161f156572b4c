/**
 * Model files whose code does more than give a model: one message each, exit code 1, no stack. Each
 * in a process of its own, as the command line is.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const launcher = fileURLToPath(new URL('../../bin/farrier.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'farrier-code-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const imports = "import { model, draw, observe, normal } from 'farrier'\n"
const good = `export default model(function* () {
  yield* observe('y', normal(yield* draw('a', normal(0, 1)), 1))
})\n`
const throwing = "{ toString() { throw new Error('inner') } }"

interface Case {
  readonly text: string
  /** What the message begins with. */
  readonly says: string
}

const refused: Readonly<Record<string, Case>> = {
  never: {
    text: 'await new Promise(() => undefined)\n',
    says: 'never.ts: this file awaits something that never comes'
  },
  exit: { text: 'process.exit(0)\n', says: 'exit.ts: this file ends the process' },
  rejected: {
    text: `${imports}Promise.reject(new Error('early'))\n${good}`,
    says: 'rejected.ts:2: what this file left behind threw: early'
  },
  thrown: {
    text: `throw ${throwing}\n`,
    says: 'thrown.ts: this file threw while it was imported: a value that cannot be shown'
  },
  bare: {
    text: 'throw Object.create(null)\n',
    says: 'bare.ts: this file threw while it was imported: a value that cannot be shown'
  },
  inside: {
    text: `${imports}export default model(function* () { throw ${throwing} })\n`,
    says: "inside.ts: the model: the model's own code threw a value that cannot be shown"
  },
  named: {
    text: `${imports}export default model(function* () { yield* draw(${throwing}, normal(0, 1)) })\n`,
    says: "named.ts: the model: the model's own code threw inner"
  },
  proxy: {
    text: "export default new Proxy({}, { has() { throw new Error('asked') } })\n",
    says: "proxy.ts: default export: the model's own code threw asked"
  },
  // its own timer outlives the file, and fails while the model is fitted
  late: {
    text: `${imports}setTimeout(() => { Promise.reject(new Error('too late')) }, 5)\n${good}`,
    says: 'late.ts:2: what this file left behind threw: too late'
  }
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Killed once it has said what `until` matches, or after 50 s. */
const farrier = (words: ReadonlyArray<string>, until?: RegExp): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, ...words], { cwd: folder, timeout: 50_000 })
    const said = { out: '', err: '' }
    child.stdout.on('data', (text) => {
      said.out += text
    })
    child.stderr.on('data', (text) => {
      said.err += text
      if (until?.test(said.err) === true) child.kill('SIGKILL')
    })
    child.on('close', (code) => resolve({ code, ...said }))
  })

describe('a model file', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'y.csv'), 'y\n1\n')
    Object.entries(refused).forEach(([name, { text }]) =>
      writeFileSync(join(folder, `${name}.ts`), text)
    )
  })
  test.each(Object.keys(refused))('%s', async (name) => {
    const train = ['--data', 'y.csv', '--out', `run-${name}`, '--steps', '1000000']
    const { code, out, err } = await farrier(['train', `${name}.ts`, ...train])
    expect(err).not.toMatch(/^\s+at .*:\d+:\d+/m)
    // on a busy machine reading takes longer than it should, which is said, too
    const message = err
      .trimEnd()
      .split('\n')
      .filter((line) => !line.includes('still being read after 2 s'))
      .slice(-3)
    expect({ code, out, message }).toEqual({
      code: 1,
      out: '',
      message: [
        expect.stringContaining(refused[name]?.says ?? '?'),
        expect.stringMatching(/^ {2}why: ./),
        expect.stringMatching(/^ {2}try: ./)
      ]
    })
  })

  test('that does not come to its end is named while it is read', async () => {
    writeFileSync(join(folder, 'loop.ts'), 'for (;;);\n')
    const { err } = await farrier(['explain', 'loop.ts'], /\n/)
    expect(err).toBe('loop.ts: still being read after 2 s; Ctrl-C ends it\n')
  })
  test('that leaves a timer behind does not keep the command', async () => {
    writeFileSync(join(folder, 'timer.ts'), `${imports}setInterval(() => undefined, 1000)\n${good}`)
    const { code, out } = await farrier(['explain', 'timer.ts', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toHaveProperty('stages')
  })
})
