/**
 * The options of `train`, and the settings of a fit that they mean.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import {
  choice,
  positiveInteger,
  positiveNumber,
  realNumber,
  wholeNumber
} from '../../dsl/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import {
  isSettlable,
  isSolvable,
  type Settings,
  type Shrinking,
  standardSchedule,
  standardSettings,
  standardSettling,
  standardShrinking,
  standardTolerance,
  standardSolving
} from '../../inference/index.ts'
import { compileTable } from './CompileTable.ts'
import { cutSettingsOf, cutTable } from './CutOptions.ts'
import type { ModelRun } from '../ModelRun.ts'
import { changedModelRow } from '../TrainedModel.ts'
import { bindRow, holdOutRow } from './DataSource.ts'
import { hasOwnLatents } from './TableSource.ts'
import { engineTable } from './EngineOptions.ts'
import {
  type Chosen,
  manyTexts,
  onOff,
  onOffOr,
  perhaps,
  perhapsText,
  someTexts,
  text,
  textOr,
  value
} from './OptionTable.ts'

const { rates } = standardSchedule

/** Tables of so many rows are seen whole in every step. */
const mostInFull = 4096

/** Of a search for the thrift that meets a target. */
export const searchTable = {
  targetBytes: perhaps(
    '<N>',
    positiveInteger(
      10_000,
      'find the thrift whose pressed network has at most so many bytes and the fewest errors on held-out ' +
        'rows, by complete runs (--hold-out)'
    )
  ),
  targetError: perhaps(
    '<percent>',
    positiveNumber(
      2,
      'the same for a network of at most this error on held-out rows and the fewest bytes'
    )
  ),
  runs: perhaps(
    '<N>',
    positiveInteger(6, 'complete runs that a search takes at most; 6 unless said')
  )
}

export type SearchOptions = Chosen<typeof searchTable>

export const trainTable = {
  data: someTexts(
    '<FILE|DIR|mnist>',
    'the data: tables (.csv, .tsv, .json, .npy, .safetensors), mnist, ' +
      'or a folder of images (IDX, CIFAR-10); may be repeated for tables'
  ),
  bind: bindRow,
  out: text('<DIR>', 'the folder of the run'),
  set: manyTexts('<name=value>', 'an option of the model; may be repeated'),
  epochs: value('<N>', positiveInteger(standardSettings.epochs, 'passes over the training data')),
  seed: value('<N>', wholeNumber(standardSettings.seed, 'the seed of every random number')),
  batch: perhapsText(
    '<N|all>',
    'rows per step; all: every step sees all of them, for --steps steps. Default: 128 of images; ' +
      `of tables all up to ${mostInFull} rows, and wherever rows have latent sites of their own`
  ),
  method: value(
    '<how>',
    choice(
      ['auto', 'solve', 'settle', 'schedule'],
      'auto',
      'solve for the optimum; or step on batches until their mean settles, for --epochs at most; or ' +
        'follow a schedule of steps. auto: a schedule where anything is said of one, and of large ' +
        'models and of bounded ones; else settle where steps see batches, and solve where they see all'
    )
  ),
  steps: value('<N>', positiveInteger(standardSettings.steps, 'steps where each sees all rows')),
  ...engineTable,
  range: textOr('<LOW..HIGH>', '0..1', 'what bytes 0 and 255 become'),
  holdOut: holdOutRow,
  rateLocation: value('<x>', positiveNumber(rates.location, 'the learning rate of locations')),
  rateScale: value('<x>', positiveNumber(rates.scale, 'the learning rate of scales')),
  rateVariance: value(
    '<x>',
    positiveNumber(rates.logVariance, 'the learning rate of log-variances')
  ),
  warmUp: value(
    '<share>',
    realNumber(
      standardSchedule.warmUp,
      'the share of the steps over which the complexity costs grow to full weight'
    )
  ),
  decayFrom: value(
    '<share>',
    realNumber(
      standardSchedule.decayFrom,
      'the share of the steps from which the learning rates fall to 0'
    )
  ),
  draws: value(
    '<N>',
    positiveInteger(standardSettings.draws, 'draws where posterior moments have no closed form')
  ),
  complexityWeight: value(
    '<x>',
    positiveNumber(1, 'the weight of the complexity costs against the error cost')
  ),
  thrift: perhaps(
    '<x>',
    positiveNumber(
      1,
      'error against size as one number: below 1 fewer errors, above 1 fewer bytes; it decides the weight ' +
        'of the complexity costs, the bounds of guides, what may leave, and how closely a network is pressed'
    )
  ),
  shrink: onOffOr(
    true,
    'groups that the posterior has switched off leave training, which then is smaller and faster; where ' +
      'steps see all rows only if it is said'
  ),
  shrinkThreshold: value(
    '<x>',
    realNumber(
      standardShrinking.threshold,
      'with --shrink: the noise score from which a group counts as switched off, ln of noise over signal'
    )
  ),
  shrinkPatience: value(
    '<N>',
    positiveInteger(
      standardShrinking.patience,
      'with --shrink: the epochs in a row for which it must be'
    )
  ),
  shrinkTolerance: value(
    '<nats>',
    realNumber(
      standardTolerance,
      'with --shrink: the rise of the error cost per datum that those that stay are expected to make ' +
        'good for, times the thrift where that is below 1, and none while the complexity costs grow; ' +
        '0: groups leave where the objective is better without them'
    )
  ),
  ...cutTable,
  ...searchTable,
  ...compileTable,
  initFrom: perhapsText('<RUN>', 'start at the parameters of another run where they fit'),
  profile: onOff(
    'measure where the time goes, kernel by kernel, and leave a flame view in the folder of the run'
  ),
  resume: onOff('go on with the run in --out where it stopped'),
  force: onOff('replace the run in --out'),
  changedModel: changedModelRow
}

export type TrainOptions = Chosen<typeof trainTable>

/** `128` or `all` for `total` rows in the plate; never more than there are. */
const parseBatch = (
  given: string,
  plate: string | undefined,
  total: number
): E.Either<Problems, Settings['batch']> => {
  const size = Number(given)
  if (given === 'all') return E.right({})
  const isCount = Number.isSafeInteger(size) && size > 0
  return isCount && plate !== undefined
    ? E.right({ [plate]: Math.min(size, total) })
    : E.left(
        of(
          isCount
            ? problem(
                '--batch',
                'the observations of this model are over axes of fixed sizes',
                'only rows of a plate can be cut into batches',
                '--batch all, or leave it out'
              )
            : problem(
                '--batch',
                `expected a whole number above 0 or all, found '${given}'`,
                'a step sees that many rows',
                '--batch 128'
              )
        )
      )
}

/** What is chosen where nothing is said. */
const batchFor = ({ data, model, bound: { plate } }: ModelRun, total: number): string =>
  data.kind === 'images'
    ? '128'
    : plate === undefined || total <= mostInFull || hasOwnLatents(model.program, plate)
      ? 'all'
      : '128'

/** Options that say something about a schedule; of what settles, epochs are the budget. */
const ofSchedules: ReadonlyArray<string> = [
  'steps',
  'rateLocation',
  'rateScale',
  'rateVariance',
  'warmUp',
  'decayFrom',
  'shrink',
  'complexityWeight',
  'thrift',
  'cut',
  'surgery'
]

/** What a model is fitted by. `given` are the options that somebody wrote. */
const methodOf = (
  { method }: TrainOptions,
  { model: { program }, bound: { train } }: ModelRun,
  batch: Settings['batch'],
  given: Readonly<Record<string, unknown>>
): Exclude<TrainOptions['method'], 'auto'> => {
  if (method !== 'auto') return method
  if (ofSchedules.some((name) => given[name] !== undefined)) return 'schedule'
  return Object.keys(batch).length > 0
    ? isSettlable(program, train)
      ? 'settle'
      : 'schedule'
    : given['epochs'] === undefined && isSolvable(program, train)
      ? 'solve'
      : 'schedule'
}

const flag = (name: string): string => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`

/** What would be ignored: a solver follows no schedule, and neither does what settles. */
const besideSolver = (
  { method }: TrainOptions,
  given: Readonly<Record<string, unknown>>
): E.Either<Problems, void> => {
  const [first, ...others] = [...(method === 'solve' ? ['epochs'] : []), ...ofSchedules].filter(
    (name) => given[name] !== undefined
  )
  return (method !== 'solve' && method !== 'settle') || first === undefined
    ? E.right(undefined)
    : E.left(
        of(
          problem(
            'farrier train --method',
            `${method}, and beside it ${[first, ...others].map(flag).join(', ')}`,
            'no schedule is followed then, and these say something about one',
            'leave one of the two out'
          )
        )
      )
}

const shrinkingOf = (o: TrainOptions): Shrinking => ({
  threshold: o.shrinkThreshold,
  patience: o.shrinkPatience,
  ...(o.shrinkTolerance === 0 ? {} : { toleranceNats: o.shrinkTolerance })
})

/** The settings that options mean; `given` are those that somebody wrote. */
export const settingsOf = (
  o: TrainOptions,
  run: ModelRun,
  given: Readonly<Record<string, unknown>>
): E.Either<Problems, Settings> => {
  const { plate, train } = run.bound
  const total = plate === undefined ? 0 : (train.sizes.get(plate) ?? 0)
  const parsed = pipe(
    besideSolver(o, given),
    E.chain(() => parseBatch(o.batch ?? batchFor(run, total), plate, total)),
    E.bindTo('batch'),
    E.bind('cutting', () => cutSettingsOf(o))
  )
  return E.Functor.map(parsed, ({ batch, cutting }) => ({
    ...standardSettings,
    ...cutting,
    batch,
    seed: o.seed,
    epochs: o.epochs,
    steps: o.steps,
    draws: o.draws,
    recordEvery: Math.min(standardSettings.recordEvery, o.steps),
    schedule: {
      rates: { location: o.rateLocation, scale: o.rateScale, logVariance: o.rateVariance },
      warmUp: o.warmUp,
      decayFrom: o.decayFrom
    },
    ...(o.complexityWeight === 1 ? {} : { complexityWeight: o.complexityWeight }),
    ...(o.thrift === undefined ? {} : { thrift: o.thrift }),
    ...(methodOf(o, run, batch, given) === 'solve'
      ? { solve: standardSolving }
      : methodOf(o, run, batch, given) === 'settle'
        ? { settle: standardSettling }
        : o.shrink && (given['shrink'] !== undefined || Object.keys(batch).length > 0)
          ? { shrink: shrinkingOf(o) }
          : {})
  }))
}
