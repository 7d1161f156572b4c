/**
 * A profile as a table: the parts of a fit, and the kernels of its training step.
 *
 * @since 0.1.0
 */
import type { Variational } from '../ir/Variational.ts'
import type { ExplainedKernel, PlanTimes } from '../runtime/index.ts'
import { columns, showSites, sitesOf } from './KernelText.ts'
import { counted, grouped, percent } from './Numbers.ts'
import { isTraining, type Part, type Recorded, totalMs } from '../library/ProfileRecorder.ts'

// model

export interface PartTime {
  readonly part: string
  readonly ms: number
  readonly share: number
}

/**
 * Means over all steps. `rate` is GFLOP/s of a product, GB/s of anything else; undefined where no
 * time was seen.
 */
export interface KernelTime extends Pick<ExplainedKernel, 'kind' | 'what'> {
  readonly sites: ReadonlyArray<string>
  readonly ms: number
  readonly share: number
  readonly rate: number | undefined
}

export interface StepProfile {
  readonly steps: number
  readonly threads: number
  readonly msPerStep: number
  readonly kernels: ReadonlyArray<KernelTime>
}

/** `training` has one entry for each size of the model, the one that took longest first. */
export interface ProfileSummary {
  readonly ms: number
  readonly parts: ReadonlyArray<PartTime>
  readonly training: ReadonlyArray<StepProfile>
}

// constructors

const sum = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)
const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

const rateOf = ({ kind, flops, bytes }: ExplainedKernel, ms: number): number | undefined =>
  ms > 0 ? (kind === 'product' ? flops : bytes) / ms / 1e6 : undefined

const stepProfile =
  (program: Variational) =>
  (times: PlanTimes): StepProfile => {
    const { explained, steps, kernelMs } = times
    const sites = sitesOf(program),
      all = totalMs(times)
    return {
      steps,
      threads: explained.engine.threads,
      msPerStep: all / Math.max(1, steps),
      kernels: explained.kernels.map((kernel, i) => {
        const ms = (kernelMs[i] ?? 0) / Math.max(1, steps)
        return {
          kind: kernel.kind,
          what: kernel.what,
          sites: sites(kernel),
          ms,
          share: shareOf(kernelMs[i] ?? 0, all),
          rate: rateOf(kernel, ms)
        }
      })
    }
  }

/** What the host's parts are called where they stand alone. */
const labels: ReadonlyArray<readonly [Exclude<Part, 'steps'>, string]> = [
  ['preparation', 'preparation: the engine and its modules'],
  ['evaluation', 'evaluation of training and test error'],
  ['report', 'report of costs and scores'],
  ['shrinking', 'shrinking'],
  ['record', 'records'],
  ['checkpoint', 'checkpoints'],
  ['posterior', 'posterior moments']
]

/** A profile by part of the work and by kernel. */
export const summarise = (
  program: Variational,
  { beganMs, endedMs, spans, plans }: Recorded
): ProfileSummary => {
  const ms = endedMs - beganMs
  const of = (part: Part): number =>
    sum(spans.filter((s) => s.part === part).map((s) => s.endedMs - s.beganMs))
  const training = plans.filter((p) => isTraining(p) && p.steps > 0)
  const inKernels = sum(training.map(totalMs))
  const parts: ReadonlyArray<readonly [string, number]> = [
    ['training steps, in kernels', inKernels],
    ['training steps, around them: batches, rates, calls', of('steps') - inKernels],
    ...labels.map(([part, label]) => [label, of(part)] as const),
    ['the rest', ms - sum(spans.map((s) => s.endedMs - s.beganMs))]
  ]
  return {
    ms,
    parts: parts
      .filter(([, t]) => t !== 0)
      .map(([part, t]) => ({ part, ms: t, share: shareOf(t, ms) })),
    training: [...training].sort((a, b) => totalMs(b) - totalMs(a)).map(stepProfile(program))
  }
}

// destructors

/** Kernels beyond the slowest of this many are counted together. */
const shownKernels = 25

const rateText = ({ kind, rate }: KernelTime): string =>
  rate === undefined ? '' : `${rate.toFixed(1)} ${kind === 'product' ? 'GFLOP/s' : 'GB/s'}`

const stepText = ({ steps, threads, msPerStep, kernels }: StepProfile): ReadonlyArray<string> => {
  const slowest = [...kernels].sort((a, b) => b.ms - a.ms),
    rest = slowest.slice(shownKernels)
  return [
    `a training step: ${msPerStep.toFixed(3)} ms in ${kernels.length} kernels, mean of ` +
      `${grouped(steps)} on ${counted(threads, 'thread')}`,
    ...columns(
      [
        ['ms', 'share', 'rate', 'kernel', 'sites'],
        ...slowest
          .slice(0, shownKernels)
          .map((k) => [
            k.ms.toFixed(3),
            percent(k.share, 1),
            rateText(k),
            k.what,
            showSites(k.sites)
          ]),
        ...(rest.length === 0
          ? []
          : [
              [
                sum(rest.map((k) => k.ms)).toFixed(3),
                percent(sum(rest.map((k) => k.share)), 1),
                '',
                `${rest.length} others`,
                ''
              ]
            ])
      ],
      new Set([0, 1, 2])
    )
  ]
}

/** Where the time of a training went, as text. */
export const showProfile = ({ ms, parts, training }: ProfileSummary): string => {
  const [most, ...others] = training
  return [
    `where ${(ms / 1000).toFixed(2)} s went`,
    ...columns(
      parts.map(({ part, ms: t, share }) => [
        `${(t / 1000).toFixed(3)} s`,
        percent(share, 1),
        part
      ]),
      new Set([0, 1])
    ),
    '',
    ...(most === undefined ? [] : stepText(most)),
    ...others.map(
      (o) => `at another size: ${o.msPerStep.toFixed(3)} ms, mean of ${grouped(o.steps)}`
    )
  ].join('\n')
}
