/**
 * The posterior of declared sites: a panel a site, a row an element, with mean and intervals of one
 * and two standard deviations.
 *
 * Of a site with more elements than are asked for, those are drawn whose mean is furthest from 0 in
 * units of their own deviation, in the order they have; the subtitle says so.
 *
 * @since 0.2.0
 */
import type { SitePosterior } from '../../ir/Posterior.ts'
import { grouped } from '../Numbers.ts'
import type { Specification } from './Chart.ts'
import { estimateChart, type EstimatePanel, type EstimateRow } from './EstimateChart.ts'

/** The index along every axis of a row-major position. */
const indexAt = (sizes: ReadonlyArray<number>, position: number): ReadonlyArray<number> =>
  sizes.reduceRight<{ readonly rest: number; readonly index: ReadonlyArray<number> }>(
    ({ rest, index }, size) => ({
      rest: Math.floor(rest / size),
      index: [rest % size, ...index]
    }),
    { rest: position, index: [] }
  ).index

const labelAt = (site: string, { mean }: SitePosterior, position: number): string =>
  mean.axes.length === 0
    ? site
    : indexAt(mean.sizes, position)
        .map((i, d) => `${mean.axes[d] ?? ''} ${i}`)
        .join(', ')

const rowAt = (site: string, p: SitePosterior, position: number): EstimateRow => {
  const mean = p.mean.values[position] ?? NaN
  const sd = Math.sqrt(p.variance.values[position] ?? NaN)
  return {
    label: labelAt(site, p, position),
    middle: mean,
    narrow: [mean - sd, mean + sd],
    wide: [mean - 2 * sd, mean + 2 * sd]
  }
}

/** Positions of the elements that are drawn. */
const chosen = ({ mean, variance }: SitePosterior, most: number): ReadonlyArray<number> => {
  const clarity = (i: number): number =>
    Math.abs(mean.values[i] ?? 0) / Math.sqrt(variance.values[i] ?? Infinity)
  return Array.from(mean.values.keys())
    .toSorted((a, b) => clarity(b) - clarity(a))
    .slice(0, most)
    .toSorted((a, b) => a - b)
}

/** `most` elements of a site are drawn. */
export const posteriorChart = (
  title: string,
  sites: ReadonlyMap<string, SitePosterior>,
  most: number
): Specification => {
  const panels = [...sites].map(([site, p]): EstimatePanel => ({
    title: p.mean.axes.length === 0 ? '' : site,
    rows: chosen(p, most).map((position) => rowAt(site, p, position))
  }))
  const cut = [...sites].flatMap(([site, { mean }]) =>
    mean.values.length > most ? [`${site} (of ${grouped(mean.values.length)})`] : []
  )
  return estimateChart(
    title,
    [
      'point: mean; thick line: ± 1 standard deviation; thin line: ± 2',
      cut.length === 0 ? '' : `the ${most} elements furthest from 0: ${cut.join(', ')}`
    ],
    panels
  )
}
