/**
 * Where the time of a fit goes: its parts by the host's clock, and the kernels inside them.
 *
 * @since 0.1.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { type Problem, refuse } from '../ir/Problem.ts'
import { errorCostName } from '../lower/index.ts'
import {
  type ExecutorName,
  makeProfile,
  type PlanTimes,
  type Probe,
  type StepTimes
} from '../runtime/index.ts'
import type { FitPart, Timed } from '../inference/index.ts'

// model

/** What a fit is made of, what comes before its first step, and what after it. */
export type Part = 'preparation' | FitPart | 'posterior'

export interface Span {
  readonly part: Part
  readonly beganMs: number
  readonly endedMs: number
}

/**
 * Of an epoch: from its first steps to the end of its checkpoint. Epochs count from 1; the last one
 * may have been cut off.
 */
export interface EpochSpan {
  readonly epoch: number
  readonly beganMs: number
  readonly endedMs: number
}

/**
 * By one clock. `plans` are of all plans that ran; `steps` are the first steps of them, kernel by
 * kernel.
 */
export interface Recorded {
  readonly beganMs: number
  readonly endedMs: number
  readonly epochs: ReadonlyArray<EpochSpan>
  readonly spans: ReadonlyArray<Span>
  readonly plans: ReadonlyArray<PlanTimes>
  readonly steps: ReadonlyArray<StepTimes>
}

export interface Recorder {
  readonly probe: Probe
  readonly timed: Timed
  readonly time: <A>(part: Part, act: () => Promise<A>) => Promise<A>
  readonly stop: () => Recorded
}

/**
 * So many phases of kernels are kept one by one (some ten megabytes of JSON); all are in the sums.
 */
const keptPhases = 50_000

// combinators

/** An epoch ends with its checkpoint. */
const epochsOf = (spans: ReadonlyArray<Span>, first: number): ReadonlyArray<EpochSpan> => {
  const epochs: Array<EpochSpan> = []
  let beganMs: number | undefined,
    endedMs = 0
  for (const { part, ...span } of spans.filter(
    (s) => s.part !== 'preparation' && s.part !== 'posterior'
  )) {
    beganMs ??= span.beganMs
    endedMs = span.endedMs
    if (part !== 'checkpoint') continue
    epochs.push({ epoch: first + epochs.length, beganMs, endedMs })
    beganMs = undefined
  }
  return beganMs === undefined
    ? epochs
    : [...epochs, { epoch: first + epochs.length, beganMs, endedMs }]
}

// constructors

/** Only generated modules say when a kernel has ended. */
export const profilable = (backend: ExecutorName): Either<Problem, void> =>
  backend === 'wasm'
    ? right(undefined)
    : refuse(
        '--profile',
        `the backend ${backend} does not tell the time of a kernel`,
        'kernels are timed inside generated modules, which only wasm has',
        'leave out --backend'
      )

/** `now` counts milliseconds; the first epoch that ends is `firstEpoch`. */
export const openRecorder = (now: () => number, firstEpoch: number): Recorder => {
  const engine = makeProfile(now, keptPhases)
  const spans: Array<Span> = []
  const beganMs = now()
  const time: Recorder['time'] = async (part, act) => {
    const from = now()
    try {
      return await act()
    } finally {
      spans.push({ part, beganMs: from, endedMs: now() })
    }
  }
  return {
    probe: engine.probe,
    timed: time,
    time,
    stop: () => {
      const [first] = spans
      const all =
        first === undefined
          ? []
          : [{ part: 'preparation' as const, beganMs, endedMs: first.beganMs }, ...spans]
      return {
        beganMs,
        endedMs: now(),
        epochs: epochsOf(all, firstEpoch),
        spans: all,
        plans: engine.plans(),
        steps: engine.steps()
      }
    }
  }
}

// destructors

/** A plan of training steps; after shrinking there are several. */
export const isTraining = ({ plan }: PlanTimes): boolean =>
  plan.outputs.some((o) => o.name === errorCostName)

export const totalMs = ({ kernelMs }: PlanTimes): number => kernelMs.reduce((a, b) => a + b, 0)
