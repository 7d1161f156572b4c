/**
 * Fourteen models with known answers: closed forms of conjugate pairs, one-dimensional quadrature,
 * and optima of mean-field guides. None of it shares code with the compiler.
 */
import { eightSchools, funnel } from './HierarchyAnswers.ts'
import { horseshoe } from './HorseshoeAnswers.ts'
import type { KnownAnswer } from './KnownAnswer.ts'
import {
  locationOfT,
  logNormalMean,
  meanAndDeviation,
  normalMean,
  oneDatum,
  variance
} from './MeanAnswers.ts'
import { logOdds, rate, scaleOfGammas } from './RateAnswers.ts'
import { logistic, regression } from './RegressionAnswers.ts'

export const knownAnswers: ReadonlyArray<KnownAnswer> = [
  oneDatum,
  normalMean,
  meanAndDeviation,
  variance,
  logNormalMean,
  locationOfT,
  rate,
  scaleOfGammas,
  logOdds,
  regression,
  logistic,
  horseshoe,
  eightSchools,
  funnel
]
