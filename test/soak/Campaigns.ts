/**
 * What is done to the commands that write, in memory: the process killed and the power gone at every
 * moment, every call failing, the disk full at every size, signals at every step, two at once. After
 * each the command goes on as a person would, and has to leave the same bytes.
 */
import type { Signal } from '../../src/cli/Processes.ts'
import { signalCodes } from '../../src/cli/Processes.ts'
import type { Answer } from '../support/CommandLineRun.ts'
import {
  apply,
  bytesOn,
  type Change,
  type Disk,
  diskAfter,
  diskOf,
  type End,
  type Files,
  leftOf,
  momentsOf
} from './Disk.ts'
import { execute, type Habit, type Job, nextPid, processOf } from './Jobs.ts'
import { numbers } from './Numbers.ts'

// model

/** A kind of trial of a job: its cases by number, each of which answers what went wrong. */
export interface Campaign {
  readonly name: string
  readonly cases: number
  readonly run: (index: number) => Promise<string | undefined>
  /** Cases that were proved by another: the same but for bytes that nothing reads. */
  readonly shared: () => number
}

// combinators

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.from(a).equals(Buffer.from(b))

/** Whether what is left holds the job's outputs whole and nothing else of its own. */
const difference = (job: Job, left: Files): string | undefined => {
  for (const [path, bytes] of job.wanted) if (!same(left.get(path), bytes)) return `${path} differs`
  const more = [...left.keys()].filter((path) => job.isKept(path) && !job.wanted.has(path))
  return more.length > 0 ? `left over: ${more.join(', ')}` : undefined
}

/** Each output is what it was or what it becomes, or absent: never a part. */
const torn = (job: Job, left: Files, known: ReadonlyMap<string, ReadonlySet<string>>) =>
  [...left].find(
    ([path, bytes]) =>
      job.isKept(path) &&
      !job.growing.includes(path) &&
      !/\.(partial|lock)$/.test(path) &&
      known.get(path)?.has(Buffer.from(bytes).toString('base64')) !== true
  )?.[0]

/** Goes on from what is left; what is wrong with that, if something is. */
const goesOn = async (
  job: Job,
  left: Files,
  onRead?: (path: string) => void
): Promise<string | undefined> => {
  const disk = diskOf(left)
  const words = job.again(left)
  const { code, err } = await execute(disk, words, undefined, {}, onRead)
  return code === 0
    ? difference(job, leftOf(disk, 'kill'))
    : `'${words}' ended with ${code}: ${err}`
}

interface Recorded {
  readonly changes: ReadonlyArray<Change>
  readonly moments: number
  /** Every content that a path has had whole. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>
}

/** What a job does to its disk when nothing goes wrong. */
const record = async (job: Job, habit?: Habit): Promise<Recorded> => {
  const changes: Array<Change> = []
  const known = new Map<string, Set<string>>()
  const disk = diskOf(job.before)
  const note = (): void => {
    for (const [path, { bytes }] of disk.names) {
      const seen = known.get(path) ?? new Set()
      known.set(path, seen.add(Buffer.from(bytes).toString('base64')))
    }
  }
  note()
  await execute(
    disk,
    job.words,
    async (change) => {
      note()
      changes.push(
        change.kind === 'write' ? { ...change, bytes: Uint8Array.from(change.bytes) } : change
      )
      return undefined
    },
    {},
    undefined,
    habit
  )
  note()
  return { changes, moments: changes.reduce((n, c) => n + momentsOf(c), 0), known }
}

/** What nothing reads: the beginnings of files that are not whole yet. */
const isUnread = (path: string): boolean => path.endsWith('.partial')

/** Equal for what is left where only bytes differ that nothing reads. */
const classOf = (left: Files): string =>
  [...left]
    .map(
      ([path, bytes]) => `${path}:${isUnread(path) ? '' : Buffer.from(bytes).toString('base64')}`
    )
    .sort()
    .join('\n')

const ends: ReadonlyArray<End> = ['kill', 'power', 'names']

// constructors

/** The process is killed, or the power goes, at every moment of every call. */
const endings = (job: Job, { changes, moments, known }: Recorded): ReadonlyArray<Campaign> => {
  const proved = new Set<string>()
  return ends.map((end) => {
    let shared = 0
    return {
      name: `${job.name}: ${end === 'kill' ? 'killed' : end === 'power' ? 'power gone' : 'power gone, names written'}`,
      cases: moments + 1,
      shared: () => shared,
      run: async (index) => {
        const left = leftOf(diskAfter(job.before, changes, index), end)
        const part = torn(job, left, known)
        if (part !== undefined) return `${part} holds a part`
        // the command has ended: what it left is there, whatever happens then
        if (index === moments) return difference(job, left)
        const kind = classOf(left)
        if (proved.has(kind)) {
          shared += 1
          return undefined
        }
        const read: Array<string> = []
        const wrong = await goesOn(job, left, (path) => read.push(path))
        if (read.some(isUnread)) return `it read ${read.filter(isUnread).join(', ')}`
        if (wrong === undefined) proved.add(kind)
        return wrong
      }
    }
  })
}

/** As a command left it that was told of no failure: a lock that could not be removed is of nobody. */
const whole = async (job: Job, disk: Disk, answer: Answer): Promise<string | undefined> => {
  const left = leftOf(disk, 'kill')
  if (answer.code === 0)
    return difference(job, new Map([...left].filter(([path]) => !path.endsWith('.lock'))))
  return answer.code === 1 && /^.+: .+\n {2}why: .+\n {2}try: .+/m.test(answer.err)
    ? await goesOn(job, left)
    : `it ended with ${answer.code}: ${answer.err}`
}

/** Every call fails with every code; a write after half of its bytes. */
const failures = (job: Job, { changes }: Recorded): Campaign => {
  const codes = ['ENOSPC', 'EIO', 'EACCES']
  return {
    name: `${job.name}: a call fails`,
    cases: changes.length * codes.length,
    shared: () => 0,
    run: async (index) => {
      const disk = diskOf(job.before)
      let left = Math.floor(index / codes.length)
      const answer = await execute(disk, job.words, async (change) =>
        left-- === 0
          ? {
              code: codes[index % codes.length] ?? '',
              bytes: change.kind === 'write' ? change.bytes.length >> 1 : 0
            }
          : undefined
      )
      return whole(job, disk, answer)
    }
  }
}

/** The disk holds so many bytes more than are on it, and then there is room again. */
const fullDisks = (job: Job, { changes }: Recorded): Campaign => {
  const disk = diskOf(job.before)
  const least = bytesOn(disk)
  let most = least
  for (const change of changes) {
    apply(disk, change)
    most = Math.max(most, bytesOn(disk))
  }
  return {
    name: `${job.name}: the disk is full`,
    cases: most - least + 1,
    shared: () => 0,
    run: async (index) => {
      const small = diskOf(job.before)
      const answer = await execute(small, job.words, async (change) => {
        const free = least + index - bytesOn(small)
        return change.kind === 'write' && change.bytes.length > free
          ? { code: 'ENOSPC', bytes: Math.max(0, free) }
          : undefined
      })
      return whole(job, small, answer)
    }
  }
}

const kinds: ReadonlyArray<Signal> = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** A signal after every step. */
const signals = (job: Job, steps: number): Campaign => ({
  name: `${job.name}: a signal after a step`,
  cases: steps * kinds.length,
  shared: () => 0,
  run: async (index) => {
    const signal = kinds[index % kinds.length] ?? 'SIGINT'
    const disk = diskOf(job.before)
    const interruptAfter = 1 + Math.floor(index / kinds.length)
    const { code } = await execute(disk, job.words, undefined, { interruptAfter, signal })
    if (code === 0) return difference(job, leftOf(disk, 'kill'))
    return code === signalCodes[signal]
      ? goesOn(job, leftOf(disk, 'kill'))
      : `it ended with ${code}`
  }
})

const turn = (): Promise<void> => new Promise((go) => setImmediate(go))

/**
 * Two processes of the same job, whose calls fall as a seed has it; in every third case one is killed
 * on the way. At most one may be doing the work at a time; both may be refused.
 */
const pairs = (job: Job, cases: number): Campaign => ({
  name: `${job.name}: two processes`,
  cases,
  shared: () => 0,
  run: async (index) => {
    const draw = numbers(index)
    const disk = diskOf(job.before)
    const alive = new Set<number>()
    const killAt = index % 3 === 0 ? Math.floor(draw() * 80) : Infinity
    let calls = 0
    const one = (isVictim: boolean) => {
      const pid = nextPid()
      alive.add(pid)
      const ended = new Promise<undefined>((resolve) => {
        const answer = execute(
          disk,
          job.words,
          async () => {
            while (draw() < 0.5) await turn()
            calls += 1
            if (!isVictim || calls < killAt) return undefined
            alive.delete(pid)
            resolve(undefined)
            return new Promise(() => undefined)
          },
          { processes: processOf(pid, (other) => alive.has(other)) }
        )
        void answer.then(({ code, err }) => {
          alive.delete(pid)
          if (code > 1) problems.push(`it ended with ${code}`)
          if (code === 1 && !/process \d+ is|another run was|there is an? \w+ run/.test(err))
            problems.push(err)
          resolve(undefined)
        })
      })
      return ended
    }
    const problems: Array<string> = []
    await Promise.all([one(true), one(false)])
    return problems[0] ?? goesOn(job, leftOf(disk, 'kill'))
  }
})

/** Ends of a job whose files are written in another way. */
export const endingsWith = async (job: Job, habit: Habit): Promise<ReadonlyArray<Campaign>> =>
  endings(job, await record(job, habit))

/** All that is done to one job. */
export const campaignsOf = async (job: Job): Promise<ReadonlyArray<Campaign>> => {
  const recorded = await record(job)
  const trains = /^(train|study) /.test(job.words)
  return [
    ...endings(job, recorded),
    failures(job, recorded),
    fullDisks(job, recorded),
    ...(trains ? [signals(job, 6)] : []),
    pairs(job, 1000)
  ]
}
