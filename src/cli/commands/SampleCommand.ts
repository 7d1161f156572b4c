/**
 * `farrier sample`: draws from the posterior of a model, left in the folder of a run.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { ModelTarget } from '../../inference/index.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { namesFrom, noNames } from '../../library/PosteriorNames.ts'
import { standardQuantiles } from '../../library/PosteriorQuestion.ts'
import { drawnRun } from '../../library/run/DrawnRun.ts'
import { type SampledRun, sampleRun } from '../../library/run/SampleRun.ts'
import { summaryOfDraws } from '../../library/Summarise.ts'
import { type SampledRunFacts, sampledJson, showSampled } from '../../report/SampledText.ts'
import { showSummary, summaryJson } from '../../report/SummaryText.ts'
import { type Command, type Report, untilInterrupted } from '../Command.ts'
import { asPlanned, trainingAlone } from '../Locks.ts'
import { labelsIn } from '../options/DataChoice.ts'
import type { Signal } from '../Processes.ts'
import type { Given } from '../RunPlan.ts'
import { planSampling, type SamplePlan } from '../sampling/SamplePlan.ts'
import { watchChains } from '../sampling/WatchingChains.ts'

interface Sampled extends SampledRun {
  readonly plan: SamplePlan
  /** What asked it to end, if something did. */
  readonly interrupted: Signal | undefined
}

const asChains =
  (plan: SamplePlan, target: ModelTarget, asJson: boolean): Command<Sampled> =>
  (c) => {
    const { folder, record, settings, options } = plan
    const watching = watchChains(c, asJson, record.steps.of)
    return pipe(
      untilInterrupted(
        c,
        (stopping) =>
          sampleRun(
            { files: c.files, folder, record, target, settings, isResumed: options.resume },
            {
              nowMs: c.nowMs,
              threads: options.threads,
              onProgress: watching.onProgress,
              ...stopping
            }
          ),
        watching.stop
      ),
      TE.map((sampled): Sampled => ({ ...sampled, plan }))
    )
  }

const sampleAs = (plan: SamplePlan, asJson: boolean): Command<Sampled> => {
  const { work, folder, record } = plan
  return work.kind === 'chains'
    ? asChains(plan, work.target, asJson)
    : ({ files }) =>
        pipe(
          drawnRun({ files, folder, record, draw: work.draw }),
          TE.map((sampled): Sampled => ({ ...sampled, plan, interrupted: undefined }))
        )
}

/** Draws of the priors, where there is something observed beside which they can be laid. */
const isComparable = ({ options, run }: SamplePlan): boolean =>
  options.prior && run.model.program.observed.some(({ name }) => run.bound.train.data.has(name))

/** Elements of each site that are printed. */
const rows = 10

const factsOf = ({ plan: { folder, settings }, record }: Sampled): SampledRunFacts | undefined =>
  record.sampled === undefined
    ? undefined
    : { ...settings, ...record, folder, sampled: record.sampled }

const reportOf =
  (path: string) =>
  (done: Sampled): Report => {
    const { plan, record, draws, interrupted } = done
    const facts = factsOf(done)
    if (facts === undefined) throw new Error('internal: a sampled run says nothing of its sampler')
    const { program } = plan.run.model
    const names =
      record.data.kind === 'images' ? noNames : namesFrom(program, labelsIn(record.data.labels))
    const summary =
      draws === undefined
        ? undefined
        : summaryOfDraws(draws, program, {
            probabilities: standardQuantiles,
            draws: draws.draws,
            seed: plan.settings.seed,
            rows
          })
    const isStopped = record.outcome === 'stopped'
    const resume = `farrier sample ${shellWord(path)} --out ${shellWord(plan.folder)} --resume`
    const table =
      summary === undefined
        ? undefined
        : showSummary(summary.sites, summary.question, names.indices)
    return {
      interrupted: isStopped ? interrupted : undefined,
      text: [
        showSampled(facts, table),
        isStopped
          ? `go on with: ${resume}`
          : `next: farrier ${isComparable(plan) ? 'replicate' : 'summary'} ${shellWord(plan.folder)}`
      ].join('\n'),
      json: sampledJson(
        facts,
        summary === undefined
          ? undefined
          : summaryJson(summary.sites, summary.question, names.indices),
        isStopped ? resume : null
      )
    }
  }

/** As text, with where everything is. */
export const sampleCommand = (path: string, given: Given): Command<Report> =>
  pipe(
    planSampling(path, given),
    RTE.chain((plan) =>
      trainingAlone(plan.folder)(
        pipe(
          asPlanned(plan, 'sample'),
          RTE.chain(() => sampleAs(plan, given['json'] === true))
        )
      )
    ),
    RTE.map(reportOf(path))
  )
