/**
 * The options of `press`, and what they mean to the compressor.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import {
  byBits,
  byCodebook,
  defaultPressOptions,
  defaultToleranceNats,
  leastBits,
  mostBits,
  mostCodebookBits,
  type PrecisionRule,
  type Thresholds
} from '../../compress/index.ts'
import { positiveInteger, positiveNumber } from '../../dsl/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { PressChoices } from '../../library/PressModel.ts'
import { changedModelRow } from '../TrainedModel.ts'
import { engineTable } from './EngineOptions.ts'
import {
  type Chosen,
  manyTexts,
  onOff,
  onOffOr,
  perhaps,
  perhapsText,
  text,
  textOr,
  value
} from './OptionTable.ts'

/** Training images on which effects are measured unless said otherwise. */
const standardRows = 20_000

export const pressTable = {
  out: text('<net.farrier>', 'the file to write'),
  bits: textOr(
    '<auto|N|kmeans:N|entropy:N>',
    'auto',
    'bits of every weight; auto: by the posterior variance, as coarse as the tolerance allows; kmeans:N, ' +
      'entropy:N: at most 2^N levels for the weights of a tensor, the nearest, or those whose code is short too'
  ),
  threshold: manyTexts(
    '<auto|split|x|axis=x>',
    'what is pruned; auto: as much as the tolerance allows; split: two classes of scores; axis=x: noise ' +
      'scores above x; x: the same on every other axis'
  ),
  tolerance: perhaps(
    '<nats>',
    positiveNumber(
      defaultToleranceNats,
      'the rise of the training loss that pruning and rounding together may bring, nats per datum; ' +
        `unless said ${defaultToleranceNats}, less where the run was trained with a thrift below 0.45`
    )
  ),
  nonZero: perhapsText(
    '<percent>',
    'prune to at most so many per cent of the weights, at the least tolerance that does ' +
      'it, instead of to a given tolerance'
  ),
  targetBytes: perhaps(
    '<N>',
    positiveInteger(
      10_000,
      'press into at most so many bytes, at the least tolerance that does it, instead of to a given tolerance'
    )
  ),
  foldMeans: onOff('what is pruned leaves its mean contribution to the next bias'),
  compensate: onOffOr(
    true,
    'what one rounding loses, other weights of the sum take over, by what inputs have in common'
  ),
  rows: value(
    '<N>',
    positiveInteger(standardRows, 'training images on which effects are measured, from the front')
  ),
  otherData: onOff(
    'effects are measured on the data as they are, although the training saw others'
  ),
  changedModel: changedModelRow,
  ...engineTable
}

export type PressChoice = Chosen<typeof pressTable>

const precisionOf = (bits: string): E.Either<Problems, PrecisionRule> => {
  const n = Number(bits)
  if (bits === 'auto') return E.right(defaultPressOptions.precision)
  const [, rule, levels] = /^(kmeans|entropy):(\d+)$/.exec(bits) ?? []
  if (rule !== undefined && Number(levels) >= 1 && Number(levels) <= mostCodebookBits)
    return E.right(byCodebook(rule === 'kmeans' ? 'kMeans' : 'entropy', Number(levels)))
  return Number.isInteger(n) && n >= leastBits && n <= mostBits
    ? E.right(byBits(n))
    : E.left(
        of(
          problem(
            '--bits',
            `expected auto, a whole number from ${leastBits} to ${mostBits}, kmeans:N or entropy:N with N ` +
              `up to ${mostCodebookBits}, found '${bits}'`,
            'one bit is the sign, and a float32 has no more than that',
            '--bits auto'
          )
        )
      )
}

const isRule = (word: string): boolean => word === 'auto' || word === 'split'
const isNumber = (word: string): boolean => word.trim() !== '' && !Number.isNaN(Number(word))

const thresholdsOf = (words: ReadonlyArray<string>): E.Either<Problems, Thresholds> => {
  const every = words.findLast(isNumber)
  const given = words
    .filter((w) => !isRule(w) && !isNumber(w))
    .map(
      (w) => [w.slice(0, Math.max(0, w.lastIndexOf('='))), w.slice(w.lastIndexOf('=') + 1)] as const
    )
  const wrong = given
    .filter(([axis, x]) => axis === '' || x.trim() === '' || Number.isNaN(Number(x)))
    .map(([axis, x]) =>
      problem(
        '--threshold',
        `expected auto, split, a number or axis=x, found '${axis === '' ? x : `${axis}=${x}`}'`,
        'indices of the axis whose noise score is above x are pruned',
        '--threshold auto'
      )
    )
  return isNonEmpty(wrong)
    ? E.left(wrong)
    : E.right({
        rule: words.includes('split') ? 'split' : 'effect',
        given: new Map(given.map(([axis, x]) => [axis, Number(x)] as const)),
        ...(every === undefined ? {} : { every: Number(every) })
      })
}

/** Per cent of the weights that may be left, if that is what is asked for. */
const budgetOf = ({ nonZero }: PressChoice): E.Either<Problems, number | undefined> => {
  const percent = Number(nonZero)
  return nonZero === undefined || (nonZero.trim() !== '' && percent > 0 && percent <= 100)
    ? E.right(nonZero === undefined ? undefined : percent)
    : E.left(
        of(
          problem(
            '--non-zero',
            `expected per cent above 0 and up to 100, found '${nonZero}'`,
            'it is the share of weights that may be left',
            '--non-zero 12'
          )
        )
      )
}

/** All but the rows, whose plate the data know. */
export const pressChoicesOf = (o: PressChoice): E.Either<Problems, PressChoices> =>
  pipe(
    E.Do,
    E.bind('precision', () => precisionOf(o.bits)),
    E.bind('thresholds', () => thresholdsOf(o.threshold)),
    E.bind('nonZeroPercent', () => budgetOf(o)),
    E.map((chosen) => ({
      ...chosen,
      mostBytes: o.targetBytes,
      foldMeans: o.foldMeans,
      compensate: o.compensate
    }))
  )
