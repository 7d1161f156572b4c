/**
 * `farrier start`, the main job: train, press, read the file back, test what was read.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { positiveInteger, wholeNumber } from '../../dsl/index.ts'
import { type Command, fromMany, type Report, say } from '../Command.ts'
import { ownFile } from '../OwnFiles.ts'
import { engineTable } from '../options/EngineOptions.ts'
import { errorRateOf } from '../../library/EvaluateModel.ts'
import { testNet, type TestedNet } from '../evaluate/EvaluateNet.ts'
import { pressedJson, showMainJob } from '../../report/NetText.ts'
import { type Chosen, decodeOptions, onOff, textOr, value } from '../options/OptionTable.ts'
import { type PressedRun, pressRun } from './PressCommand.ts'
import { showStopped } from '../../report/TrainedText.ts'
import { type Trained, trainFile } from './TrainCommand.ts'

const example = ownFile('dsl-examples/lenet-300-100.ts')

/** A tenth, and no bound: a few kilobytes more than −ELBO would have, and fewer errors. */
const complexityWeight = 0.1

export const startTable = {
  epochs: value('<N>', positiveInteger(10, 'passes over the training data')),
  seed: value('<N>', wholeNumber(1, 'the seed of every random number')),
  data: textOr('<mnist|DIR>', 'mnist', 'the data'),
  out: textOr('<DIR>', 'runs/start', 'the folder of the run; net.farrier is written into it'),
  ...engineTable,
  resume: onOff('go on with an interrupted start')
}

type StartOptions = Chosen<typeof startTable>

const engineWords = (o: StartOptions): Readonly<Record<string, unknown>> => ({
  backend: o.backend,
  threads: String(o.threads)
})

const trainWords = (o: StartOptions, asJson: unknown): Readonly<Record<string, unknown>> => ({
  out: o.out,
  json: asJson,
  ...engineWords(o),
  ...(o.resume
    ? { resume: true }
    : {
        force: true,
        data: [o.data],
        epochs: String(o.epochs),
        seed: String(o.seed),
        complexityWeight: String(complexityWeight),
        set: ['prior=group-horseshoe', 'maxVariance=1e9']
      })
})

const stopped = ({ record, interrupted }: Trained, o: StartOptions): Report => ({
  interrupted,
  text: `${showStopped({ steps: record.steps, folder: o.out })}\ngo on with: farrier start --out ${o.out} --resume`,
  json: { out: o.out, outcome: record.outcome, steps: record.steps }
})

const finished = (
  { record, metrics }: Trained,
  pressed: PressedRun,
  tested: TestedNet
): Report => ({
  text: showMainJob(record.epoch, metrics.at(-1), pressed, tested.set.name, tested),
  json: {
    ...pressedJson(pressed),
    errorRate: errorRateOf(tested.evaluations),
    evaluations: tested.evaluations,
    seed: tested.artifact.provenance.seed,
    epochs: record.epoch,
    backend: record.backend
  }
})

const pressAndTest = (o: StartOptions, trained: Trained): Command<Report> => {
  const path = `${o.out}/net.farrier`
  return pipe(
    pressRun(o.out, { out: path, ...engineWords(o) }),
    RTE.bindTo('pressed'),
    RTE.bind('tested', () =>
      testNet({
        path,
        data: trained.record.data.kind === 'images' ? [trained.record.data.name] : [],
        bind: [],
        range: undefined,
        holdOut: undefined,
        engine: o,
        budget: 1
      })
    ),
    RTE.map(({ pressed, tested }) => finished(trained, pressed, tested))
  )
}

export const start = (given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier start', startTable)(given)),
    RTE.tap((o) =>
      say(
        `LeNet-300-100 under a group horseshoe on ${o.data}, ${o.epochs} epochs, complexity ` +
          `weight ${complexityWeight}, seed ${o.seed}; the run is kept in ${o.out}`
      )
    ),
    RTE.chain((o) =>
      pipe(
        trainFile(example, trainWords(o, given['json'])),
        RTE.chain((trained) =>
          trained.interrupted !== undefined
            ? RTE.right(stopped(trained, o))
            : pressAndTest(o, trained)
        )
      )
    )
  )
