/**
 * Cells in processes of their own: `farrier study … --cell` for each.
 *
 * @since 0.2.0
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { ownFile } from '../OwnFiles.ts'

const launcher = ownFile('bin/farrier.js')

/** Says that this process ends when the one that started it is gone. */
export const childMark = 'FARRIER_CHILD'

/** How often a child is looked after. */
const lookMs = 200

/** Another process of the command line: what it says comes line by line. */
export interface SelfRun {
  readonly words: ReadonlyArray<string>
  readonly hear: (line: string) => void
  /** Is it to save and end? */
  readonly isOver: () => boolean
}

/**
 * The command line again, as another process; its exit code. It saves and ends when it is asked to,
 * and when this process is gone, however that went: then the pipe that it reads from has an end.
 */
export const runSelf = ({ words, hear, isOver }: SelfRun): Promise<number> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [launcher, ...words], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, [childMark]: '1' },
      // Ctrl-C in a terminal is for this process to pass on: a second one would end the child at once
      detached: process.platform !== 'win32'
    })
    const look = setInterval(() => {
      if (isOver()) child.stdin.end()
    }, lookMs)
    const end = (code: number): void => {
      clearInterval(look)
      done(code)
    }
    createInterface({ input: child.stderr }).on('line', hear)
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => {
      hear(error.message)
      end(1)
    })
    child.on('close', (code) => end(code ?? 1))
  })

/** Of a process that another one started: asked to end when that one is gone. */
export const endWithParent = (): void => {
  if (process.env[childMark] === undefined) return
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'))
  process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'))
  process.stdin.resume()
  if ('unref' in process.stdin) process.stdin.unref()
}
