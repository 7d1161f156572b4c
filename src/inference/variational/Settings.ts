/**
 * How a model is fitted: everything that, with the model, the data and the backend, decides every
 * byte of the result.
 *
 * @since 0.1.0
 */
import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { aNumber, byName, type Field, fields, perhaps } from '../../ir/Fields.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import {
  CutC,
  cutField,
  expectedCut,
  SurgeryC,
  surgeryField,
  wrongCut,
  wrongSurgery
} from '../cutting/CutRule.ts'
import {
  expectedSettling,
  type SettleRule,
  SettleRuleC,
  wrongSettling
} from '../settling/SettleRule.ts'
import { expectedRule, type SolverRule, SolverRuleC, wrongRule } from '../solving/SolverRule.ts'
import { type Rates, type Schedule, standardSchedule } from './Schedule.ts'

const Rates = t.readonly(t.type({ location: t.number, scale: t.number, logVariance: t.number }))
const ScheduleC = t.readonly(t.type({ rates: Rates, decayFrom: t.number, warmUp: t.number }))

/**
 * When groups leave training: noise, a score of at least `threshold`, for `patience` epochs in a
 * row, and if the error cost rises by at most `toleranceNats` per datum without them, which those that
 * stay make good for; by nothing before the complexity costs have full weight. Without a tolerance,
 * if the objective is better: what they no longer cost, in the weight that it has, is more than the
 * rise. Epochs of the warm-up count: what a smaller weight of the complexity costs has switched off,
 * the full weight does not switch on again.
 */
const ShrinkingC = t.readonly(
  t.intersection([
    t.type({ threshold: t.number, patience: t.number }),
    t.partial({ toleranceNats: t.number })
  ])
)
export type Shrinking = t.TypeOf<typeof ShrinkingC>

/** Nats per datum. */
export const standardTolerance = 0.02

/** More noise than signal for two epochs; two hundredths of a nat. */
export const standardShrinking: Shrinking = {
  threshold: 0,
  patience: 2,
  toleranceNats: standardTolerance
}

/**
 * Networks, which are trained on batches, shrink unless somebody says otherwise; a posterior that is
 * read keeps all of its sites.
 */
export const shrinkingOf = (batch: Settings['batch'] = {}): Pick<Settings, 'shrink'> =>
  Object.keys(batch).length === 0 ? {} : { shrink: standardShrinking }

/** Stored with a run, so that resuming it goes on in the same way. */
export const SettingsC = t.readonly(
  t.intersection([
    t.type({
      seed: t.number,
      /** Batch size by plate. Empty: every step sees all data. */
      batch: t.readonly(t.record(t.string, t.number)),
      /** Passes over the data; for fits without batches, `steps` is what counts. */
      epochs: t.number,
      /** Steps of a fit without batches, and after how many of them an epoch is recorded. */
      steps: t.number,
      recordEvery: t.number,
      schedule: ScheduleC,
      /** Rows of the plate predicted at once. */
      chunk: t.number,
      /**
       * Rows of the training data, and of the test data, that are predicted after an epoch, from the
       * front; after the last epoch all of them are.
       */
      trainRows: t.number,
      /** Draws from the guide where posterior moments have no closed form. */
      draws: t.number
    }),
    t.partial({
      /**
       * The trade-off of error against size: the weight of the complexity costs once they have
       * grown. Absent: 1, and the objective is −ELBO.
       */
      complexityWeight: t.number,
      /** The same trade-off as one number that bounds and pressing follow (`Thrift.ts`). */
      thrift: t.number,
      /** Absent: the model keeps its size. */
      shrink: ShrinkingC,
      /** There: single weights are cut at the start, and held at 0. */
      cut: CutC,
      /** There: single weights are cut while training, and may come back. */
      surgery: SurgeryC,
      /** There: the optimum is solved for, and there is no schedule; all data are seen. */
      solve: SolverRuleC,
      /** There: steps see batches until their mean is the optimum; `epochs` are the budget. */
      settle: SettleRuleC
    })
  ])
)

export type Settings = t.TypeOf<typeof SettingsC>

/** 60 epochs, or 2,000 steps where every step sees all data; seed 1. */
export const standardSettings: Settings = {
  seed: 1,
  batch: {},
  epochs: 60,
  steps: 2000,
  recordEvery: 100,
  schedule: standardSchedule,
  chunk: 1000,
  trainRows: 2000,
  draws: 100
}

/** Names and kinds of settings that are given; what numbers may be, `checkSettings` says. */
export const settingsFields: Field = fields<Settings>({
  seed: aNumber,
  batch: byName(aNumber),
  epochs: aNumber,
  steps: aNumber,
  recordEvery: aNumber,
  schedule: fields<Schedule>(
    {
      rates: fields<Rates>({ location: aNumber, scale: aNumber, logVariance: aNumber }, [
        'location',
        'scale',
        'logVariance'
      ]),
      decayFrom: aNumber,
      warmUp: aNumber
    },
    ['rates', 'decayFrom', 'warmUp']
  ),
  chunk: aNumber,
  trainRows: aNumber,
  draws: aNumber,
  complexityWeight: perhaps(aNumber),
  thrift: perhaps(aNumber),
  shrink: perhaps(
    fields<Shrinking>({ threshold: aNumber, patience: aNumber, toleranceNats: perhaps(aNumber) }, [
      'threshold',
      'patience'
    ])
  ),
  cut: perhaps(cutField),
  surgery: perhaps(surgeryField),
  solve: perhaps(
    fields<SolverRule>(
      {
        draws: aNumber,
        mostDraws: aNumber,
        tolerance: aNumber,
        drawError: aNumber,
        rounds: aNumber
      },
      ['draws', 'mostDraws', 'tolerance', 'drawError', 'rounds']
    )
  ),
  settle: perhaps(
    fields<SettleRule>({ tolerance: aNumber, blocks: aNumber, factor: aNumber }, [
      'tolerance',
      'blocks',
      'factor'
    ])
  )
})

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 1
const isShare = (x: number): boolean => x >= 0 && x <= 1

const unlike = (
  where: string,
  expected: string,
  found: number,
  why: string,
  tryNext: string
): Either<Problem, never> => refuse(where, `expected ${expected}, found ${found}`, why, tryNext)

/** What is cut, and beside what it can be. */
const checkCuts = ({ cut, surgery, solve, settle }: Settings): Either<Problem, void> => {
  if (cut === undefined && surgery === undefined) return right(undefined)
  const wrongRule = wrongCut(cut ?? [])
  const wrongNumber = surgery === undefined ? undefined : wrongSurgery(surgery)
  if (wrongRule !== undefined)
    return unlike(
      `cut: ${wrongRule.by}`,
      expectedCut[wrongRule.by],
      wrongRule.than,
      'weights are compared with it',
      'try deviations=1'
    )
  if (surgery !== undefined && wrongNumber !== undefined)
    return unlike(
      `surgery: ${wrongNumber}`,
      wrongNumber === 'deviations' ? 'a finite number' : 'a finite number from 0 on',
      surgery[wrongNumber],
      'it says when weights are looked at, and from where on they are cut',
      'leave it as it stands in standardSurgery'
    )
  if (cut !== undefined && surgery !== undefined)
    return refuse(
      'cut',
      'a surgery beside it',
      'what is cut at the start is held at 0, and a surgery lets it come back',
      'leave one of the two out'
    )
  return solve === undefined && settle === undefined
    ? right(undefined)
    : refuse(
        cut === undefined ? 'surgery' : 'cut',
        `${solve === undefined ? 'settling' : 'a solver'} beside it`,
        'weights are cut in the steps of a schedule',
        'follow a schedule (--method schedule; in code, neither solve nor settle)'
      )
}

/** Refuses numbers that no fit can use, naming the first. */
export const checkSettings = (s: Settings): Either<Problem, Settings> => {
  const { threshold, patience, toleranceNats = 0 } = s.shrink ?? standardShrinking
  const { complexityWeight = 1, thrift = 1 } = s
  const counts = {
    patience,
    epochs: s.epochs,
    steps: s.steps,
    recordEvery: s.recordEvery,
    chunk: s.chunk,
    trainRows: s.trainRows,
    draws: s.draws
  }
  const shares = { decayFrom: s.schedule.decayFrom, warmUp: s.schedule.warmUp }
  const [count] = Object.entries(counts).filter(([, n]) => !isCount(n))
  const [share] = Object.entries(shares).filter(([, x]) => !isShare(x))
  const [rate] = Object.entries(s.schedule.rates).filter(([, r]) => !(r >= 0 && Number.isFinite(r)))
  if (!Number.isSafeInteger(s.seed))
    return unlike('seed', 'a whole number', s.seed, 'noise is keyed by it', 'try 1')
  if (count !== undefined)
    return unlike(
      count[0],
      'a whole number from 1 on',
      count[1],
      'this is a number of things',
      'leave it out, and it is the standard one'
    )
  if (share !== undefined)
    return unlike(
      share[0],
      'a number from 0 to 1',
      share[1],
      'this is a share of all steps',
      'leave it as it stands in standardSchedule'
    )
  if (rate !== undefined)
    return unlike(
      `learning rate of a ${rate[0]}`,
      'a finite number from 0 on',
      rate[1],
      'it is the length of a step',
      'try 1e-3'
    )
  if (!(complexityWeight > 0 && Number.isFinite(complexityWeight)))
    return unlike(
      'complexityWeight',
      'a finite number above 0',
      complexityWeight,
      'the complexity costs are multiplied by it',
      'try 0.3 for fewer errors, 2 for a smaller network'
    )
  if (!(thrift > 0 && Number.isFinite(thrift)))
    return unlike(
      'thrift',
      'a finite number above 0',
      thrift,
      'it is what bytes count against errors',
      'try 0.3 for fewer errors, 4 for a smaller network'
    )
  if (s.thrift !== undefined && s.complexityWeight !== undefined)
    return refuse(
      'settings',
      'thrift and complexityWeight',
      'the first says what the second is',
      'leave one of the two out'
    )
  if (!Number.isFinite(threshold))
    return unlike(
      'threshold',
      'a finite number',
      threshold,
      'scores are compared with it',
      'try 3: noise of 20 times the signal'
    )
  if (!(toleranceNats >= 0 && Number.isFinite(toleranceNats)))
    return unlike(
      'toleranceNats',
      'a finite number from 0 on',
      toleranceNats,
      'it bounds a rise of the error cost',
      'try 1e-3'
    )
  const cutting = checkCuts(s)
  if (isLeft(cutting)) return cutting
  const wrong = s.solve === undefined ? undefined : wrongRule(s.solve)
  if (s.solve !== undefined && wrong !== undefined)
    return unlike(
      `solve: ${wrong}`,
      expectedRule[wrong],
      s.solve[wrong],
      'nothing else has a meaning here',
      'leave it as it stands in standardSolving'
    )
  if (s.solve !== undefined && (Object.keys(s.batch).length > 0 || s.shrink !== undefined))
    return refuse(
      'solve',
      `${s.shrink === undefined ? 'a batch' : 'shrinking'} beside it`,
      'a solver asks the loss of all data of the whole model',
      'leave one of the two out'
    )
  const wrongly = s.settle === undefined ? undefined : wrongSettling(s.settle)
  if (s.settle !== undefined && wrongly !== undefined)
    return unlike(
      `settle: ${wrongly}`,
      expectedSettling[wrongly],
      s.settle[wrongly],
      'nothing else has a meaning here',
      'leave it as it stands in standardSettling'
    )
  if (s.settle !== undefined && (Object.keys(s.batch).length === 0 || s.shrink !== undefined))
    return refuse(
      'settle',
      s.shrink === undefined ? 'no batch beside it' : 'shrinking beside it',
      'what settles sees batches of data, of the whole model',
      s.shrink === undefined ? 'solve instead, or give a batch' : 'leave one of the two out'
    )
  return right(s)
}
