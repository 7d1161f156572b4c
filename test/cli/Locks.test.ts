/** Locks: files whose names say whose they are, of which those of processes that are gone are none. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Processes } from '../../src/cli/Processes.ts'
import { nodeProcesses } from '../../src/cli/Processes.ts'
import { farrier, oneProcess, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const nothing = new Uint8Array()
const world = (locks: ReadonlyArray<string> = []) =>
  memoryFileSystem({
    files: {
      ...toyImages('/data'),
      ...Object.fromEntries(locks.map((path) => [path, nothing]))
    }
  })
const here = (running: ReadonlyArray<number>): Processes => ({
  ...oneProcess,
  stateOf: ({ pid, host }) =>
    host !== 'test' ? 'elsewhere' : running.includes(pid) ? 'running' : 'gone'
})

test('a process that trains is named, here or on another machine', async () => {
  const of = async (lock: string) => {
    const files = world([lock])
    const { code, err } = await farrier({ files, processes: here([7]) })(...trainWords('/run'))
    expect(code).toBe(1)
    expect([...files.contents.keys()].filter((path) => path.startsWith('/run'))).toEqual([lock])
    return err
  }
  expect(await of('/run/training.7.99.test.lock')).toMatch(
    /^\/run: process 7 is training into this folder\n.*\n {2}try: wait for it, or give another folder/
  )
  const elsewhere = await of('/run/training.7.99.a%20b.lock')
  expect(elsewhere).toMatch(
    /^\/run: process 7 on a b is training into this folder, or was cut off while it did\n/
  )
  expect(elsewhere).toContain('if it does not, remove /run/training.7.99.a%20b.lock\n')
})

test('the lock of one that is gone is removed; what is no lock stays', async () => {
  const files = world(['/run/training.8.99.test.lock', '/run/training.x.lock', '/run/notes.lock'])
  const { code } = await farrier({ files, processes: here([7]) })(...trainWords('/run'))
  expect(code).toBe(0)
  expect([...files.contents.keys()].filter((path) => path.endsWith('.lock'))).toEqual([
    '/run/training.x.lock',
    '/run/notes.lock'
  ])
})

test('of two that come at once at most one trains, however their steps fall', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 40, maxLength: 60 }), async (turns) => {
      const files = memoryFileSystem({ files: toyImages('/data') })
      const order = [...turns]
      /** Waits, before each of its operations on files, until it is its turn. */
      const inTurns = (isFirst: boolean) => {
        const wait = async (): Promise<void> => {
          for (let k = 0; order.length > 0 && order[0] !== isFirst && k < 20; k++)
            await new Promise((go) => setImmediate(go))
          order.shift()
        }
        return {
          ...files,
          append: (path: string, bytes: Uint8Array) => () =>
            wait().then(() => files.append(path, bytes)()),
          list: (path: string) => () => wait().then(() => files.list(path)())
        }
      }
      const process = (pid: number): Processes => ({
        ...here([1, 2]),
        self: { pid, started: '1', host: 'test' }
      })
      const train = (pid: number) =>
        farrier({ files: inTurns(pid === 1), processes: process(pid) })(
          ...trainWords('/run', '--force', '--epochs', '1')
        )
      const [a, b] = await Promise.all([train(1), train(2)])
      for (const { code, err } of [a, b])
        if (code !== 0) expect(err).toMatch(/^\/run: (process \d is training|another run was)/)
      expect([...files.contents.keys()].filter((path) => path.endsWith('.lock'))).toEqual([])
    }),
    { numRuns: 20 }
  )
})

test('an output is locked and looked at before anything is measured', async () => {
  const files = world()
  await farrier({ files })(...trainWords('/run'))
  const press = (out: string, processes = oneProcess) =>
    farrier({ files, processes })('press', '/run', '--out', out, '--backend', 'cpu')
  expect((await press('/run')).err).toMatch(/^\/run: expected a file, found a folder\n/)
  await files.writeWhole('/net.farrier.7.1.test.lock', nothing)()
  expect((await press('/net.farrier', here([7]))).err).toMatch(
    /^\/net.farrier: process 7 is writing this file\n/
  )
  const full = memoryFileSystem({
    files: Object.fromEntries(files.contents),
    fail: (operation, path) =>
      operation === 'append' && path.startsWith('/net')
        ? { where: path, what: 'permission denied', why: '', try: '' }
        : undefined
  })
  const { err } = await farrier({ files: full })('press', '/run', '--out', '/net')
  expect(err).toMatch(/^\/net: permission denied\n/)
})

test('this process runs, one of its number that began at another time does not', () => {
  const { self, stateOf } = nodeProcesses
  expect(stateOf(self)).toBe('running')
  expect(stateOf({ ...self, host: 'elsewhere' })).toBe('elsewhere')
  expect(stateOf({ ...self, pid: 2 ** 30 })).toBe('gone')
  if (self.started !== '0') expect(stateOf({ ...self, started: `${self.started}1` })).toBe('gone')
})
