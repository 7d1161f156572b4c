/** The file system of Node, from the few functions of `node:fs/promises` that it needs. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../ir/Problem.ts'
import { codeOf, fileProblem, isMissing } from './FileProblem.ts'
import type { FileSystem } from './FileSystem.ts'

/**
 * An open file. `writeFile` writes all the bytes, behind those that are there; `sync` returns when
 * the disk has them; `truncate` leaves so many.
 */
export interface OpenFile {
  readonly writeFile: (bytes: Uint8Array) => Promise<void>
  readonly stat: () => Promise<{ readonly size: number }>
  readonly truncate: (length: number) => Promise<void>
  readonly sync: () => Promise<void>
  readonly close: () => Promise<void>
}

/** What is used of `node:fs/promises`; each rejects with an error that has a `code`. */
export interface FileFunctions {
  readonly readFile: (path: string) => Promise<Uint8Array>
  readonly readChunks: (path: string) => AsyncIterable<Uint8Array>
  readonly openToWrite: (path: string) => Promise<OpenFile>
  readonly openToAppend: (path: string) => Promise<OpenFile>
  /** Returns when the disk has the names in a folder, where a system can say so. */
  readonly syncFolder: (folder: string) => Promise<void>
  readonly rename: (from: string, to: string) => Promise<void>
  /** No error if it is not there. */
  readonly remove: (path: string) => Promise<void>
  readonly access: (path: string) => Promise<void>
  readonly readdir: (path: string) => Promise<ReadonlyArray<string>>
  /** In a folder that is there; false if it was there already. */
  readonly mkdir: (path: string) => Promise<boolean>
}

/**
 * Where bytes wait until they are complete: in the same folder, hence on the same disk, so that
 * `rename` is one step.
 */
export const partialPath = (path: string): string => `${path}.partial`

/** The folder that a file or folder lies in. */
const folderOf = (path: string): string => {
  const at = path.replace(/\/+$/, '').lastIndexOf('/')
  return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at)
}

const writeThenRename = async (
  functions: FileFunctions,
  path: string,
  bytes: Uint8Array
): Promise<void> => {
  const partial = partialPath(path)
  const file = await functions.openToWrite(partial)
  try {
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await functions.rename(partial, path)
    await functions.syncFolder(folderOf(path))
  } catch (error) {
    // The first error is the one to tell; that the rest cannot be removed either adds nothing.
    await functions.remove(partial).catch(() => undefined)
    throw error
  }
}

/** The chunks, and the error that ends them as a value. */
async function* caught(
  chunks: AsyncIterable<Uint8Array>,
  path: string
): AsyncGenerator<E.Either<Problem, Uint8Array>> {
  try {
    for await (const chunk of chunks) yield E.right(chunk)
  } catch (error) {
    yield E.left(fileProblem(path)(error))
  }
}

/** Where not all bytes can be added, none is. */
const appendOrNot = async (
  functions: FileFunctions,
  path: string,
  bytes: Uint8Array
): Promise<void> => {
  const file = await functions.openToAppend(path)
  try {
    const { size } = await file.stat()
    try {
      await file.writeFile(bytes)
      await file.sync()
    } catch (error) {
      await file.truncate(size).catch(() => undefined)
      throw error
    }
    if (size === 0) await functions.syncFolder(folderOf(path))
  } finally {
    await file.close()
  }
}

/**
 * A folder with its parents; the names of those that were made are on the disk afterwards. Not by Node's
 * own `recursive`: where a system refuses a name in a folder that is there (/proc), that asks again for
 * ever.
 */
const makeFolders = async (functions: FileFunctions, folder: string): Promise<void> => {
  const parent = folderOf(folder)
  const made = await functions.mkdir(folder).catch(async (error: unknown) => {
    // the folder of '.' is '.': it may be gone
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error
    await makeFolders(functions, parent)
    return functions.mkdir(folder)
  })
  if (made) await functions.syncFolder(parent)
}

/** A file system from these functions. */
export const fileSystemOf = (functions: FileFunctions): FileSystem => ({
  read: (path) => TE.tryCatch(() => functions.readFile(path), fileProblem(path)),
  chunks: (path) => caught(functions.readChunks(path), path),
  writeWhole: (path, bytes) =>
    TE.tryCatch(() => writeThenRename(functions, path, bytes), fileProblem(path, 'writing')),
  append: (path, bytes) =>
    TE.tryCatch(() => appendOrNot(functions, path, bytes), fileProblem(path, 'writing')),
  exists: (path) =>
    TE.tryCatch(
      () =>
        functions.access(path).then(
          () => true,
          (error: unknown) => (isMissing(error) ? false : Promise.reject(error))
        ),
      fileProblem(path)
    ),
  list: (folder) =>
    pipe(
      TE.tryCatch(() => functions.readdir(folder), fileProblem(folder)),
      TE.map((names) => [...names].sort())
    ),
  makeFolder: (folder) => TE.tryCatch(() => makeFolders(functions, folder), fileProblem(folder)),
  remove: (path) =>
    TE.tryCatch(async () => {
      await functions.remove(path)
      await functions.syncFolder(folderOf(path))
    }, fileProblem(path))
})

/** Asked for, not imported: a page has none, and whatever bundles a page would look for it. */
const node = (): typeof import('node:fs/promises') => {
  const found = globalThis.process?.getBuiltinModule('node:fs/promises')
  if (found === undefined)
    throw new Error('a page reads files that are served beside it: `servedFiles`')
  return found
}

const chunkBytes = 2 ** 14

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await node().open(path, 'r')
  const chunk = new Uint8Array(chunkBytes)
  try {
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunkBytes)
      if (bytesRead === 0) return
      yield chunk.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** What a system answers that opens no folder (Windows) or syncs none (some network disks). */
const cannotSync = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'EBADF', 'ENOTSUP', 'ENOSYS']

/** Where a system cannot do it, names are as safe as it makes them. */
const syncFolder = async (folder: string): Promise<void> => {
  try {
    const opened = await node().open(folder, 'r')
    await opened.sync().finally(() => opened.close())
  } catch (error) {
    if (!cannotSync.includes(codeOf(error))) throw error
  }
}

const makeOne = async (path: string): Promise<boolean> => {
  try {
    await node().mkdir(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await node().stat(path)).isDirectory()) return false
    throw error
  }
}

/** The files of this machine. */
export const nodeFileSystem: FileSystem = fileSystemOf({
  // A plain view: Node's Buffer has a `slice` that shares memory, where that of Uint8Array copies.
  readFile: async (path) => {
    const buffer = await node().readFile(path)
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  },
  readChunks: fileChunks,
  openToWrite: async (path) => node().open(path, 'w'),
  openToAppend: async (path) => node().open(path, 'a'),
  syncFolder,
  rename: async (from, to) => node().rename(from, to),
  remove: async (path) => node().rm(path, { force: true }),
  access: async (path) => node().access(path),
  readdir: async (path) => node().readdir(path),
  mkdir: makeOne
})
