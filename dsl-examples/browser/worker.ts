/**
 * Trains and presses in a worker, so that the page stays awake. A worker may wait for others and a
 * page may not: more than one thread is used here only, and only if the page is isolated from other
 * origins (vite.config.ts).
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  type BoundData,
  type DataSet,
  encodeNet,
  evaluateOn,
  fitModel,
  type FitOptions,
  loadMnist,
  pressFitted,
  type Problem,
  type Problems,
  servedFiles,
  showProblem,
  tableRow,
  withExecutor
} from 'farrier'
import lenet from '../lenet-300-100.ts'
import type { News, Order, Pressed } from './messages.ts'

const tell = (news: News): void => {
  postMessage(news)
}
const percent = (share: number | undefined): number => 100 * (share ?? NaN)
const alone = TE.mapLeft((one: Problem): Problems => [one])

/** Images and labels under the names and axes that the model gives them. */
const bound = ({ images, labels, count }: DataSet['train']): BoundData =>
  new Map([
    ['x', { axes: ['images', 'pixels'], sizes: [count, 784], values: images }],
    ['y', { axes: ['images'], sizes: [count], values: Float32Array.from(labels) }]
  ])

const follow = (): NonNullable<FitOptions['onProgress']> => {
  let told = 0
  return ({ step, totalSteps, errorCostNats, observations, last }) => {
    tell({
      kind: 'progress',
      share: step / totalSteps,
      errorCostNats: errorCostNats / observations
    })
    if (last === undefined || last.epoch === told) return
    told = last.epoch
    tell({
      kind: 'epoch',
      epoch: {
        epoch: last.epoch,
        lossNats: last.lossNatsPerDatum,
        errorPercent: percent(last.test[0]?.errorRate)
      }
    })
  }
}

const run = ({ data, prior, epochs }: Order): TE.TaskEither<Problems, Pressed> =>
  pipe(
    TE.Do,
    TE.bind('digits', () => alone(loadMnist(servedFiles(data), '.'))),
    TE.bind('executor', () => alone(withExecutor('wasm')(({ name }) => name))),
    TE.chainFirstIOK(({ digits, executor }) => () => {
      tell({ kind: 'loaded', images: digits.train.count, executor })
    }),
    TE.bind('model', () => TE.fromEither(lenet.configure({ prior }))),
    TE.bind('fitted', ({ digits, model }) =>
      fitModel({
        data: bound(digits.train),
        test: bound(digits.test),
        settings: { batch: { images: 128 }, epochs },
        onProgress: follow(),
        nowMs: () => performance.now()
      })(model)
    ),
    TE.chainFirstIOK(() => () => {
      tell({ kind: 'trained' })
    }),
    TE.bind('pressed', ({ fitted }) => pressFitted('lenet-300-100')(fitted)),
    TE.bind('tested', ({ digits, pressed }) =>
      evaluateOn(bound(digits.test))(pressed.artifact.network)
    ),
    TE.map(({ pressed: { artifact }, tested }) => {
      const file = new Uint8Array(encodeNet(artifact).bytes)
      return {
        file,
        nonZeroPercent: tableRow(artifact, file.length).nonZeroPercent,
        errorPercent: percent(tested[0]?.errorRate)
      }
    })
  )

addEventListener('message', ({ data: order }: MessageEvent<Order>) => {
  void run(order)().then((done) => {
    tell(
      done._tag === 'Left'
        ? { kind: 'problems', texts: done.left.map(showProblem) }
        : { kind: 'pressed', pressed: done.right }
    )
  })
})
