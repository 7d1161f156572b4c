/**
 * Who writes where: one process at a time trains into a folder, or writes a file.
 *
 * A lock is an empty file whose name says whose it is: `training.4242.b7e0c1a2-981234.host.lock`. Each process
 * makes its own and then looks for others, so that of two that come at once at least one sees the
 * other, and a lock that was left by a process that is gone can be removed by anybody: nobody else's
 * has its name.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as T from 'fp-ts/lib/Task.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'
import { type Intent, runBefore } from '../library/run/RunIdentity.ts'
import type { FileSystem } from '../storage/FileSystem.ts'
import type { RunRecord } from '../storage/run/RunRecord.ts'
import { attempt, type Capabilities, type Command } from './Command.ts'
import type { Owner, Processes } from './Processes.ts'

// model

/** What is locked: `base` begins the names of its locks in `folder`; `what` it is, in words. */
interface Place {
  readonly folder: string
  readonly base: string
  readonly where: string
  readonly what: string
  readonly next: string
}

// combinators

const ENDING = '.lock'

const nameOf = (base: string, { pid, started, host }: Owner): string =>
  `${base}.${pid}.${started}.${encodeURIComponent(host)}${ENDING}`

/** Whose lock a name is, if it is one of this place. */
const ownerIn = (base: string, name: string): Owner | undefined => {
  if (!name.startsWith(`${base}.`) || !name.endsWith(ENDING)) return undefined
  const inside = name.slice(base.length + 1, -ENDING.length)
  const [, pid = '', started = '', host = ''] = /^(\d+)\.([\da-f-]+)\.(.+)$/.exec(inside) ?? []
  return host === '' ? undefined : { pid: Number(pid), started, host: decoded(host) }
}

const decoded = (text: string): string =>
  pipe(
    E.tryCatch(
      () => decodeURIComponent(text),
      () => text
    ),
    E.toUnion
  )

const pathOf = ({ folder }: Place, name: string): string => `${folder.replace(/\/+$/, '')}/${name}`

const held = (place: Place, { pid, host }: Owner, isHere: boolean, path: string): Problem =>
  problem(
    place.where,
    isHere
      ? `process ${pid} ${place.what}`
      : `process ${pid} on ${host} ${place.what}, or was cut off while it did`,
    'two that write at once leave files of neither',
    isHere
      ? place.next
      : `wait for it; whether it still runs cannot be seen from here: if it does not, remove ${path}`
  )

/** The locks of others that are there; those of processes that are gone are removed. */
const othersIn = (
  files: FileSystem,
  { stateOf }: Processes,
  place: Place,
  own: string | undefined
): TaskEither<Problem, ReadonlyArray<Problem>> =>
  pipe(
    files.exists(place.folder),
    TE.chain((there) => (there ? files.list(place.folder) : TE.right([]))),
    TE.map((names) => names.filter((name) => name !== own)),
    TE.chain(
      TE.traverseSeqArray((name): TaskEither<Problem, ReadonlyArray<Problem>> => {
        const owner = ownerIn(place.base, name)
        if (owner === undefined) return TE.right([])
        const path = pathOf(place, name)
        const state = stateOf(owner)
        return state === 'gone'
          ? pipe(
              files.remove(path),
              TE.map(() => [])
            )
          : TE.right([held(place, owner, state === 'running', path)])
      })
    ),
    TE.map((found) => found.flat())
  )

const free = (
  { files, processes }: Capabilities,
  place: Place,
  own?: string
): TaskEither<Problem, void> =>
  pipe(
    othersIn(files, processes, place, own),
    TE.chainEitherK(([first]) => (first === undefined ? E.right(undefined) : E.left(first)))
  )

// constructors

const training = (folder: string): Place => ({
  folder,
  base: 'training',
  where: folder,
  what: 'is training into this folder',
  next: 'wait for it, or give another folder with --out'
})

const writing = (path: string): Place => {
  const at = path.lastIndexOf('/')
  return {
    folder: at < 0 ? '.' : path.slice(0, at + 1),
    base: path.slice(at + 1),
    where: path,
    what: 'is writing this file',
    next: 'wait for it, or give another name with --out'
  }
}

// destructors

/**
 * A command during which a place is locked; the lock is gone afterwards, however it ends. Errors:
 * another process has it; no file can be made there.
 */
const locked =
  (place: Place) =>
  <A>(command: Command<A>): Command<A> =>
  (c) =>
  async () => {
    const { files, processes } = c
    const own = nameOf(place.base, processes.self)
    const path = pathOf(place, own)
    const before = await free(c, place)()
    if (E.isLeft(before)) return E.left(of(before.left))
    const release = processes.hold(path)
    try {
      const taken = await pipe(
        files.append(path, new Uint8Array()),
        TE.mapLeft((p): Problem => ({ ...p, where: place.where })),
        TE.chain(() => free(c, place, own))
      )()
      return E.isLeft(taken) ? E.left(of(taken.left)) : await command(c)()
    } finally {
      await files.remove(path)()
      release()
    }
  }

/** Nobody trains into this folder now; nothing is locked. */
export const notTraining =
  (folder: string): Command<void> =>
  (c) =>
    pipe(free(c, training(folder)), TE.mapLeft(of))

/** A training into a folder, which is made. */
export const trainingAlone =
  (folder: string) =>
  <A>(command: Command<A>): Command<A> =>
  (c) =>
    pipe(
      c.files.makeFolder(folder),
      TE.mapLeft(of),
      TE.chain(() => locked(training(folder))(command)(c))
    )

const isFolder = (path: string): Problem =>
  problem(path, 'expected a file, found a folder', 'a folder has no bytes', 'name a file')

/**
 * A command that writes a file at its end: that it can be written is seen before the work is done, and
 * nobody else writes it meanwhile.
 */
export const writingAlone =
  (path: string) =>
  <A>(command: Command<A>): Command<A> =>
  (c) =>
    pipe(
      TE.rightTask<Problems, boolean>(pipe(c.files.list(path), T.map(E.isRight))),
      TE.chain((there) => (there ? TE.left(of(isFolder(path))) : locked(writing(path))(command)(c)))
    )

const changedMeanwhile = (folder: string): Problem =>
  problem(
    folder,
    'another run was trained into this folder meanwhile',
    'this command was planned for the folder as it was',
    'look at what is there, then give the command again'
  )

/** Errors: since the plan was made another process has written a run here. */
export const asPlanned = (
  {
    folder,
    before,
    options: { resume, force }
  }: {
    readonly folder: string
    readonly before: RunRecord | undefined
    readonly options: Pick<Intent, 'resume' | 'force'>
  },
  how: 'train' | 'sample'
): Command<void> =>
  attempt(({ files }) =>
    pipe(
      runBefore(files, folder, { resume, force, how }),
      TE.filterOrElse(
        (now) => JSON.stringify(now) === JSON.stringify(before),
        () => changedMeanwhile(folder)
      ),
      TE.map(() => undefined)
    )
  )
