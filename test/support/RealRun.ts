/** The command line as processes of this machine, on a small model in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../../bin/farrier.js', import.meta.url))

/** A straight line through 24 points: an epoch is recorded every 100 steps. */
const model = `
  import { pipe } from 'fp-ts/lib/function.js'
  import { add, data, halfNormal, mul, normal, observe, plate, program, sample } from 'farrier'
  const rows = plate('rows')
  export default pipe(program,
    data('x', [rows]),
    sample('slope', normal(0, 5)),
    sample('noise', halfNormal(2)),
    observe('y', ({ x, slope, noise }) => normal(pipe(x, mul(slope), add(1)), noise)))`

const table = Array.from({ length: 24 }, (_, i) => `${i / 8},${1 + i / 4 + Math.sin(i)}`)

export interface Ended {
  /** As a shell has it: 128 and its number where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Once what it says holds such a text. */
  readonly says: (text: string) => Promise<void>
}

export interface RealFolder {
  readonly folder: string
  /** `node`: its options. Each process is of a group of its own. */
  readonly start: (words: ReadonlyArray<string>, node?: ReadonlyArray<string>) => Running
  readonly run: (...words: ReadonlyArray<string>) => Promise<Ended>
  readonly names: (inside: string) => ReadonlyArray<string>
  readonly bytes: (path: string) => Buffer
  readonly remove: () => void
}

const follow = (child: ChildProcess): Running => {
  const said = { out: '', err: '' }
  const waiting = new Set<() => void>()
  const hear = (part: 'out' | 'err') => (chunk: Buffer) => {
    said[part] += chunk.toString()
    for (const look of waiting) look()
  }
  child.stdout?.on('data', hear('out'))
  child.stderr?.on('data', hear('err'))
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...said }))
  })
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!said.err.includes(text) && !said.out.includes(text)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
      void ended.then(({ err }) => reject(new Error(`it ended: ${err}`)))
    })
  return { child, ended, says }
}

/** With `m.ts` and `t.csv`; `remove` takes it away. */
export const realFolder = (): RealFolder => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-real-'))
  mkdirSync(join(folder, 'runs'))
  writeFileSync(join(folder, 'm.ts'), model)
  writeFileSync(join(folder, 't.csv'), `x,y\n${table.join('\n')}\n`)
  const start: RealFolder['start'] = (words, node = []) =>
    follow(spawn(process.execPath, [...node, launcher, ...words], { cwd: folder, detached: true }))
  return {
    folder,
    start,
    run: (...words) => start(words).ended,
    names: (inside) => readdirSync(join(folder, inside)).sort(),
    bytes: (path) => readFileSync(join(folder, path)),
    remove: () => rmSync(folder, { recursive: true, force: true })
  }
}

/** Words that train so many steps, on one thread. */
export const realTraining = (out: string, steps: number): ReadonlyArray<string> =>
  `train m.ts --data t.csv --out ${out} --steps ${steps} --threads 1`.split(' ')
