/**
 * The logic of a queue: whatever dies and whenever, every job comes to an end that is kept once.
 */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import { problem } from '../../src/ir/Problem.ts'
import {
  type Ended,
  gather,
  type Job,
  type JobQueue,
  memoryQueue,
  type Ran,
  serve
} from '../../src/study/index.ts'

const jobsOf = (count: number): ReadonlyArray<Job> =>
  Array.from({ length: count }, (_, i) => ({ id: `j${i}`, payload: i }))

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((go) => setImmediate(go))
}

const done = (result: unknown): Ended => ({ _tag: 'Done', result })

/** What becomes of a job that somebody takes: how long it is in hand, and how that ends. */
const fates = fc.record({
  turns: fc.integer({ min: 0, max: 3 }),
  how: fc.constantFrom<'ends' | 'dies' | 'stops' | 'late'>('ends', 'ends', 'dies', 'stops', 'late')
})

test('workers that die, stop or come late: each job ends, is kept once, and is gone from the queue', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fates, { maxLength: 12 }),
      async (count, workers, drawn) => {
        const { connect } = memoryQueue()
        const jobs = jobsOf(count)
        const kept: Array<string> = []
        const runs = new Map<string, number>()
        let left = [...drawn]
        let isOver = false
        const nextFate = () => {
          const [fate = { turns: 1, how: 'ends' as const }, ...others] = left
          left = others
          return fate
        }
        /** A place where a worker stands; who dies or stops is followed by another. */
        const place = async (): Promise<void> => {
          while (!isOver) {
            let isAlive = true
            const mine = connect(() => isAlive)
            const run = (job: Job) => async (): Promise<Ran> => {
              runs.set(job.id, (runs.get(job.id) ?? 0) + 1)
              const fate = nextFate()
              await turns(fate.turns)
              if (fate.how === 'ends') return done(job.payload)
              if (fate.how === 'stops') return { _tag: 'Stopped' }
              isAlive = false
              // one who is thought dead, and ends after another has the job
              await turns(fate.how === 'late' ? 4 : 0)
              if (fate.how === 'dies') throw new Error('killed')
              return done(job.payload)
            }
            const served = serve(mine, run, () => !isOver && isAlive)().catch(() => undefined)
            await Promise.race([
              served,
              (async () => {
                while (isAlive && !isOver) await turns(1)
              })()
            ])
            if (isAlive) await mine.close()
          }
        }
        const served = Array.from({ length: workers }, place)
        const result = await gather(
          connect(),
          jobs,
          (job, ended) =>
            TE.fromIO(() => {
              kept.push(`${job.id}: ${ended._tag === 'Done' ? String(ended.result) : 'failed'}`)
            }),
          () => false
        )()
        isOver = true
        await connect().close()
        await Promise.all(served)
        expect(result).toEqual(E.right(undefined))
        expect(kept.toSorted()).toEqual(jobs.map((_, i) => `j${i}: ${i}`))
        expect([...runs.keys()].toSorted()).toEqual(jobs.map(({ id }) => id))
        expect(await connect().look(jobs.map(({ id }) => id))()).toEqual(E.right(new Map()))
      }
    ),
    { numRuns: 60 }
  )
})

test('a queue that forgets is given the jobs again, and one that is asked twice has them once', async () => {
  const { connect } = memoryQueue()
  const inner = connect()
  let looks = 0
  let added = 0
  const forgetful: JobQueue = {
    ...inner,
    add: (jobs) => {
      added += jobs.length
      return inner.add(jobs)
    },
    look: (ids) => async () => {
      looks += 1
      // it comes back from a restart with nothing
      if (looks === 3) await inner.remove(ids)()
      return inner.look(ids)()
    },
    wait: () => turns(1)
  }
  let isOver = false
  const seen: Array<string> = []
  const served = serve(
    connect(),
    (job) => async () => {
      seen.push(job.id)
      await turns(20)
      return done(1)
    },
    () => !isOver
  )()
  const kept: Array<string> = []
  await gather(
    forgetful,
    jobsOf(2),
    ({ id }) => TE.fromIO(() => void kept.push(id)),
    () => false
  )()
  isOver = true
  await inner.close()
  await served
  expect(kept.toSorted()).toEqual(['j0', 'j1'])
  expect(added).toBe(4)
  expect(seen.length).toBeGreaterThanOrEqual(2)
})

test('a job that failed is told with what was wrong; the others go on', async () => {
  const { connect } = memoryQueue()
  const wrong = problem('a', 'b', 'c', 'd')
  let isOver = false
  const served = serve(
    connect(),
    ({ payload }) =>
      async () =>
        payload === 0 ? { _tag: 'Failed', problems: [wrong] } : done(payload),
    () => !isOver
  )()
  const ends: Array<Ended> = []
  const queue = connect()
  await gather(
    queue,
    jobsOf(3),
    (_, ended) => TE.fromIO(() => void ends.push(ended)),
    () => false
  )()
  isOver = true
  await queue.close()
  await served
  expect(ends).toEqual([{ _tag: 'Failed', problems: [wrong] }, done(1), done(2)])
})

test('an end that cannot be kept ends the gathering, and leaves the job in the queue', async () => {
  const { connect } = memoryQueue()
  const full = problem('/s', 'the disk is full', 'no room', 'free some')
  const queue = connect()
  const [job] = jobsOf(1)
  if (job === undefined) throw new Error('no job')
  await queue.add([job])()
  const worker = connect()
  const taken = await worker.take()
  if (E.isLeft(taken) || taken.right === undefined) throw new Error('nothing to take')
  await taken.right.end(done(1))()
  const result = await gather(
    queue,
    [job],
    () => TE.left(full),
    () => false
  )()
  expect(result).toEqual(E.left(full))
  expect(await queue.look([job.id])()).toEqual(E.right(new Map([[job.id, done(1)]])))
})

test('who has lost a job to another neither gives it back nor ends it', async () => {
  const { connect } = memoryQueue()
  const queue = connect()
  const [job] = jobsOf(1)
  if (job === undefined) throw new Error('no job')
  await queue.add([job])()
  let isAlive = true
  const takenBy = async (worker: JobQueue) => {
    const taken = await worker.take()
    if (E.isLeft(taken) || taken.right === undefined) throw new Error('nothing to take')
    return taken.right
  }
  const stateNow = async () => {
    const states = await queue.look([job.id])()
    return E.isRight(states) ? states.right.get(job.id) : undefined
  }
  const late = await takenBy(connect(() => isAlive))
  expect(await stateNow()).toBe('taken')
  isAlive = false
  expect(await stateNow()).toBe('waiting')
  const next = await takenBy(connect())
  await late.giveBack()
  expect(await stateNow()).toBe('taken')
  await late.end(done('late'))()
  expect(await stateNow()).toBe('taken')
  await next.end(done('in time'))()
  expect(await stateNow()).toEqual(done('in time'))
})
