/**
 * Work that several share: jobs are added once, taken by whoever is free, and their ends are
 * gathered once.
 *
 * A job is done *at least once*: who takes one and is not heard of any more loses it to another. So a
 * job has to come to the same however often it is done, and its first end counts.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem, Problems } from '../../ir/Problem.ts'

// model

/** `id` names it by all that decides it; two of one name are one. */
export interface Job {
  readonly id: string
  readonly payload: unknown
}

/** What it came to, or what is wrong. */
export type Ended =
  | { readonly _tag: 'Done'; readonly result: unknown }
  | { readonly _tag: 'Failed'; readonly problems: Problems }

/** A job that is mine as long as I am heard of. */
export interface Taken {
  readonly job: Job
  readonly end: (ended: Ended) => TaskEither<Problem, void>
  /** Back among those that wait. */
  readonly giveBack: TaskEither<Problem, void>
}

/** Where a job is: an absent one was never added, or has been lost. */
export type JobState = 'waiting' | 'taken' | Ended

export interface JobQueue {
  /** Those that are there already stay as they are. */
  readonly add: (jobs: ReadonlyArray<Job>) => TaskEither<Problem, void>
  /** The next one, if one comes within a moment. */
  readonly take: TaskEither<Problem, Taken | undefined>
  readonly look: (ids: ReadonlyArray<string>) => TaskEither<Problem, ReadonlyMap<string, JobState>>
  readonly remove: (ids: ReadonlyArray<string>) => TaskEither<Problem, void>
  /** Until something may have changed. */
  readonly wait: Task<void>
  readonly close: Task<void>
}

/** What a worker makes of a job: an end, or nothing since somebody wants it to stop. */
export type Ran = Ended | { readonly _tag: 'Stopped' }

// destructors

/** What a worker asks between jobs: whether to go on, after so many fruitless looks in a row. */
export type GoesOn = (idle: number) => boolean

/** Job after job until `goesOn` says no, or a job was stopped. */
export const serve =
  (queue: JobQueue, run: (job: Job) => Task<Ran>, goesOn: GoesOn): TaskEither<Problem, void> =>
  async () => {
    for (let idle = 0; goesOn(idle);) {
      const taken = await queue.take()
      if (E.isLeft(taken)) return taken
      if (taken.right === undefined) {
        idle += 1
        continue
      }
      idle = 0
      const { job, end, giveBack } = taken.right
      const ran = await run(job)()
      const told = await (ran._tag === 'Stopped' ? giveBack : end(ran))()
      if (E.isLeft(told) || ran._tag === 'Stopped') return told
    }
    return E.right(undefined)
  }

/**
 * The ends of all these jobs, each told to `keep` once, when it comes; what the queue has lost is added
 * again. A job leaves the queue when its end has been kept. `isOver` stops the waiting.
 */
export const gather =
  (
    queue: JobQueue,
    jobs: ReadonlyArray<Job>,
    keep: (job: Job, ended: Ended) => TaskEither<Problem, void>,
    isOver: () => boolean
  ): TaskEither<Problem, void> =>
  async () => {
    const open = new Map(jobs.map((job) => [job.id, job]))
    while (open.size > 0) {
      const states = await queue.look([...open.keys()])()
      if (E.isLeft(states)) return states
      for (const [id, state] of states.right) {
        const job = open.get(id)
        if (job === undefined || state === 'waiting' || state === 'taken') continue
        const kept = await keep(job, state)()
        if (E.isLeft(kept)) return kept
        open.delete(id)
        const removed = await queue.remove([id])()
        if (E.isLeft(removed)) return removed
      }
      const lost = [...open.values()].filter(({ id }) => !states.right.has(id))
      const added = await queue.add(lost)()
      if (E.isLeft(added)) return added
      if (open.size > 0 && isOver()) break
      if (open.size > 0) await queue.wait()
    }
    return E.right(undefined)
  }
