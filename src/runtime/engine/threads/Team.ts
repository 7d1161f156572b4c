/**
 * The threads that run a module over one memory, the calling one among them.
 *
 * Workers wait at a few words of shared memory, the orders. An order to run is taken from there;
 * for an order to load, a worker goes back to its event loop, where the module is in the mail. Runs
 * do without the workers while one has not loaded everything, and where they turn out to be slower
 * with them: results do not depend on the number of threads.
 *
 * @since 0.1.0
 */
import { compileModule, instantiate, type Memory, type Module, type Tick } from '../Instance.ts'
import { makePace } from '../schedule/Pace.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * A module made ready. `run` returns when all threads are done; `phase` runs one phase on the
 * calling thread.
 */
export interface Loaded {
  readonly run: (frame: number, steps: number) => void
  readonly phase: (index: number, frame: number) => void
  readonly dispose: () => void
}

export interface Team {
  readonly threads: number
  /**
   * Throws where the engine refuses the module. `alone`: the calling thread runs it without the
   * others. `tick` is the calling thread's.
   */
  readonly load: (bytes: Uint8Array<ArrayBuffer>, alone?: boolean, tick?: Tick) => Loaded
  /** Everything that was loaded has reached all threads: the next run is theirs. */
  readonly ready: () => boolean
  readonly close: () => void
}

/** What a worker is told first: the memory, where the orders are, and which thread it is. */
export interface Joining {
  readonly memory: Memory
  readonly orders: number
  readonly index: number
}
/** What it is told afterwards: a module under its number, or that one is not needed any more. */
export interface Mail {
  readonly number: number
  readonly module: Module | undefined
}

/** A worker, as far as the team needs it. */
export interface Member {
  readonly post: (message: Joining | Mail) => void
  readonly stop: () => void
}

/**
 * Words of the orders: how many there have been, what the last is (`runOrder` or `mailOrder`), and
 * of a run the module's number, frame, threads and steps; then for each worker how much mail it has
 * read, or `lost` if it cannot follow.
 */
export const orderWords = {
  count: 0,
  kind: 1,
  module: 2,
  frame: 3,
  threads: 4,
  steps: 5,
  read: 6
} as const
export const runOrder = 0
export const mailOrder = 1
export const lost = -1
export const orderBytes = (threads: number): number => 4 * (orderWords.read + threads)

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** The calling thread alone. */
export const soloTeam = (memory: Memory): Team => ({
  threads: 1,
  load: (bytes, _alone, tick) => {
    const exported = instantiate(compileModule(bytes), memory, tick)
    const run = exported('run')
    return {
      run: (frame, steps) => run(frame, 0, 1, steps),
      phase: (index, frame) => exported(`p${index}`)(frame, 0, 1),
      dispose: () => undefined
    }
  },
  ready: () => true,
  close: () => undefined
})

/**
 * `orders` is the address of `orderBytes` bytes of the shared memory, all 0. `onLost` is told once,
 * if a worker turns out to be of no use.
 */
export const openTeam = (
  memory: Memory,
  orders: number,
  members: ReadonlyArray<Member>,
  onLost: () => void = () => undefined
): Team => {
  const threads = members.length + 1
  const words = new Int32Array(memory.buffer, orders, orderWords.read + threads)
  const solo = soloTeam(memory)
  let mails = 0,
    modules = 0
  members.forEach((member, k) => member.post({ memory, orders, index: k + 1 }))
  const order = (kind: number): void => {
    Atomics.store(words, orderWords.kind, kind)
    Atomics.add(words, orderWords.count, 1)
    Atomics.notify(words, orderWords.count)
  }
  const send = (mail: Mail): void => {
    mails++
    // before the mail: a worker that has it may look for the next order at once
    order(mailOrder)
    for (const member of members) member.post(mail)
  }
  let complete = true
  const allRead = (): boolean => {
    const read = members.map((_, k) => Atomics.load(words, orderWords.read + k + 1))
    if (complete && read.includes(lost)) {
      complete = false
      onLost()
    }
    return complete && read.every((mail) => mail === mails)
  }
  return {
    threads,
    load: (bytes, alone = false, tick) => {
      if (alone) return solo.load(bytes, alone, tick)
      const module = compileModule(bytes)
      const exported = instantiate(module, memory, tick)
      const run = exported('run')
      const number = modules++
      send({ number, module })
      const shared = (frame: number, steps: number): void => {
        Atomics.store(words, orderWords.module, number)
        Atomics.store(words, orderWords.frame, frame)
        Atomics.store(words, orderWords.threads, threads)
        Atomics.store(words, orderWords.steps, steps)
        order(runOrder)
        run(frame, 0, threads, steps)
      }
      const pace = makePace()
      return {
        run: (frame, steps) => {
          if (!allRead()) return run(frame, 0, 1, steps)
          const begun = performance.now()
          if (pace.isShared()) shared(frame, steps)
          else run(frame, 0, 1, steps)
          pace.took((performance.now() - begun) / Math.max(1, steps))
        },
        phase: (index, frame) => exported(`p${index}`)(frame, 0, 1),
        dispose: () => send({ number, module: undefined })
      }
    },
    ready: allRead,
    close: () => {
      for (const member of members) member.stop()
    }
  }
}
