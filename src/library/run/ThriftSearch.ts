/**
 * The thrift that meets a target, by bisection over complete runs: errors grow with it and bytes
 * fall, so that each run says which way to go.
 *
 * Pure: what comes next is a function of the trials so far, so that a search can stop after any of
 * them and go on to the same end.
 *
 * @since 0.2.0
 */

// model

/** A run at a thrift, pressed and tested on rows that it was not trained on. */
export interface Trial {
  readonly thrift: number
  readonly sizeBytes: number
  /** The share of wrong predictions. */
  readonly errorRate: number
}

/** At most so many bytes, with as few errors as possible; or the other way round. */
export interface Target {
  readonly what: 'bytes' | 'error'
  readonly most: number
}

/** Below and above, a network hardly changes any more. */
export const leastThrift = 2 ** -6
export const mostThrift = 2 ** 6
/** While there is one side only, the next thrift is so many times as far. */
const stride = 3
/** Neighbours that are nearer than this tell nothing new: seeds differ more. */
const near = 1.05

// combinators

const measured =
  ({ what }: Target) =>
  ({ sizeBytes, errorRate }: Trial): number =>
    what === 'bytes' ? sizeBytes : errorRate

const other =
  ({ what }: Target) =>
  ({ sizeBytes, errorRate }: Trial): number =>
    what === 'bytes' ? errorRate : sizeBytes

const rounded = (thrift: number): number => Number(thrift.toPrecision(3))

// destructors

export const meets =
  (target: Target) =>
  (trial: Trial): boolean =>
    measured(target)(trial) <= target.most

/**
 * The thrift of the next run; undefined where none would tell more. It begins at 1, goes on threefold
 * until a trial lies on the other side, and then halves the way between the two (of logarithms).
 */
export const nextThrift = (target: Target, trials: ReadonlyArray<Trial>): number | undefined => {
  if (trials.length === 0) return 1
  // an error that is met leaves room for fewer bytes; bytes that are met for fewer errors
  const goesUp = (t: Trial): boolean => meets(target)(t) === (target.what === 'error')
  const thrifts = (of: (t: Trial) => boolean): ReadonlyArray<number> =>
    trials.filter(of).map(({ thrift }) => thrift)
  const high = Math.min(...thrifts((t) => !goesUp(t)))
  // a trial above one that goes down is the noise of runs, and is not believed
  const low = Math.max(...thrifts((t) => goesUp(t) && t.thrift < high))
  const next =
    high === Infinity
      ? Math.min(mostThrift, low * stride)
      : low === -Infinity
        ? Math.max(leastThrift, high / stride)
        : high / low < near
          ? low
          : Math.sqrt(low * high)
  const thrift = rounded(next)
  return trials.some((t) => t.thrift === thrift) ? undefined : thrift
}

/** Of the trials that meet the target, the one with the least of what was not limited. */
export const bestTrial = (target: Target, trials: ReadonlyArray<Trial>): Trial | undefined =>
  trials
    .filter(meets(target))
    .reduce<Trial | undefined>(
      (best, t) => (best === undefined || other(target)(t) < other(target)(best) ? t : best),
      undefined
    )

/** The trial that comes nearest to the target, where none meets it. */
export const nearestTrial = (target: Target, trials: ReadonlyArray<Trial>): Trial | undefined =>
  trials.reduce<Trial | undefined>(
    (best, t) => (best === undefined || measured(target)(t) < measured(target)(best) ? t : best),
    undefined
  )
