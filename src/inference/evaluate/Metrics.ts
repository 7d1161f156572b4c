/**
 * What is recorded after every epoch, one JSON object a line.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft, left, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { readJsonText } from '../../ir/JsonText.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { EvaluationC } from './PredictionScore.ts'

const byName = t.readonly(t.record(t.string, t.number))

const fromTo = t.readonly(t.type({ from: t.number, to: t.number }))

/** What left training at the end of an epoch, and why it could. */
export const ShrinkageC = t.readonly(
  t.intersection([
    t.type({
      /** By gate, groups that train. */
      groups: t.readonly(t.record(t.string, fromTo)),
      /** By axis, indices; numbers that are trained. */
      sizes: t.readonly(t.record(t.string, fromTo)),
      parameters: fromTo,
      /** Each group that left had at least this score, for this many epochs. */
      threshold: t.number,
      patience: t.number,
      /**
       * The rise of the error cost without them, in nats per datum, over the training rows that are
       * evaluated.
       */
      effectNats: t.number,
      /** What all that has left costs in `complexityNats` and `lossNats`: the least that it can. */
      goneNats: t.number
    }),
    t.partial({
      /** What these groups no longer cost, in nats of the full data set; absent in records before 0.2.0. */
      savedNats: t.number,
      /** What the rise might have been, where that decided and not the objective. */
      toleranceNats: t.number
    })
  ])
)

export type Shrinkage = t.TypeOf<typeof ShrinkageC>

/** What is not in it is not read: a line may say of which run it is. */
export const EpochMetricsC = t.readonly(
  t.exact(
    t.intersection([
      t.type({
        /** Epochs and steps done. */
        epoch: t.number,
        step: t.number,
        /**
         * −E_q ln p(observed | latents) of the full data set: the mean of the epoch's steps, each an
         * unbiased estimate at its own parameters.
         */
        errorCostNats: t.number,
        /** KL(q ‖ p) by site after the epoch. */
        complexityNats: byName,
        /** −ELBO of the full data set: error cost and all complexity costs, in full weight. */
        lossNats: t.number,
        /** The same for each observed value. */
        lossNatsPerDatum: t.number,
        /** Plug-in predictions at the posterior means, one entry for each observed site. */
        train: t.readonlyArray(EvaluationC),
        test: t.readonlyArray(EvaluationC),
        /**
         * By gate: indices that train and whose noise score lies below the threshold, and how many
         * the full model has.
         */
        surviving: t.readonly(
          t.record(
            t.string,
            t.readonly(
              t.type({ alive: t.number, of: t.number, threshold: t.union([t.number, t.null]) })
            )
          )
        ),
        /** Learning rates and weight of the complexity costs in the epoch's last step. */
        learningRates: byName,
        klWeight: t.number
      }),
      t.partial({
        /**
         * The price of bounds of guides, a part of `complexityNats`: what elements at their bound cost
         * more than where they would be without it.
         */
        boundsNats: t.number,
        /** Where single weights were cut: by site, how many are left. */
        left: t.readonly(t.record(t.string, t.readonly(t.type({ left: t.number, of: t.number })))),
        /** Where something did: the epochs after it are of a smaller model. */
        shrinkage: ShrinkageC
      })
    ])
  )
)

/** What is recorded after an epoch: a line of `metrics.jsonl`. */
export type EpochMetrics = t.TypeOf<typeof EpochMetricsC>

/** One line, with its end. */
export const toLine = (m: EpochMetrics): string => `${JSON.stringify(EpochMetricsC.encode(m))}\n`

/** More values than any record has, and deeper ones. */
const readLine = readJsonText({ textBytes: Infinity, values: 2 ** 16, depth: 8 })

/** Every line of a file, or the first that is not a record. */
export const fromLines = (text: string): Either<Problem, ReadonlyArray<EpochMetrics>> => {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const found: Array<EpochMetrics> = []
  for (const [i, line] of lines.entries()) {
    const json = readLine(line)
    const decoded = EpochMetricsC.decode(isLeft(json) ? undefined : json.right)
    if (isLeft(decoded))
      return left(
        problem(
          `metrics, line ${i + 1}`,
          'this is not the record of an epoch',
          `${isLeft(json) ? `${json.left}; ` : ''}the file was cut, changed or written by another version`,
          'leave it out, or train again'
        )
      )
    found.push(decoded.right)
  }
  return right(found)
}

/**
 * Numbers of living indices of one gate; the scores' threshold is chosen by the caller's rule.
 * Where `gone` is 1, none lives.
 */
export const survivors = (
  threshold: (scores: ArrayLike<number>) => number,
  scores: ArrayLike<number>,
  gone: ArrayLike<number> = []
): { readonly alive: number; readonly of: number; readonly threshold: number | null } => {
  const limit = threshold(scores)
  const alive = Array.from(scores).filter((s, i) => s < limit && gone[i] !== 1).length
  return { alive, of: scores.length, threshold: Number.isFinite(limit) ? limit : null }
}
