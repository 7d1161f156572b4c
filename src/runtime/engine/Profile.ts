/**
 * Where the time of runs goes, phase by phase, as they happen: every run of every plan of an
 * executor.
 *
 * @since 0.1.0
 */
import type { Plan } from '../../ir/Plan.ts'
import type { ExplainedPlan, Probe } from '../ExplainedPlan.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Sums over all steps of a plan. The time of a phase ends when all threads are done with it. */
export interface PlanTimes {
  readonly plan: Plan
  readonly explained: ExplainedPlan
  readonly steps: number
  /** Of each kernel, in milliseconds. */
  readonly kernelMs: ReadonlyArray<number>
}

/**
 * One step of the plan at an index: when it began, and when each of its phases ended, by the clock
 * that was given.
 */
export interface StepTimes {
  readonly plan: number
  readonly beganMs: number
  readonly endsMs: ReadonlyArray<number>
}

export interface Profile {
  readonly probe: Probe
  readonly plans: () => ReadonlyArray<PlanTimes>
  /** The first steps in the order in which they ran, up to `mostPhases` phases. */
  readonly steps: () => ReadonlyArray<StepTimes>
}

interface Watched {
  readonly plan: Plan
  readonly explained: ExplainedPlan
  readonly phaseMs: Float64Array
  steps: number
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const timesOf = ({ plan, explained, phaseMs, steps }: Watched): PlanTimes => {
  const kernelMs = explained.kernels.map(() => 0)
  explained.phases.forEach((kernel, phase) => {
    kernelMs[kernel] = (kernelMs[kernel] ?? 0) + (phaseMs[phase] ?? 0)
  })
  return { plan, explained, steps, kernelMs }
}

/** `now` counts milliseconds from an arbitrary moment. */
export const makeProfile = (now: () => number, mostPhases: number): Profile => {
  const plans: Array<Watched> = []
  const steps: Array<StepTimes> = []
  let phases = 0
  const watch: Probe['watch'] = (plan, explained) => {
    const mine: Watched = {
      plan,
      explained,
      phaseMs: new Float64Array(explained.phases.length),
      steps: 0
    }
    const index = plans.push(mine) - 1
    let last = 0,
      ends: Array<number> | undefined
    return (phase) => {
      const ms = now()
      if (phase < 0) {
        mine.steps++
        ends = phases < mostPhases ? [] : undefined
        if (ends !== undefined) steps.push({ plan: index, beganMs: ms, endsMs: ends })
      } else {
        mine.phaseMs[phase] = (mine.phaseMs[phase] ?? 0) + ms - last
        ends?.push(ms)
        phases++
      }
      last = ms
    }
  }
  return { probe: { watch }, plans: () => plans.map(timesOf), steps: () => steps }
}
