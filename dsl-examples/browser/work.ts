/**
 * What the page has done: LeNet is trained, or goes on being trained, until it is finished or
 * somebody stops it; what is finished is pressed and tested. Without a page, so that a test can do
 * it: everything outside comes from `World`.
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  type BoundData,
  type DataSet,
  encodeFit,
  encodeNet,
  evaluateOn,
  fitModel,
  type FitOptions,
  type Fitted,
  pressFitted,
  type Problem,
  type Problems,
  progressText,
  showEpoch,
  showEvaluation,
  showProblem,
  tableRow,
  withExecutor
} from 'farrier'
import lenet from '../lenet-300-100.ts'
import type { News, Order } from './messages.ts'

export interface World {
  readonly digits: TE.TaskEither<Problem, DataSet>
  readonly tell: (news: News) => void
  readonly shouldStop: () => boolean
  /** A turn for messages. */
  readonly pause: () => Promise<void>
  readonly nowMs: () => number
}

const alone = TE.mapLeft((one: Problem): Problems => [one])

/** Images and labels under the names and axes that the model gives them. */
const bound = ({ images, labels, count }: DataSet['train']): BoundData =>
  new Map([
    ['x', { axes: ['images', 'pixels'], sizes: [count, 784], values: images }],
    ['y', { axes: ['images'], sizes: [count], values: Float32Array.from(labels) }]
  ])

/** Tells the page how far it is, and every epoch once. */
const following = ({ tell, nowMs }: World): Pick<FitOptions, 'onProgress' | 'record'> => {
  const textOf = progressText(nowMs)
  return {
    onProgress: (p) => {
      const text = textOf(p)
      if (text !== undefined) tell({ kind: 'progress', share: p.step / p.totalSteps, text })
    },
    record: ({ epoch, lossNatsPerDatum: lossNats, test }) =>
      TE.fromIO(() =>
        tell({ kind: 'epoch', row: { epoch, lossNats, errorRate: test[0]?.errorRate ?? NaN } })
      )
  }
}

const stopped = <Sites>(fitted: Fitted<Sites>): News => ({
  kind: 'stopped',
  text: `stopped after ${fitted.result.state.step} steps; keep it, or go on`,
  kept: new Uint8Array(encodeFit(fitted))
})

const pressed = <Sites>(
  { tell }: World,
  { test }: DataSet,
  fitted: Fitted<Sites>
): TE.TaskEither<Problems, News> => {
  const last = fitted.result.metrics.at(-1)
  tell({ kind: 'trained', text: last === undefined ? '' : showEpoch(last) })
  return pipe(
    pressFitted('lenet-300-100')(fitted),
    TE.bindTo('pressed'),
    TE.bind('tested', (p) => evaluateOn(bound(test))(p.pressed.artifact.network)),
    TE.map(({ pressed: { artifact }, tested }) => {
      const file = new Uint8Array(encodeNet(artifact).bytes)
      const { nonZeroPercent } = tableRow(artifact, file.length)
      return {
        kind: 'pressed',
        text:
          `${file.length} bytes, ${nonZeroPercent.toFixed(1)} % of the weights, ` +
          `${tested.map(showEvaluation).join('; ')}`,
        file
      }
    })
  )
}

/** Does what is ordered; the last news is the answer. */
export const work =
  (world: World) =>
  ({ prior, epochs, kept }: Order): Promise<News> =>
    pipe(
      TE.Do,
      TE.bind('digits', () => alone(world.digits)),
      TE.bind('executor', () => alone(withExecutor('wasm')(({ name }) => name))),
      TE.chainFirstIOK(({ digits: { train }, executor }) => () => {
        world.tell({ kind: 'loaded', images: train.count, executor })
      }),
      TE.bind('model', () => TE.fromEither(lenet.configure({ prior }))),
      TE.bind('fitted', ({ digits, model }) =>
        fitModel({
          data: bound(digits.train),
          test: bound(digits.test),
          ...(kept === undefined
            ? { settings: { batch: { images: 128 }, epochs } }
            : { resume: kept }),
          ...following(world),
          nowMs: world.nowMs,
          shouldStop: world.shouldStop,
          pause: world.pause
        })(model)
      ),
      TE.chain(({ digits, fitted }) =>
        fitted.result.outcome === 'stopped'
          ? TE.right(stopped(fitted))
          : pressed(world, digits, fitted)
      ),
      TE.getOrElse((problems) => async (): Promise<News> => ({
        kind: 'problems',
        texts: problems.map(showProblem)
      }))
    )()
