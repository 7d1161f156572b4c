/**
 * A file system in memory, with failures on request. Paths are texts; folders are remembered, and
 * `list` sees direct children.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { FileSystem } from '../../src/storage/FileSystem.ts'
import type { Problem } from '../../src/ir/Problem.ts'
import { problem } from '../../src/ir/Problem.ts'

export type Operation = keyof FileSystem

/** - `fail(operation, path)` the problem that this call ends in, or undefined to let it pass. */
export interface MemoryOptions {
  readonly files?: Readonly<Record<string, Uint8Array>>
  /** The length of a chunk; 64 KiB unless said. */
  readonly chunkBytes?: number
  readonly fail?: (operation: Operation, path: string) => Problem | undefined
}

/** A file system whose `contents` can be looked at: what is on the disk, by path. */
export interface MemoryFileSystem extends FileSystem {
  readonly contents: ReadonlyMap<string, Uint8Array>
}

/** The problem of a full disk. */
export const diskFull = (path: string): Problem =>
  problem(path, 'the disk is full', 'the file could not be written', 'free some space')

const missing = (path: string): E.Either<Problem, never> =>
  E.left(problem(path, 'no such file or folder', 'the path does not exist', 'check the spelling'))

const plain = (path: string): string => path.replace(/\/+$/, '')

export const memoryFileSystem = ({
  files = {},
  chunkBytes = 2 ** 16,
  fail = () => undefined
}: MemoryOptions = {}): MemoryFileSystem => {
  const contents = new Map(
    Object.entries(files).map(([path, bytes]) => [path, Uint8Array.from(bytes)])
  )
  const folders = new Set<string>()

  const act =
    <A>(operation: Operation, path: string, action: () => E.Either<Problem, A>) =>
    async (): Promise<E.Either<Problem, A>> => {
      const failure = fail(operation, path)
      return failure === undefined ? action() : E.left(failure)
    }

  const children = (folder: string): ReadonlyArray<string> => {
    const prefix = `${plain(folder)}/`
    const inside = [...contents.keys(), ...folders]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).split('/')[0] ?? '')
    return [...new Set(inside)].sort()
  }
  const isFolder = (path: string): boolean => folders.has(plain(path)) || children(path).length > 0

  return {
    contents,
    read: (path) =>
      act('read', path, () => {
        const bytes = contents.get(path)
        return bytes === undefined ? missing(path) : E.right(Uint8Array.from(bytes))
      }),
    async *chunks(path) {
      const bytes = contents.get(path)
      const failure = fail('chunks', path)
      if (failure !== undefined) yield E.left(failure)
      else if (bytes === undefined) yield missing(path)
      else
        for (let at = 0; at < bytes.length; at += chunkBytes)
          yield E.right(bytes.slice(at, at + chunkBytes))
    },
    writeWhole: (path, bytes) =>
      act('writeWhole', path, () => {
        contents.set(path, Uint8Array.from(bytes))
        return E.right(undefined)
      }),
    append: (path, bytes) =>
      act('append', path, () => {
        contents.set(path, Uint8Array.of(...(contents.get(path) ?? []), ...bytes))
        return E.right(undefined)
      }),
    exists: (path) => act('exists', path, () => E.right(contents.has(path) || isFolder(path))),
    list: (folder) =>
      act('list', folder, () => (isFolder(folder) ? E.right(children(folder)) : missing(folder))),
    makeFolder: (folder) =>
      act('makeFolder', folder, () => {
        folders.add(plain(folder))
        return E.right(undefined)
      }),
    remove: (path) =>
      act('remove', path, () => {
        contents.delete(path)
        return E.right(undefined)
      })
  }
}
