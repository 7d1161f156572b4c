/**
 * A queue of this process: what `farrier study` uses where no other is named.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Ended, Job, JobQueue, JobState, Taken } from './JobQueue.ts'

interface Entry {
  readonly job: Job
  ended: Ended | undefined
  /** Who has it; nobody where it waits. */
  by: symbol | undefined
}

/**
 * Everybody who connects sees the same jobs. A job of one who is not alive any more is another's to
 * take; an end that comes late is not heard.
 */
export const memoryQueue = (): { readonly connect: (isAlive?: () => boolean) => JobQueue } => {
  const entries = new Map<string, Entry>()
  const alive = new Map<symbol, () => boolean>()
  let wake: ReadonlyArray<() => void> = []
  let changes = 0
  const changed = (): void => {
    changes += 1
    const sleepers = wake
    wake = []
    for (const go of sleepers) go()
  }
  const isFree = ({ by, ended }: Entry): boolean =>
    ended === undefined && (by === undefined || alive.get(by)?.() !== true)
  const stateOf = (entry: Entry): JobState => entry.ended ?? (isFree(entry) ? 'waiting' : 'taken')

  const connect = (isAlive: () => boolean = () => true): JobQueue => {
    const me = Symbol('who takes')
    alive.set(me, isAlive)
    /** Changes up to here were looked at: what came since is not slept through. */
    let seen = changes
    const changeAfter = (known: number): Promise<void> =>
      known === changes
        ? new Promise((go) => {
            wake = [...wake, go]
          })
        : Promise.resolve()
    const takenOf = (entry: Entry): Taken => {
      const mine = (act: () => void): TE.TaskEither<never, void> =>
        TE.fromIO(() => {
          if (entry.by !== me || entry.ended !== undefined) return
          act()
          changed()
        })
      return {
        job: entry.job,
        end: (ended) =>
          mine(() => {
            entry.ended = ended
          }),
        giveBack: mine(() => {
          entry.by = undefined
        })
      }
    }
    return {
      add: (jobs) =>
        TE.fromIO(() => {
          for (const job of jobs)
            if (!entries.has(job.id)) entries.set(job.id, { job, ended: undefined, by: undefined })
          if (jobs.length > 0) changed()
        }),
      take: async () => {
        const free = [...entries.values()].find(isFree)
        if (free === undefined) {
          await changeAfter(changes)
          return E.right(undefined)
        }
        free.by = me
        return E.right(takenOf(free))
      },
      look: (ids) =>
        TE.fromIO(() => {
          seen = changes
          return new Map(
            ids.flatMap((id) => {
              const entry = entries.get(id)
              return entry === undefined ? [] : [[id, stateOf(entry)] as const]
            })
          )
        }),
      remove: (ids) =>
        TE.fromIO(() => {
          for (const id of ids) entries.delete(id)
          changed()
        }),
      wait: () => changeAfter(seen),
      close: async () => {
        alive.delete(me)
        changed()
      }
    }
  }
  return { connect }
}
