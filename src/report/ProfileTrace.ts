/**
 * A profile as a flame view: the trace-event format, which Perfetto, chrome://tracing and
 * speedscope open. Epochs, the parts of each, steps, kernels; microseconds since the fit began.
 *
 * Source: "Trace Event Format", the Chromium project.
 *
 * @since 0.1.0
 */
import type { Variational } from '../ir/Variational.ts'
import type { PlanTimes, StepTimes } from '../runtime/index.ts'
import { sitesOf } from './KernelText.ts'
import { isTraining, type Part, type Recorded } from '../library/ProfileRecorder.ts'

// model

/** A complete event: it lies within every event that begins no later and ends no earlier. */
export interface TraceEvent {
  readonly name: string
  readonly cat: 'epoch' | 'part' | 'step' | 'kernel'
  readonly ph: 'X'
  readonly ts: number
  readonly dur: number
  readonly pid: 1
  readonly tid: 1
  readonly args?: Readonly<Record<string, unknown>>
}

interface Metadata {
  readonly name: 'process_name' | 'thread_name'
  readonly ph: 'M'
  readonly pid: 1
  readonly tid?: 1
  readonly args: { readonly name: string }
}

/** A profile as the viewers of trace events read it. */
export interface Trace {
  readonly displayTimeUnit: 'ms'
  readonly traceEvents: ReadonlyArray<TraceEvent | Metadata>
}

// combinators

/** A step of a plan that is not of training is named after what it is part of. */
const stepName = (times: PlanTimes, steps: number): string =>
  isTraining(times) ? `step ${steps}` : `run of ${times.explained.kernels.length} kernels`

type Between = (
  beganMs: number,
  endedMs: number
) => Pick<TraceEvent, 'ph' | 'ts' | 'dur' | 'pid' | 'tid'>

/** Ends are rounded, not durations: what touches goes on touching. */
const since = (originMs: number): Between => {
  const micros = (ms: number): number => Math.round((ms - originMs) * 1e6) / 1e3
  return (beganMs, endedMs) => {
    const ts = micros(beganMs)
    return { ph: 'X', ts, dur: Math.round((micros(endedMs) - ts) * 1e3) / 1e3, pid: 1, tid: 1 }
  }
}

const stepEvents = (program: Variational, plans: ReadonlyArray<PlanTimes>, between: Between) => {
  const sites = sitesOf(program)
  const kernels = plans.map(({ explained }) =>
    explained.phases.map((at) => {
      const kernel = explained.kernels[at],
        of = explained.phases.filter((p) => p === at).length
      return {
        name: kernel?.what ?? '',
        args: {
          sites: kernel === undefined ? [] : sites(kernel),
          kernel: at + 1,
          ...(of > 1 ? { phases: of } : {})
        }
      }
    })
  )
  const counts = plans.map(() => 0)
  return ({ plan, beganMs, endsMs }: StepTimes): ReadonlyArray<TraceEvent> => {
    const times = plans[plan]
    if (times === undefined) return []
    counts[plan] = (counts[plan] ?? 0) + 1
    const step: TraceEvent = {
      name: stepName(times, counts[plan] ?? 0),
      cat: 'step',
      ...between(beganMs, endsMs.at(-1) ?? beganMs)
    }
    return [
      step,
      ...endsMs.map((ms, phase): TraceEvent => ({
        cat: 'kernel',
        name: kernels[plan]?.[phase]?.name ?? '',
        ...between(endsMs[phase - 1] ?? beganMs, ms),
        args: kernels[plan]?.[phase]?.args ?? {}
      }))
    ]
  }
}

/** Names of parts as they stand in the view. */
const partNames: { readonly [P in Part]: string } = {
  preparation: 'preparation',
  steps: 'steps',
  report: 'report',
  evaluation: 'evaluation',
  shrinking: 'shrinking',
  record: 'record',
  checkpoint: 'checkpoint',
  posterior: 'posterior moments'
}

// destructors

/** Events that contain others come first, as some readers ask for. */
export const traceOf = (
  program: Variational,
  { beganMs, endedMs, epochs, spans, plans, steps }: Recorded
): Trace => {
  const between = since(beganMs)
  const events: ReadonlyArray<TraceEvent> = [
    { name: 'fit', cat: 'epoch', ...between(beganMs, endedMs) },
    ...epochs.map(({ epoch, ...e }): TraceEvent => ({
      name: `epoch ${epoch}`,
      cat: 'epoch',
      ...between(e.beganMs, e.endedMs)
    })),
    ...spans.map(({ part, ...s }): TraceEvent => ({
      name: partNames[part],
      cat: 'part',
      ...between(s.beganMs, s.endedMs)
    })),
    ...steps.flatMap(stepEvents(program, plans, between))
  ]
  return {
    displayTimeUnit: 'ms',
    traceEvents: [
      { name: 'process_name', ph: 'M', pid: 1, args: { name: 'farrier train' } },
      { name: 'thread_name', ph: 'M', pid: 1, tid: 1, args: { name: 'the calling thread' } },
      ...[...events].sort((a, b) => a.ts - b.ts || b.dur - a.dur)
    ]
  }
}
