/**
 * `farrier calibrate`: whether fits or chains find the posteriors of a model, in worlds of its priors.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { choice, positiveInteger, wholeNumber } from '../../dsl/index.ts'
import {
  calibrateDraws,
  calibrateFits,
  calibrationTask
} from '../../library/checking/CalibrateModel.ts'
import { type CalibrateOptions, standardWorlds } from '../../library/checking/CalibrateOptions.ts'
import { calibrationId } from '../../library/checking/KeptWorlds.ts'
import { calibratedMethods } from '../../library/checking/PosteriorInWorld.ts'
import type { Calibration, CalibrationTask } from '../../library/checking/RankedWorlds.ts'
import { namesFrom, noNames } from '../../library/PosteriorNames.ts'
import {
  calibrationJson,
  showCalibration,
  showCalibrationVerdict
} from '../../report/checking/CalibrationText.ts'
import { rankChart } from '../../report/charts/RankChart.ts'
import {
  attempt,
  type Capabilities,
  type Command,
  fromMany,
  onExecutor,
  type Report,
  type Stopping,
  untilInterrupted
} from '../Command.ts'
import { writingAlone } from '../Locks.ts'
import { type ModelRun, settledRun } from '../ModelRun.ts'
import { labelsIn, writtenChoice } from '../options/DataChoice.ts'
import { bindRow } from '../options/DataSource.ts'
import { engineTable } from '../options/EngineOptions.ts'
import {
  assignments,
  type Chosen,
  decodeOptions,
  manyTexts,
  perhaps,
  perhapsText,
  value
} from '../options/OptionTable.ts'
import { nameOfModel, writeChart } from '../pictures/WriteChart.ts'
import { keepingNothing, keepingWorlds } from '../sampling/KeepingWorlds.ts'

export const calibrateTable = {
  data: manyTexts(
    '<FILE>',
    'tables with what the model reads besides its parameters, and the sizes of its plates; may be repeated'
  ),
  bind: bindRow,
  set: manyTexts('<name=value>', 'an option of the model; may be repeated'),
  method: value(
    '<kind>',
    choice(
      calibratedMethods,
      'fit',
      'how posteriors are found: a fit of guides, as train does; or what sample does by the same name'
    )
  ),
  worlds: value('<N>', positiveInteger(standardWorlds, 'worlds of the priors')),
  draws: perhaps(
    '<N>',
    positiveInteger(999, 'draws of each posterior; 999 unless said, of chains 99 out of 1,000')
  ),
  seed: value('<N>', wholeNumber(1, 'the seed of all worlds')),
  centred: perhapsText(
    '<site,…>',
    'sites that stay as they are declared, though their location or scale is random'
  ),
  rows: value('<N>', positiveInteger(10, 'at most so many elements of each site, the first ones')),
  keep: perhapsText(
    '<FILE>',
    'keeps worlds in this file (JSON) as they are done, and goes on behind those that it has'
  ),
  out: perhapsText('<FILE>', 'a picture of the ranks, .svg; or .json: its Vega-Lite specification'),
  ...engineTable
}

type Options = Chosen<typeof calibrateTable>

const centredOf = ({ centred }: Options): ReadonlyArray<string> | undefined =>
  centred?.split(',').filter((site) => site !== '')

/** With a bar, and with the first signal as its end. */
const watched =
  (
    task: CalibrationTask,
    run: (hooks: Stopping & Pick<CalibrateOptions, 'onProgress'>) => Command<Calibration>
  ) =>
  (c: Capabilities) => {
    const bar = c.terminal.isWatched ? c.openBar(task.worlds) : undefined
    return untilInterrupted(
      c,
      (stopping) => run({ ...stopping, onProgress: (world) => bar?.update(world, 'worlds') })(c),
      () => bar?.stop()
    )
  }

const calibrated = ({ model, bound }: ModelRun, options: Options) => {
  const centred = centredOf(options)
  const { method, worlds, draws, seed, backend, threads, keep } = options
  const asked: CalibrateOptions = {
    data: bound.train.data,
    method,
    worlds,
    draws,
    seed,
    centred,
    backend,
    threads
  }
  return pipe(
    fromMany(calibrationTask(model, asked)),
    RTE.bindTo('task'),
    RTE.bind('keeping', ({ task }) =>
      keep === undefined
        ? RTE.right(keepingNothing)
        : attempt(keepingWorlds(keep, calibrationId(task, asked)))
    ),
    RTE.chain(({ task, keeping }) =>
      pipe(
        watched(task, (watching) => {
          const hooked = { ...asked, ...keeping.hooks, ...watching }
          return task.method === 'fit'
            ? onExecutor(
                options,
                calibrateFits(task, model, centred === undefined ? {} : { centred }, hooked)
              )
            : RTE.fromTaskEither(calibrateDraws(task, task.method, hooked))
        }),
        RTE.tap((calibration) => attempt(() => keeping.last(calibration)))
      )
    )
  )
}

const calibrateAs = (path: string, options: Options): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('chosen', () => fromMany(assignments('--set', options.set))),
    RTE.bind('data', () =>
      fromMany(writtenChoice({ ...options, range: '0..1', holdOut: undefined }))
    ),
    RTE.bind('settled', ({ chosen, data }) =>
      settledRun(path, chosen, { centred: centredOf(options) ?? [] }, 'perhaps')(data)
    ),
    RTE.bind('calibration', ({ settled: { run } }) => calibrated(run, options)),
    RTE.let('names', ({ settled: { run } }) =>
      run.data.kind === 'images' ? noNames : namesFrom(run.model.program, labelsIn(run.data.labels))
    ),
    RTE.tap(({ calibration, names: { indices } }) =>
      options.out === undefined
        ? RTE.right(undefined)
        : writeChart(
            'farrier calibrate --out',
            options.out,
            rankChart(
              `Ranks in the posteriors of ${nameOfModel(path)}`,
              showCalibrationVerdict(calibration, indices),
              calibration,
              indices
            )
          )
    ),
    RTE.map(({ calibration, names: { indices } }): Report => ({
      text:
        showCalibration(calibration, options.rows, indices) +
        (calibration.outcome === 'stopped' && options.keep !== undefined
          ? `\n${options.keep} has these worlds: the same command goes on behind them`
          : ''),
      json: calibrationJson(calibration, indices),
      interrupted: calibration.outcome === 'stopped' ? calibration.interrupted : undefined,
      untrusted: calibration.verdict.trust === 'do not trust'
    }))
  )

export const calibrateCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier calibrate', calibrateTable)(given)),
    RTE.chain((options) =>
      [options.keep, options.out].reduce(
        (command, file) => (file === undefined ? command : writingAlone(file)(command)),
        calibrateAs(path, options)
      )
    )
  )
