/**
 * A queue that lives in a Redis: BullMQ, installed by who wants it. Workers on any machine that
 * reaches the Redis take from it.
 *
 * A worker is heard of by the lock of its job, which it renews; one that is lost with its worker is
 * taken again, however often that happens.
 *
 * @since 0.2.0
 */
import { createRequire } from 'node:module'
import { left, right } from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import { findPackage, messageOf, type OpenOptions } from '../../runtime/Packages.ts'
import type { Ended, Job, JobQueue, JobState, Taken } from '../../study/index.ts'

// model

/** As much of BullMQ as is used: our declarations stand without its own. */
interface BullJob {
  readonly id: string
  readonly data: unknown
  readonly returnvalue: unknown
  readonly finishedOn?: number
  readonly extendLock: (token: string, ms: number) => Promise<unknown>
  readonly moveToCompleted: (value: unknown, token: string, next: boolean) => Promise<unknown>
  readonly moveToWait: (token: string) => Promise<unknown>
  readonly getState: () => Promise<string>
  readonly retry: (from: 'failed') => Promise<void>
  readonly remove: () => Promise<void>
}
interface Connected {
  readonly on: (event: 'error', hear: (error: Error) => void) => void
  readonly waitUntilReady: () => Promise<unknown>
  readonly close: (force?: boolean) => Promise<void>
  readonly disconnect: () => Promise<void>
}
interface BullQueue extends Connected {
  readonly addBulk: (
    jobs: ReadonlyArray<{ name: string; data: unknown; opts: { jobId: string } }>
  ) => Promise<unknown>
  readonly getJob: (id: string) => Promise<BullJob | undefined>
}
interface BullWorker extends Connected {
  readonly getNextJob: (token: string) => Promise<BullJob | undefined>
  readonly startStalledCheckTimer: () => Promise<void>
}
interface Bull {
  readonly Queue: new (name: string, options: object) => BullQueue
  readonly Worker: new (name: string, processor: null, options: object) => BullWorker
}

/** What a queue tells who waits for it: that Redis is away, and that it is back. */
export interface QueueOptions extends OpenOptions {
  readonly say: (text: string) => void
  /** So long a worker may be silent before its job is another's. */
  readonly leaseMs?: number | undefined
  /** Tells one process from another. */
  readonly token: string
}

// combinators

const queueName = 'farrier'
const standardLeaseMs = 60_000
const patienceMs = 5000
/** Workers may die as often as they like: a cell goes on where the last one was. */
const anyNumber = 1_000_000

const install = 'npm install bullmq@6 ioredis@5, or leave --queue out'

const absent = (name: string): Problem =>
  problem(
    '--queue',
    `expected the package ${name}, did not find it`,
    'queues in a Redis are those of BullMQ, which is not installed with us',
    install
  )

const unreachable = (url: string, why: string): Problem =>
  problem(
    `--queue ${url}`,
    `no Redis answers here: ${why}`,
    'jobs are kept in it',
    'start one (redis-server), or name another'
  )

const bullOf = (options: OpenOptions): Bull | Problem => {
  const [path, client] = ['bullmq', 'ioredis'].map((name) => findPackage([name], options))
  if (path === undefined) return absent('bullmq')
  if (client === undefined) return absent('ioredis')
  const found: Bull = createRequire(import.meta.url)(path)
  return found
}

/** The end that a job was given; what BullMQ itself ended has none. */
const endedOf = ({ finishedOn, returnvalue }: BullJob): Ended | undefined =>
  finishedOn !== undefined &&
  typeof returnvalue === 'object' &&
  returnvalue !== null &&
  '_tag' in returnvalue
    ? readEnded(returnvalue)
    : undefined

const readEnded = (x: object): Ended | undefined =>
  '_tag' in x && x._tag === 'Done' && 'result' in x
    ? { _tag: 'Done', result: x.result }
    : '_tag' in x && x._tag === 'Failed' && 'problems' in x && Array.isArray(x.problems)
      ? failedOf(x.problems)
      : undefined

const failedOf = ([first, ...others]: ReadonlyArray<Problem>): Ended | undefined =>
  first === undefined ? undefined : { _tag: 'Failed', problems: [first, ...others] }

const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms))

const asked = <A>(url: string, act: () => Promise<A>): TaskEither<Problem, A> =>
  TE.tryCatch(act, (e) => unreachable(url, messageOf(e)))

// constructors

/** Says once that Redis is away, and once that it is back. */
const watchOver = (
  connections: ReadonlyArray<Connected>,
  url: string,
  say: (text: string) => void
) => {
  let isAway = false
  for (const c of connections)
    c.on('error', (error) => {
      if (!isAway) say(`${url}: ${messageOf(error)}; waiting for it, nothing is lost`)
      isAway = true
    })
  return () => {
    if (isAway) say(`${url}: back`)
    isAway = false
  }
}

const takenOf = (
  job: BullJob,
  token: string,
  leaseMs: number,
  url: string,
  isHeard: () => void
): Taken => {
  const timer = setInterval(() => {
    // a lock that is lost shows when the job ends; until then there may still be time
    job.extendLock(token, leaseMs).then(isHeard, () => undefined)
  }, leaseMs / 4)
  /** The lock may be another's by now: then so is the end. */
  const settle = (act: () => Promise<unknown>): TaskEither<Problem, void> =>
    asked(url, async () => {
      clearInterval(timer)
      await act().catch((e: unknown) => {
        if (!/lock|not in the active state|missing key/i.test(messageOf(e))) throw e
      })
    })
  return {
    job: { id: job.id, payload: job.data },
    end: (ended) => settle(() => job.moveToCompleted(ended, token, false)),
    giveBack: settle(() => job.moveToWait(token))
  }
}

/** Errors: a package that is not installed; no Redis within five seconds. */
export const openBullQueue =
  ({ say, token, leaseMs = standardLeaseMs, ...found }: QueueOptions) =>
  (url: string): TaskEither<Problem, JobQueue> =>
  async () => {
    const bull = bullOf(found)
    if ('what' in bull) return left(bull)
    const connection = { url, maxRetriesPerRequest: null }
    const queue = new bull.Queue(queueName, { connection })
    const worker = new bull.Worker(queueName, null, {
      connection,
      autorun: false,
      lockDuration: leaseMs,
      stalledInterval: leaseMs / 2,
      maxStalledCount: anyNumber,
      drainDelay: 1
    })
    const both = [queue, worker]
    let lastError = 'it is silent'
    for (const c of both)
      c.on('error', (error) => {
        lastError = messageOf(error) || lastError
      })
    const ready = Promise.all(both.map((c) => c.waitUntilReady())).then(
      () => true,
      () => false
    )
    if (!(await Promise.race([ready, pause(patienceMs).then(() => false)]))) {
      await Promise.race([Promise.all(both.map((c) => c.disconnect())), pause(100)])
      return left(unreachable(url, lastError))
    }
    const isHeard = watchOver(both, url, say)
    const stateOf = async (id: string): Promise<readonly [string, JobState] | undefined> => {
      const job = await queue.getJob(id)
      if (job === undefined) return undefined
      const ended = endedOf(job)
      if (ended !== undefined) return [id, ended]
      const state = await job.getState()
      if (state === 'failed') await job.retry('failed')
      return [id, state === 'active' ? 'taken' : 'waiting']
    }
    let isChecked = false
    return right({
      add: (jobs: ReadonlyArray<Job>) =>
        jobs.length === 0
          ? TE.right(undefined)
          : asked(url, async () => {
              await queue.addBulk(
                jobs.map(({ id, payload }) => ({
                  name: 'cell',
                  data: payload,
                  opts: { jobId: id }
                }))
              )
            }),
      take: asked(url, async () => {
        if (!isChecked) await worker.startStalledCheckTimer()
        isChecked = true
        const job = await worker.getNextJob(token)
        isHeard()
        return job === undefined ? undefined : takenOf(job, token, leaseMs, url, isHeard)
      }),
      look: (ids) =>
        asked(url, async () => {
          const states = await Promise.all(ids.map(stateOf))
          isHeard()
          return new Map(states.filter((s) => s !== undefined))
        }),
      remove: (ids) =>
        asked(url, async () => {
          for (const id of ids) await (await queue.getJob(id))?.remove()
        }),
      wait: () => pause(1000),
      close: async () => {
        await Promise.race([Promise.all([worker.close(true), queue.close()]), pause(patienceMs)])
      }
    })
  }
