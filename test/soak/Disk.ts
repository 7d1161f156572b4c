/**
 * A disk in memory that knows what would be left of it: at every call and at every byte of a write,
 * after a process was killed (all that was written), and after the power went (what was synced).
 */
import type { FileFunctions, OpenFile } from '../../src/storage/NodeFileSystem.ts'

// model

/** A file behind its name; `synced` is what the disk has for certain. */
interface Inode {
  bytes: Uint8Array
  synced: Uint8Array
}

/** What changes a disk, call by call. */
export type Change =
  | {
      readonly kind: 'open' | 'extend' | 'sync' | 'remove' | 'mkdir' | 'folder'
      readonly path: string
    }
  | { readonly kind: 'write'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly path: string; readonly length: number }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }

export interface Disk {
  readonly names: Map<string, Inode>
  /** The names that the disk has for certain. */
  readonly durable: Map<string, Inode>
  readonly folders: Set<string>
}

export type Files = ReadonlyMap<string, Uint8Array>

const NOTHING = new Uint8Array()

export const diskOf = (files: Files): Disk => {
  const names = new Map(
    [...files].map(([path, bytes]) => [path, { bytes, synced: bytes }] as const)
  )
  return { names, durable: new Map(names), folders: new Set([...files.keys()].map(folderOf)) }
}

const folderOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

/** How many moments a change has at which all may end: each byte of a write, one of anything else. */
export const momentsOf = (change: Change): number =>
  change.kind === 'write' ? Math.max(1, change.bytes.length) : 1

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

const inodeAt = (disk: Disk, path: string): Inode => {
  const found = disk.names.get(path)
  if (found === undefined) throw coded('ENOENT', path)
  return found
}

type Apply = (disk: Disk, change: Change, bytes: number) => void

const fresh = (disk: Disk, path: string): void => {
  if (!disk.folders.has(folderOf(path))) throw coded('ENOENT', path)
  disk.names.set(path, { bytes: NOTHING, synced: NOTHING })
}

const effects: { readonly [K in Change['kind']]: Apply } = {
  open: (disk, { path }) => {
    const there = disk.names.get(path)
    if (there === undefined) fresh(disk, path)
    else there.bytes = NOTHING
  },
  extend: (disk, { path }) => {
    if (!disk.names.has(path)) fresh(disk, path)
  },
  write: (disk, change, bytes) => {
    if (change.kind !== 'write') return
    const inode = inodeAt(disk, change.path)
    inode.bytes = joined(inode.bytes, change.bytes.subarray(0, bytes))
  },
  truncate: (disk, change) => {
    if (change.kind !== 'truncate') return
    const inode = inodeAt(disk, change.path)
    inode.bytes = inode.bytes.subarray(0, change.length)
  },
  sync: (disk, { path }) => {
    const inode = inodeAt(disk, path)
    inode.synced = inode.bytes
  },
  folder: (disk, { path }) => {
    for (const name of new Set([...disk.names.keys(), ...disk.durable.keys()])) {
      const inode = disk.names.get(name)
      if (folderOf(name) !== path) continue
      if (inode === undefined) disk.durable.delete(name)
      else disk.durable.set(name, inode)
    }
  },
  rename: (disk, change) => {
    if (change.kind !== 'rename') return
    disk.names.set(change.to, inodeAt(disk, change.path))
    disk.names.delete(change.path)
  },
  remove: (disk, { path }) => void disk.names.delete(path),
  mkdir: (disk, { path }) => void disk.folders.add(path)
}

/** Changes a disk; of a write perhaps only so many bytes. */
export const apply = (disk: Disk, change: Change, bytes = Infinity): void =>
  effects[change.kind](disk, change, bytes)

// destructors

/**
 * What a disk holds after an end: `kill` of the process leaves all; where the `power` goes what was not
 * synced is lost; with `names` the system has written names before what stands in their files.
 */
export type End = 'kill' | 'power' | 'names'

export const leftOf = ({ names, durable }: Disk, end: End): Files =>
  new Map(
    [...(end === 'power' ? durable : names)].map(([path, inode]) => [
      path,
      end === 'kill' ? inode.bytes : inode.synced
    ])
  )

/** The disk after so many moments of what was done to it. */
export const diskAfter = (files: Files, changes: ReadonlyArray<Change>, moments: number): Disk => {
  const disk = diskOf(files)
  let left = moments
  for (const change of changes) {
    if (left <= 0) break
    apply(disk, change, left)
    left -= momentsOf(change)
  }
  return disk
}

const coded = (code: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${path}`), { code })

/** How many bytes are on a disk. */
export const bytesOn = ({ names }: Disk): number =>
  [...names.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)

/**
 * The functions of a file system on a disk. `before` is asked ahead of every change: it may wait, note
 * it, end in an error code after so many bytes, or never answer.
 */
export const functionsOn = (
  disk: Disk,
  before: (
    change: Change
  ) => Promise<{ readonly code: string; readonly bytes: number } | undefined>,
  onRead: (path: string) => void = () => undefined
): FileFunctions => {
  const act = async (change: Change): Promise<void> => {
    const failure = await before(change)
    if (failure === undefined) return apply(disk, change)
    if (change.kind === 'write') apply(disk, change, failure.bytes)
    throw coded(failure.code, change.path)
  }
  const opened = (path: string): OpenFile => ({
    writeFile: (bytes) => act({ kind: 'write', path, bytes }),
    stat: async () => ({ size: inodeAt(disk, path).bytes.length }),
    truncate: (length) => act({ kind: 'truncate', path, length }),
    sync: () => act({ kind: 'sync', path }),
    close: async () => undefined
  })
  const isFolder = (path: string): boolean => disk.folders.has(path.replace(/(.)\/+$/, '$1'))
  const read = (path: string): Uint8Array => {
    onRead(path)
    return inodeAt(disk, path).bytes.slice()
  }
  return {
    readFile: async (path) => read(path),
    async *readChunks(path) {
      yield read(path)
    },
    openToWrite: (path) => act({ kind: 'open', path }).then(() => opened(path)),
    openToAppend: (path) => act({ kind: 'extend', path }).then(() => opened(path)),
    syncFolder: (path) => act({ kind: 'folder', path }),
    rename: (path, to) => act({ kind: 'rename', path, to }),
    remove: (path) => act({ kind: 'remove', path }),
    access: async (path) => {
      if (!disk.names.has(path) && !isFolder(path)) throw coded('ENOENT', path)
    },
    readdir: async (path) => {
      const folder = path.replace(/(.)\/+$/, '$1')
      if (!isFolder(folder)) throw coded(disk.names.has(path) ? 'ENOTDIR' : 'ENOENT', path)
      return [...disk.names.keys()]
        .filter((name) => folderOf(name) === folder)
        .map((name) => name.slice(name.lastIndexOf('/') + 1))
    },
    mkdir: async (path) => {
      if (isFolder(path)) return false
      await act({ kind: 'mkdir', path })
      return true
    }
  }
}
