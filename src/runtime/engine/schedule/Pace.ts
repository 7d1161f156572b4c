/**
 * Whether the next run of a module is shared by all threads. On a machine that is busy elsewhere
 * threads wait for one another, and one alone is faster. Results do not depend on it, so measured
 * times may decide.
 *
 * @since 0.1.0
 */

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface Pace {
  readonly isShared: () => boolean
  /** What the run took that `isShared` had decided on. */
  readonly took: (msPerStep: number) => void
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/**
 * Runs after which the other way is tried: once it has lost, and at most. Of a new module the first
 * runs are slow, they are left out.
 */
const shortest = 4,
  longest = 256,
  first = 32
/** Runs of a trial. The first does not count, it wakes the other threads. */
const trial = 4
/** The other way has to take this share of the time. */
const better = 0.9
/** The share of the latest run in the usual time: one slow run among many changes little. */
const latest = 1 / 8

/**
 * Shared at first. The other way is tried when by its last trial it would be better, and now and
 * then; while one thread stays the faster, ever more rarely.
 */
export const makePace = (): Pace => {
  let usual: 'shared' | 'alone' = 'shared',
    left = first,
    pause = shortest
  /** Milliseconds a step. */
  const usualMs = { shared: NaN, alone: NaN }
  /** Of the trial in progress. */
  let tried: Array<number> | undefined
  const other = () => (usual === 'shared' ? 'alone' : 'shared')
  const isOtherBetter = (): boolean => usualMs[other()] < better * usualMs[usual]
  const endTrial = (runs: ReadonlyArray<number>): void => {
    tried = undefined
    const counted = runs.slice(1)
    usualMs[other()] = counted.reduce((sum, ms) => sum + ms, 0) / counted.length
    const wins = isOtherBetter()
    if (wins) [usual, pause] = [other(), shortest]
    left = usual === 'shared' ? longest : pause
    pause = Math.min(longest, 2 * pause)
  }
  return {
    isShared: () => (tried === undefined ? usual : other()) === 'shared',
    took: (ms) => {
      if (tried !== undefined) {
        tried.push(ms)
        // a trial that has lost already ends
        const lost =
          tried.length > 1 && tried.slice(1).reduce((sum, t) => sum + t, 0) > trial * usualMs[usual]
        if (tried.length === trial || lost) endTrial(tried)
        return
      }
      const before = usualMs[usual]
      usualMs[usual] = Number.isNaN(before) ? ms : before + latest * (ms - before)
      if (--left <= 0 || isOtherBetter()) tried = []
    }
  }
}
