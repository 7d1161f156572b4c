/**
 * The data beside what the model says of them: for every observed value a diamond, and what the
 * posterior predicts for its place, median and intervals. Of a yes or no the prediction is the
 * probability of yes, a point without an interval.
 *
 * A value outside its thin line is not a mistake: one in ten should be. Many of them, or diamonds on
 * one side, are what the model does not know.
 *
 * @since 0.2.0
 */
import { indexOf, type PredictedSite } from '../../inference/index.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { PosteriorNames } from '../../library/PosteriorNames.ts'
import type { Specification } from './Chart.ts'
import { estimateChart, type EstimatePanel, type EstimateRow } from './EstimateChart.ts'
import { drawnQuantiles, intervalsExplained, intervalsOf } from './PosteriorChart.ts'

/** A predicted site, with the values that were observed in the same places. */
export interface PredictedData {
  readonly predicted: PredictedSite
  readonly observed: NamedTensor
}

const labelAt = ({ axes, sizes }: PredictedSite, i: number, { indices }: PosteriorNames): string =>
  indexOf(sizes, i)
    .map((k, d) => `${axes[d] ?? ''} ${indices.get(axes[d] ?? '')?.[k] ?? k}`)
    .join(', ')

const estimateAt = (
  { values }: PredictedSite,
  i: number
): Pick<EstimateRow, 'middle' | 'narrow' | 'wide'> => {
  if (values._tag === 'Numbers')
    return intervalsOf(
      values.quantiles.subarray(i * drawnQuantiles.length, (i + 1) * drawnQuantiles.length)
    )
  const yes = values.probabilities[i * values.outcomes + 1] ?? NaN
  return { middle: yes, narrow: [yes, yes], wide: [yes, yes] }
}

/** `kg`; `y: 0 no, 1 yes` of two outcomes, whose number is the probability of the second. */
const axisTitle = ({ site, values }: PredictedSite, { outcomes }: PosteriorNames): string =>
  values._tag === 'Numbers'
    ? site
    : `${site}: ${[0, 1].map((k) => `${k} ${outcomes.get(site)?.[k] ?? ''}`.trim()).join(', ')}`

/** `observed` over the axes of the prediction, in their order. */
const panelOf =
  (names: PosteriorNames) =>
  ({ predicted, observed }: PredictedData): EstimatePanel => ({
    title: axisTitle(predicted, names),
    rows: Array.from(observed.values, (value, i) => ({
      label: labelAt(predicted, i, names) || predicted.site,
      ...estimateAt(predicted, i),
      observed: value
    }))
  })

/** Can it be drawn? A choice among more than two has no single number. */
export const isDrawable = ({ values }: PredictedSite): boolean =>
  values._tag === 'Numbers' || values.outcomes === 2

/** Predictions with the quantiles of `drawnQuantiles`; `cut` says which rows are left out. */
export const dataChart = (
  title: string,
  data: ReadonlyArray<PredictedData>,
  names: PosteriorNames,
  cut: ReadonlyArray<string>
): Specification =>
  estimateChart(
    title,
    [
      'diamond: observed; the rest is predicted',
      ...(data.some(({ predicted }) => predicted.values._tag === 'Numbers')
        ? [intervalsExplained]
        : ['point: the probability of the second of two outcomes']),
      ...cut
    ],
    data.map(panelOf(names))
  )
