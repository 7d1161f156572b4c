/**
 * The record of an epoch in words.
 *
 * @since 0.1.0
 */
import type { EpochMetrics, Evaluation, Progress, Shrinkage } from '../inference/index.ts'
import type { PosteriorEvaluation } from '../library/EvaluateModel.ts'
import { clock, counted, grouped, percent } from './Numbers.ts'

const error = (label: string, of: EpochMetrics['test']): ReadonlyArray<string> =>
  of.flatMap(({ errorRate }) =>
    errorRate === null ? [] : [`${label} error ${percent(errorRate)}`]
  )

/** `pixels 412/784`: the axes of each gate with what survives on them. */
const surviving = (m: EpochMetrics): string =>
  Object.entries(m.surviving)
    .map(([gate, { alive, of }]) => `${gate.replace(/←.*$/, '')} ${alive}/${of}`)
    .join(', ')

/** `fc1/w 18,816/235,200`: of each tensor the weights that are not cut. */
const showLeft = (left: NonNullable<EpochMetrics['left']>): string =>
  Object.entries(left)
    .map(([site, n]) => `${site} ${grouped(n.left)}/${grouped(n.of)}`)
    .join(', ')

/**
 * `shrinks: pixels 784 → 412, h1 300 → 88, 79,510 → 38,000 numbers trained, error cost +0.00010 nats per datum`.
 */
export const showShrinkage = ({ sizes, parameters, effectNats }: Shrinkage): string =>
  [
    `shrinks: ${Object.entries(sizes)
      .map(([axis, { from, to }]) => `${axis} ${from} → ${to}`)
      .join(', ')}`,
    `${grouped(parameters.from)} → ${grouped(parameters.to)} numbers trained`,
    `error cost ${effectNats < 0 ? '−' : '+'}${Math.abs(effectNats).toFixed(5)} nats per datum`
  ].join(', ')

/** What a loss is called: where a guide is a point it is no −ELBO. */
export const lossName = (isElbo: boolean): string => (isElbo ? '−ELBO' : 'loss')

/**
 * `−ELBO in nats per datum: 0.6264 = error cost 0.0812 + complexity 0.1322 + price of bounds 0.4130`: what
 * a loss of several parts is made of.
 */
export const showSplit = (m: EpochMetrics, isElbo = true): ReadonlyArray<string> => {
  const each = (nats: number): string => ((nats * m.lossNatsPerDatum) / m.lossNats).toFixed(4)
  const { boundsNats = 0 } = m
  return Object.keys(m.complexityNats).length === 0 || m.lossNats === 0
    ? []
    : [
        `${lossName(isElbo)} in nats per datum: ${each(m.lossNats)} = error cost ${each(m.errorCostNats)}` +
          ` + complexity ${each(m.lossNats - m.errorCostNats - boundsNats)}` +
          (boundsNats > 0 ? ` + price of bounds ${each(boundsNats)}` : ''),
        showBits(m)
      ]
}

/** Sites whose bits are said, of those that have the most. */
const mostSites = 4

/**
 * `in bits, of all data: 86.6 = error cost 28.9 + complexity 57.7 (w 43.3, b 14.4)`: what a message would
 * take that sends the guides first and then the data, and which guides take it.
 */
const showBits = (m: EpochMetrics): string => {
  const bits = (nats: number): string => (nats / Math.LN2).toFixed(1)
  const sites = Object.entries(m.complexityNats).toSorted(([, a], [, b]) => b - a)
  const rest = sites.slice(mostSites)
  const parts = [
    ...sites.slice(0, mostSites).map(([site, nats]) => `${site} ${bits(nats)}`),
    ...(rest.length === 0
      ? []
      : [`${rest.length} others ${bits(rest.reduce((sum, [, nats]) => sum + nats, 0))}`])
  ]
  return (
    `in bits, of all data: ${bits(m.lossNats)} = error cost ${bits(m.errorCostNats)}` +
    ` + complexity ${bits(m.lossNats - m.errorCostNats)} (${parts.join(', ')})`
  )
}

/**
 * `loss 0.2134 nats per datum, training error 1.02 %, test error 2.13 %, surviving pixels 412/784, h1 88/300`.
 */
export const showEpoch = (m: EpochMetrics): string =>
  [
    `loss ${m.lossNatsPerDatum.toFixed(4)} nats per datum`,
    ...error('training', m.train),
    ...error('test', m.test),
    ...(Object.keys(m.surviving).length === 0 ? [] : [`surviving ${surviving(m)}`]),
    ...(m.left === undefined ? [] : [`left ${showLeft(m.left)}`]),
    ...(m.shrinkage === undefined ? [] : [showShrinkage(m.shrinkage)])
  ].join(', ')

/** What stands beside the bar: the time left, the running error cost, the last epoch's facts. */
export const showProgress = (
  { step, stepsPerEpoch, totalSteps, errorCostNats, observations, last }: Progress,
  secondsLeft: number
): string =>
  [
    `epoch ${Math.ceil(step / stepsPerEpoch)}/${Math.ceil(totalSteps / stepsPerEpoch)}`,
    `${clock(secondsLeft)} left`,
    `error cost ${(errorCostNats / observations).toFixed(4)} nats`,
    ...(last === undefined ? [] : [showEpoch(last)])
  ].join(' | ')

/** `2 of them beyond what it can be, the first is number 7`. */
const showBeyond = ({ count, first }: NonNullable<Evaluation['beyond']>): string =>
  `${grouped(count)} of them beyond what it can be, the first is number ${grouped(first)}`

/** `error 2.13 %, 0.0712 nats, calibration error 0.0061 (10,000 values of y)`. */
export const showEvaluation = ({
  site,
  count,
  nllNats,
  errorRate,
  calibrationError,
  beyond
}: Evaluation): string =>
  [
    ...(errorRate === null ? [] : [`error ${percent(errorRate)}`]),
    `${nllNats === Infinity ? '∞' : nllNats.toFixed(4)} nats per value`,
    ...(calibrationError === null ? [] : [`calibration error ${percent(calibrationError)}`])
  ].join(', ') +
  ` (${counted(count, 'value')} of ${site}` +
  `${beyond === undefined ? '' : `; ${showBeyond(beyond)}`})`

/** Nats per value that are worth a word. */
const noticeable = 0.001

/**
 * Why draws may predict worse than the means: −ln of an average is drawn too high by few draws, and a
 * guide of independent sites draws together what the posterior does not.
 */
const worseLines = (
  { plugIn, predictive }: PosteriorEvaluation,
  draws: number
): ReadonlyArray<string> =>
  predictive.flatMap((e) => {
    const means = plugIn.find(({ site }) => site === e.site)
    const worse = e.nllNats - (means?.nllNats ?? NaN)
    return !(worse > noticeable)
      ? []
      : [
          `the draws predict ${e.site} worse than the means` +
            `${worse === Infinity ? '' : `, by ${worse.toFixed(4)} nats per value`}: ` +
            `${draws} draws may be few (--draws ${10 * draws}), and draws of independent guides ` +
            'are wider than a posterior whose sites depend on each other, or than one that is ' +
            'still being learnt (more --epochs or --steps)'
        ]
  })

/** A line for each observed site, at the posterior means and by draws, and where those are worse. */
export const showPosteriorEvaluation = (
  { plugIn, predictive }: PosteriorEvaluation,
  draws: number
): ReadonlyArray<string> => [
  ...plugIn.map((e) => `plug-in at the posterior means: ${showEvaluation(e)}`),
  ...predictive.map((e) => `posterior predictive, ${draws} draws: ${showEvaluation(e)}`),
  ...worseLines({ plugIn, predictive }, draws)
]
