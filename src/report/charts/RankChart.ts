/**
 * Ranks of parameters among draws of their posteriors, a histogram each: even where posteriors are
 * right, sloping where they lie too high or too low, a bowl where they are too narrow, a hill where they
 * are too wide.
 *
 * @since 0.2.0
 */
import { rankBins, type TestedSite } from '../../inference/index.ts'
import type { Calibration } from '../../library/checking/RankedWorlds.ts'
import { rankedName } from '../checking/CalibrationText.ts'
import type { IndexNames } from '../SummaryText.ts'
import { chart, dataColour, modelColour, type Specification } from './Chart.ts'

const panelWidth = 160
const panelHeight = 80
const columns = 3
/** Elements of each site that are drawn, the first ones. */
const mostDrawn = 12

/** Counts of even ranks lie between these in 99 of 100 bins: √(n q (1 − q)) about n q, 2.58 of them. */
const even = (worlds: number): readonly [low: number, middle: number, high: number] => {
  const [middle, q] = [worlds / rankBins, 1 / rankBins]
  const error = 2.576 * Math.sqrt(worlds * q * (1 - q))
  return [Math.max(0, middle - error), middle, middle + error]
}

const panel = (
  site: TestedSite,
  at: number,
  worlds: number,
  names: IndexNames
): ReadonlyArray<Specification> => {
  const element = site.elements[at]
  if (element === undefined) return []
  const [low, middle, high] = even(worlds)
  const x = { type: 'quantitative', title: null, scale: { domain: [0, 1] } }
  const y = { type: 'quantitative', title: null, scale: { zero: true } }
  return [
    {
      title: { text: rankedName(site, element, names), fontSize: 12, offset: 4 },
      width: panelWidth,
      height: panelHeight,
      layer: [
        {
          data: {
            values: element.counts.map((count, i) => ({
              low: i / rankBins,
              high: (i + 1) / rankBins,
              count
            }))
          },
          mark: { type: 'bar', color: modelColour, opacity: 0.6 },
          encoding: {
            x: { ...x, field: 'low', bin: 'binned' },
            x2: { field: 'high' },
            y: { ...y, field: 'count' }
          }
        },
        {
          data: { values: [{ from: 0, to: 1, low, high }] },
          mark: { type: 'rect', color: dataColour, opacity: 0.15 },
          encoding: {
            x: { ...x, field: 'from' },
            x2: { field: 'to' },
            y: { ...y, field: 'low' },
            y2: { field: 'high' }
          }
        },
        {
          data: { values: [{ middle }] },
          mark: { type: 'rule', color: dataColour, strokeWidth: 1.5 },
          encoding: { y: { ...y, field: 'middle' } }
        }
      ]
    }
  ]
}

/** A panel for each element; `verdict` is a line below the title. */
export const rankChart = (
  title: string,
  verdict: string,
  { sites, worlds, unanswered }: Calibration,
  names: IndexNames
): Specification =>
  chart(
    title,
    [
      verdict,
      'bars: how often a parameter lay in each tenth of its posterior; band: 99 of 100 bars of even ranks'
    ],
    {
      columns,
      spacing: 20,
      concat: sites.flatMap((s) =>
        s.elements
          .slice(0, mostDrawn)
          .flatMap((_, at) => panel(s, at, worlds - unanswered.length, names))
      )
    }
  )
