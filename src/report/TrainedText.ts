/**
 * What a training came to, in words and as JSON.
 *
 * @since 0.2.0
 */
import type { EpochMetrics, FitResult, Shrinkage } from '../inference/index.ts'
import type { FormDecision } from '../library/forms/Form.ts'
import type { Compared } from '../library/NullModel.ts'
import type { KeptCheck } from '../library/checking/KeptCheck.ts'
import { showKeptCheck } from './checking/CheckText.ts'
import { nullModelJson, showNullModel } from './NullModelText.ts'
import type { IndexNames } from './SummaryText.ts'
import { showEpoch, showShrinkage, showSplit } from './EpochText.ts'
import { type ProfileSummary, showProfile } from './ProfileText.ts'
import { showTrend, type Trend, trendOf } from './TrendText.ts'
import {
  type SettledFacts,
  showForm,
  showSettled,
  showSolution,
  type SolutionFacts
} from './SolutionText.ts'

// model

/** What is said of a training that has ended. */
export interface TrainedFacts {
  /** Where the run is kept. */
  readonly folder: string
  readonly outcome: 'running' | FitResult['outcome']
  readonly epoch: number
  readonly steps: { readonly done: number; readonly of: number }
  readonly seed: number
  readonly backend: string
  readonly model: Readonly<Record<string, unknown>>
  /** Of all epochs. */
  readonly metrics: ReadonlyArray<EpochMetrics>
  /** A solver's steps are rounds. */
  readonly isSolved?: boolean
  /** Of a solver that was not stopped. */
  readonly solution?: SolutionFacts
  /** Where a guide is a point, the loss is no −ELBO. */
  readonly isElbo?: boolean
  /** Where groups can leave, and the fit was not stopped. */
  readonly nullModel?: Compared
  /** Of a fit that was solved, where it was checked. */
  readonly check?: KeptCheck
  /** Of axes whose indices have names. */
  readonly names?: IndexNames
  /** Of a fit that settles and was not stopped. */
  readonly settled?: SettledFacts
  /** How the model was written for its guides, where that was chosen. */
  readonly form?: ReadonlyArray<FormDecision>
  readonly profile: (ProfileSummary & { readonly file: string }) | undefined
}

// combinators

/** When the model shrank, and how. */
const shrinkages = (
  metrics: ReadonlyArray<EpochMetrics>
): ReadonlyArray<Shrinkage & { readonly epoch: number }> =>
  metrics.flatMap(({ epoch, shrinkage }) =>
    shrinkage === undefined ? [] : [{ epoch, ...shrinkage }]
  )

const profileLines = (profile: TrainedFacts['profile']): ReadonlyArray<string> =>
  profile === undefined
    ? []
    : [
        '',
        showProfile(profile),
        '',
        `flame view: ${profile.file} (Perfetto, chrome://tracing, speedscope)`
      ]

/** Of a schedule that is over. */
const trend = ({
  outcome,
  metrics
}: Pick<TrainedFacts, 'outcome' | 'metrics'>): Trend | undefined =>
  outcome === 'finished' ? trendOf(metrics) : undefined

// destructors

/** `interrupted and saved: 120 of 9380 steps, in runs/a`. */
export const showStopped = ({
  steps,
  folder,
  isSolved = false
}: Pick<TrainedFacts, 'steps' | 'folder' | 'isSolved'>): string =>
  `interrupted and saved: ${steps.done} of ${steps.of} ${isSolved ? 'rounds' : 'steps'}, in ${folder}`

/** How far it came, its last epoch, when it shrank, where the time went. */
export const showTrained = (f: TrainedFacts): string => {
  const last = f.metrics.at(-1)
  const going = trend(f)
  return [
    f.outcome === 'stopped'
      ? showStopped(f)
      : f.solution !== undefined
        ? `solved: in ${f.folder}`
        : f.settled !== undefined
          ? `settled: in ${f.folder}`
          : `trained: epoch ${f.epoch}, ${f.steps.of} steps, in ${f.folder}`,
    ...(f.solution === undefined ? [] : showSolution(f.solution, f.steps.done)),
    ...(f.settled === undefined ? [] : showSettled(f.settled, f.epoch)),
    ...showForm(f.form ?? []),
    ...showKeptCheck(f.check, f.names),
    ...(last === undefined
      ? []
      : [
          showEpoch(last),
          ...showSplit(last, f.isElbo),
          ...showNullModel(f.nullModel, last.lossNats / last.lossNatsPerDatum || 1)
        ]),
    ...(going === undefined ? [] : [showTrend(going)]),
    ...shrinkages(f.metrics).map(
      ({ epoch, ...s }) => `after epoch ${epoch} it ${showShrinkage(s)}`
    ),
    `seed ${f.seed}, backend ${f.backend}`,
    ...profileLines(f.profile)
  ].join('\n')
}

/** `resume` how to go on with one that was stopped. */
export const trainedJson = (
  f: TrainedFacts,
  resume: string | null
): Readonly<Record<string, unknown>> => ({
  out: f.folder,
  outcome: f.outcome,
  epoch: f.epoch,
  steps: f.steps,
  seed: f.seed,
  backend: f.backend,
  model: f.model,
  metrics: f.metrics.at(-1) ?? null,
  shrinkage: shrinkages(f.metrics),
  ...(trend(f) === undefined ? {} : { trend: trend(f) }),
  ...(f.solution === undefined ? {} : { solution: f.solution }),
  ...(f.settled === undefined ? {} : { settled: f.settled }),
  ...(f.form === undefined ? {} : { form: f.form }),
  ...nullModelJson(f.nullModel),
  ...(f.check === undefined ? {} : { check: f.check }),
  resume,
  ...(f.profile === undefined ? {} : { profile: f.profile })
})

/** `12 parameters from runs/a; not taken: fc1/w.location (…)`. */
export const showInitFrom = (
  from: string,
  {
    taken,
    left
  }: {
    readonly taken: ReadonlyArray<string>
    readonly left: ReadonlyArray<{ readonly name: string; readonly why: string }>
  }
): string =>
  `${taken.length} parameters from ` +
  `${from}${left.length === 0 ? '' : `; not taken: ${left.map((l) => `${l.name} (${l.why})`).join(', ')}`}`
