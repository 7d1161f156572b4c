import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import type { FileFunctions, OpenFile } from '../../src/storage/NodeFileSystem.ts'
import { fileSystemOf, nodeFileSystem } from '../../src/storage/NodeFileSystem.ts'
import { type Problem, showProblem } from '../../src/ir/Problem.ts'

type Step =
  | 'readFile'
  | 'readChunks'
  | 'openToWrite'
  | 'writeFile'
  | 'sync'
  | 'close'
  | 'truncate'
  | 'rename'
  | 'syncFolder'
  | 'access'
  | 'readdir'
  | 'mkdir'

const failure = (code: string): Error => Object.assign(new Error(`${code}: something`), { code })

/** Functions over a map that note every call, and fail at one step with a code. */
const recordedFunctions = (failing?: Step, code = 'ENOSPC') => {
  const disk = new Map<string, Uint8Array>([['net', new Uint8Array([1])]])
  const calls: string[] = []
  const step = async (name: Step, path: string): Promise<void> => {
    calls.push(`${name} ${path}`)
    if (name === failing) throw failure(code)
  }
  const open = (path: string, before: Uint8Array): OpenFile => {
    disk.set(path, before)
    return {
      writeFile: async (bytes) => {
        disk.set(path, Uint8Array.of(...before, ...bytes.subarray(0, bytes.length >> 1))) // half of it, if it fails
        await step('writeFile', path)
        disk.set(path, Uint8Array.of(...before, ...bytes))
      },
      stat: async () => ({ size: before.length }),
      truncate: async (length) => {
        calls.push(`truncate ${path}`)
        disk.set(path, (disk.get(path) ?? before).subarray(0, length))
      },
      sync: () => step('sync', path),
      close: () => step('close', path)
    }
  }
  const functions: FileFunctions = {
    readFile: async (path) => {
      await step('readFile', path)
      return disk.get(path) ?? new Uint8Array()
    },
    async *readChunks(path) {
      await step('readChunks', path)
      yield disk.get(path) ?? new Uint8Array()
    },
    openToWrite: async (path) => {
      await step('openToWrite', path)
      return open(path, new Uint8Array())
    },
    openToAppend: async (path) => open(path, disk.get(path) ?? new Uint8Array()),
    syncFolder: (folder) => step('syncFolder', folder),
    rename: async (from, to) => {
      await step('rename', to)
      disk.set(to, disk.get(from) ?? new Uint8Array())
      disk.delete(from)
    },
    remove: async (path) => {
      calls.push(`remove ${path}`)
      disk.delete(path)
    },
    access: (path) => step('access', path),
    readdir: async (path) => {
      await step('readdir', path)
      return ['b', 'a']
    },
    mkdir: async (path) => {
      await step('mkdir', path)
      return false
    }
  }
  return { functions, disk, calls }
}

const recorded = (failing?: Step, code = 'ENOSPC') => {
  const { functions, ...noted } = recordedFunctions(failing, code)
  return { files: fileSystemOf(functions), ...noted }
}

describe('writing whole', () => {
  it('writes beside, waits for the disk, then renames', async () => {
    const { files, disk, calls } = recorded()
    expect(await files.writeWhole('net', new Uint8Array([2, 3]))()).toEqual(E.right(undefined))
    expect(calls).toEqual([
      'openToWrite net.partial',
      'writeFile net.partial',
      'sync net.partial',
      'close net.partial',
      'rename net',
      'syncFolder .'
    ])
    expect([...disk]).toEqual([['net', new Uint8Array([2, 3])]])
  })

  it('syncs the folder that the name is in', async () => {
    for (const [path, folder] of [
      ['/net', '/'],
      ['runs/a/net', 'runs/a'],
      ['/runs/net', '/runs']
    ] as const) {
      const { files, calls } = recorded()
      await files.writeWhole(path, new Uint8Array([2]))()
      expect(calls.at(-1)).toBe(`syncFolder ${folder}`)
    }
  })

  it.each<Step>(['openToWrite', 'writeFile', 'sync', 'close', 'rename'])(
    'leaves what was there, and nothing beside it, when the disk is full at %s',
    async (at) => {
      const { files, disk } = recorded(at)
      const result = await files.writeWhole('net', new Uint8Array([2, 3]))()
      expect(result).toMatchObject(E.left({ where: 'net', what: 'the disk is full' }))
      expect([...disk]).toEqual([['net', new Uint8Array([1])]])
    }
  )
})

describe('adding', () => {
  it('writes behind what is there and waits for the disk; the name of a new file too', async () => {
    const { files, disk, calls } = recorded()
    expect(await files.append('net', new Uint8Array([2, 3]))()).toEqual(E.right(undefined))
    expect(await files.append('a/new', new Uint8Array([4]))()).toEqual(E.right(undefined))
    expect(calls).toEqual([
      'writeFile net',
      'sync net',
      'close net',
      'writeFile a/new',
      'sync a/new',
      'syncFolder a',
      'close a/new'
    ])
    expect([...disk]).toEqual([
      ['net', new Uint8Array([1, 2, 3])],
      ['a/new', new Uint8Array([4])]
    ])
  })

  it.each<Step>(['writeFile', 'sync'])(
    'leaves what was there when the disk is full at %s',
    async (at) => {
      const { files, disk } = recorded(at)
      expect(await files.append('net', new Uint8Array([2, 3]))()).toMatchObject(
        E.left({ where: 'net', what: 'the disk is full' })
      )
      expect([...disk]).toEqual([['net', new Uint8Array([1])]])
    }
  )
})

describe('folders', () => {
  /** Functions that make a folder only in one that is there, and what they did. */
  const folders = (there: ReadonlyArray<string>) => {
    const made = new Set(there)
    const calls: string[] = []
    const inside = (path: string): string => path.replace(/\/+$/, '').replace(/[^/]+$/, '')
    const functions: FileFunctions = {
      ...recordedFunctions().functions,
      mkdir: async (path) => {
        const parent = inside(path).replace(/(.)\/+$/, '$1')
        const name = path.replace(/(.)\/+$/, '$1')
        if (made.has(name)) return false
        if (!made.has(parent === '' ? '.' : parent)) throw failure('ENOENT')
        calls.push(`mkdir ${name}`)
        made.add(name)
        return true
      },
      syncFolder: async (path) => void calls.push(`sync ${path}`)
    }
    return { files: fileSystemOf(functions), made, calls }
  }

  test('the names of those that are made are on the disk', async () => {
    const { files, calls } = folders(['/', '/a'])
    await files.makeFolder('/a/b/c')()
    await files.makeFolder('/a')()
    expect(calls).toEqual(['mkdir /a/b', 'sync /a', 'mkdir /a/b/c', 'sync /a/b'])
  })

  test('of any names are made, parents first, each followed by its sync', async () => {
    const name = fc.constantFrom('a', 'b', 'run', '.x')
    const path = fc
      .tuple(fc.constantFrom('', '/'), fc.array(name, { minLength: 1, maxLength: 4 }))
      .map(([root, names]) => ({ root, names }))
    await fc.assert(
      fc.asyncProperty(path, fc.constantFrom('', '/'), async ({ root, names }, ending) => {
        const { files, calls } = folders([root === '' ? '.' : root])
        expect(await files.makeFolder(`${root}${names.join('/')}${ending}`)()).toEqual(
          E.right(undefined)
        )
        const upTo = (k: number): string => `${root}${names.slice(0, k).join('/')}`
        expect(calls).toEqual(
          names.flatMap((_, k) => [
            `mkdir ${upTo(k + 1)}`,
            `sync ${k === 0 ? root || '.' : upTo(k)}`
          ])
        )
      })
    )
  })

  test('that cannot be made are a problem, not a search without end', async () => {
    expect(await folders([]).files.makeFolder('a/b')()).toMatchObject(
      E.left({ what: 'no such file or folder' })
    )
  })
})

describe('error codes', () => {
  it.each([
    ['ENOENT', 'no such file or folder'],
    ['EACCES', 'permission denied'],
    ['EISDIR', 'expected a file, found a folder'],
    ['EROFS', 'the file system is read-only'],
    ['ESTRANGE', 'the file operation failed (ESTRANGE)']
  ])('%s is told as "%s"', async (code, what) => {
    const result = await recorded('readFile', code).files.read('runs/a/x')()
    expect(result).toMatchObject(E.left({ where: 'runs/a/x', what }))
    if (E.isLeft(result))
      expect(showProblem(result.left)).toMatch(/^runs\/a\/x: .+\n {2}why: .+\n {2}try: .+$/)
  })

  it('of a missing path is an answer of exists, any other a problem', async () => {
    expect(await recorded('access', 'ENOENT').files.exists('x')()).toEqual(E.right(false))
    expect(await recorded('access', 'ENOTDIR').files.exists('x')()).toEqual(E.right(false))
    expect(await recorded('access', 'EACCES').files.exists('x')()).toMatchObject(
      E.left({ what: 'permission denied' })
    )
    expect(await recorded().files.exists('x')()).toEqual(E.right(true))
  })

  it('of folders reach the caller, and lists are sorted', async () => {
    expect(await recorded('readdir', 'ENOTDIR').files.list('x')()).toMatchObject(
      E.left({ what: 'expected a folder, found a file' })
    )
    expect(await recorded('mkdir', 'EEXIST').files.makeFolder('x')()).toMatchObject(
      E.left({ where: 'x' })
    )
    expect(await recorded().files.list('x')()).toEqual(E.right(['a', 'b']))
  })
})

describe('on the disk', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farrier-files-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('makes folders, writes, replaces, reads and lists', async () => {
    const inner = join(folder, 'a', 'b')
    const file = join(inner, 'net')
    expect(await nodeFileSystem.exists(inner)()).toEqual(E.right(false))
    expect(await nodeFileSystem.makeFolder(inner)()).toEqual(E.right(undefined))
    expect(await nodeFileSystem.makeFolder(inner)()).toEqual(E.right(undefined))
    expect(await nodeFileSystem.writeWhole(file, new Uint8Array([1, 2, 3]))()).toEqual(
      E.right(undefined)
    )
    expect(await nodeFileSystem.writeWhole(file, new Uint8Array([9]))()).toEqual(E.right(undefined))
    expect(await nodeFileSystem.read(file)()).toEqual(E.right(new Uint8Array([9])))
    expect(await nodeFileSystem.append(file, new Uint8Array([8]))()).toEqual(E.right(undefined))
    expect(await nodeFileSystem.append(join(inner, 'new'), new Uint8Array([7]))()).toEqual(
      E.right(undefined)
    )
    expect(await nodeFileSystem.read(file)()).toEqual(E.right(new Uint8Array([9, 8])))
    expect(await nodeFileSystem.list(inner)()).toEqual(E.right(['net', 'new']))
  })

  it('reads a file in chunks, none of which is the whole, and stops where it is told to', async () => {
    const file = join(folder, 'long')
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251)
    await writeFile(file, bytes)
    const chunks = async (path: string, most = Infinity) => {
      const found: Array<E.Either<Problem, Uint8Array>> = []
      for await (const chunk of nodeFileSystem.chunks(path)) {
        found.push(
          pipe(
            chunk,
            E.map((bytes) => bytes.slice())
          )
        )
        if (found.length === most) break
      }
      return found
    }
    const parts = (await chunks(file)).flatMap((chunk) => (E.isRight(chunk) ? [chunk.right] : []))
    expect(Uint8Array.from(parts.flatMap((part) => [...part]))).toEqual(bytes)
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(100_000)
    expect(await chunks(file, 1)).toHaveLength(1)
    expect(await chunks(join(folder, 'none'))).toMatchObject([
      E.left({ what: 'no such file or folder' })
    ])
    expect(await chunks(folder)).toMatchObject([
      E.left({ what: 'expected a file, found a folder' })
    ])
  })

  it('makes a folder with its parents, and says so where the system refuses one', async () => {
    const deep = join(folder, 'a', 'b', 'c')
    expect(await nodeFileSystem.makeFolder(deep)()).toEqual(E.right(undefined))
    expect(await nodeFileSystem.makeFolder(`${deep}/`)()).toEqual(E.right(undefined))
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['c'])
    await writeFile(join(deep, 'file'), 'x')
    expect(await nodeFileSystem.makeFolder(join(deep, 'file'))()).toMatchObject(E.left({}))
    // Linux has no folder there, and Node's own `recursive` would never return
    if (process.platform === 'linux')
      expect(await nodeFileSystem.makeFolder('/proc/farrier/run')()).toMatchObject(
        E.left({ what: 'no such file or folder' })
      )
  })

  it('reports a missing file, a folder in place of a file and a file in place of a folder', async () => {
    const file = join(folder, 'file')
    await writeFile(file, 'x')
    expect(await nodeFileSystem.read(join(folder, 'none'))()).toMatchObject(
      E.left({ what: 'no such file or folder' })
    )
    expect(await nodeFileSystem.read(folder)()).toMatchObject(
      E.left({ what: 'expected a file, found a folder' })
    )
    expect(await nodeFileSystem.list(file)()).toMatchObject(
      E.left({ what: 'expected a folder, found a file' })
    )
    expect(await nodeFileSystem.writeWhole(folder, new Uint8Array([1]))()).toMatchObject(
      E.left({ where: folder })
    )
    expect(
      await readdir(join(folder, '..')).then((names) =>
        names.filter(
          (name) => folder.endsWith(name.replace('.partial', '')) && name.endsWith('.partial')
        )
      )
    ).toEqual([])
    expect(
      await nodeFileSystem.writeWhole(join(folder, 'none', 'net'), new Uint8Array([1]))()
    ).toMatchObject(E.left({ what: 'no such file or folder' }))
  })
})
