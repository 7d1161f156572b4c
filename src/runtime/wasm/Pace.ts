/**
 * Whether the next run of a module is shared by all threads. On a machine that is busy elsewhere threads wait for one another, and one
 * alone is faster. Results do not depend on it, so measured times may decide.
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

/** Runs after which the other way is tried once: at first, and at most. */
const shortest = 4, longest = 128
/** The other way has to take this share of the time. */
const better = 0.9
/** A shared run of so many times the usual is reason enough for a look. */
const suspicious = 3

/** Shared at first. While one way stays the faster, the other is tried ever more rarely. */
export const makePace = (): Pace => {
  let usual: boolean = true, trying: boolean = false
  let left = longest, pause = shortest
  /** Milliseconds a step of either way, the latest counting most. */
  const usualMs = { shared: NaN, alone: NaN }
  return {
    isShared: () => usual !== trying,
    took: (ms) => {
      const way = usual !== trying ? 'shared' : 'alone'
      const before = usualMs[way]
      usualMs[way] = trying || Number.isNaN(before) ? ms : (before + ms) / 2
      if (!trying) {
        trying = --left <= 0 || (usual && ms > suspicious * before)
        return
      }
      trying = false
      const { shared, alone } = usualMs
      const wins = usual ? alone < better * shared : shared < better * alone
      if (wins) [usual, pause] = [!usual, shortest]
      left = usual ? longest : pause
      pause = Math.min(longest, 2 * pause)
    }
  }
}
