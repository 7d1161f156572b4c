/**
 * The posterior of declared sites: a panel a site, a row an element, with its median, the half and
 * the nine tenths of its probability in the middle.
 *
 * @since 0.2.0
 */
import type { ElementSummary, SiteSummary } from '../../inference/index.ts'
import { grouped } from '../Numbers.ts'
import { elementName, type IndexNames } from '../SummaryText.ts'
import type { Specification } from './Chart.ts'
import { estimateChart, type EstimatePanel, type EstimateRow } from './EstimateChart.ts'

/** The probabilities of the quantiles that are drawn. */
export const drawnQuantiles: ReadonlyArray<number> = [0.05, 0.25, 0.5, 0.75, 0.95]

/** Median and intervals from those quantiles. */
export const intervalsOf = (
  quantiles: ArrayLike<number>
): Pick<EstimateRow, 'middle' | 'narrow' | 'wide'> => ({
  middle: quantiles[2] ?? NaN,
  narrow: [quantiles[1] ?? NaN, quantiles[3] ?? NaN],
  wide: [quantiles[0] ?? NaN, quantiles[4] ?? NaN]
})

export const intervalsExplained =
  'point: median; thick line: half of the probability; thin line: 90 %'

/** `schools A` of theta, `mu` of itself. */
const labelOf = (
  { site, axes }: SiteSummary,
  { index }: ElementSummary,
  names: IndexNames
): string =>
  axes.length === 0 ? site : elementName('', axes, index, names).replace(/^\[|\]$/g, '')

/** `sites` with the quantiles of `drawnQuantiles`. */
export const posteriorChart = (
  title: string,
  sites: ReadonlyArray<SiteSummary>,
  names: IndexNames
): Specification => {
  const panels = sites.map((s): EstimatePanel => ({
    title: s.axes.length === 0 ? '' : s.site,
    rows: s.elements.map((e) => ({ label: labelOf(s, e, names), ...intervalsOf(e.quantiles) }))
  }))
  const cut = sites.flatMap((s) =>
    s.elements.length < s.count
      ? [`${s.site}: the first ${s.elements.length} of ${grouped(s.count)} elements`]
      : []
  )
  return estimateChart(title, [intervalsExplained, ...cut], panels)
}
