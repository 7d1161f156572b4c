/**
 * Estimates with two intervals each, one row an element: a thin line for the wide interval, a thick
 * one for the narrow, a point in the middle. Panels, one a site, have axes of their own, since sites
 * have units of their own. Where there are data, they are drawn beside the estimate.
 *
 * @since 0.2.0
 */
import { chart, dataColour, drawable, leftOut, modelColour, plotWidth } from './Chart.ts'
import type { Specification } from './Chart.ts'

// model

/** - `narrow`, `wide` intervals, [low, high]; `observed` the datum that belongs to it. */
export interface EstimateRow {
  readonly label: string
  readonly middle: number
  readonly narrow: readonly [low: number, high: number]
  readonly wide: readonly [low: number, high: number]
  readonly observed?: number
}

export interface EstimatePanel {
  /** What the numbers are, beneath the axis; nothing where the label says it. */
  readonly title: string
  readonly rows: ReadonlyArray<EstimateRow>
}

// combinators

const rowHeight = 22

/**
 * Widths of text are estimates, since nothing is measured without a screen: this much room, while
 * Vega, which cuts what is too long, thinks of a character as wider.
 */
const characterWidth = 7
const characterLimit = 11
const longestLabel = 40

const numbersOf = ({ middle, narrow, wide, observed }: EstimateRow): ReadonlyArray<number> => [
  middle,
  ...narrow,
  ...wide,
  ...(observed === undefined ? [] : [observed])
]

const x = (field: string, title: string): Specification => ({
  field,
  type: 'quantitative',
  title,
  scale: { zero: false }
})

const rule = (low: string, high: string, strokeWidth: number): Specification => ({
  mark: { type: 'rule', strokeWidth, color: modelColour, strokeCap: 'round' },
  encoding: { x: x(low, ''), x2: { field: high } }
})

const widthOfLabels = (panels: ReadonlyArray<EstimatePanel>): number =>
  characterWidth *
  Math.min(
    longestLabel,
    panels.reduce(
      (all, { rows }) => rows.reduce((most, r) => Math.max(most, r.label.length), all),
      1
    )
  )

/** `labelWidth`, the same for all panels, puts their axes under each other. */
const panel =
  (labelWidth: number) =>
  ({ title, rows }: EstimatePanel): Specification => ({
    data: {
      values: rows.map(({ label, middle, narrow, wide, observed }) => ({
        label,
        middle: drawable(middle),
        narrowLow: drawable(narrow[0]),
        narrowHigh: drawable(narrow[1]),
        wideLow: drawable(wide[0]),
        wideHigh: drawable(wide[1]),
        ...(observed === undefined ? {} : { observed: drawable(observed) })
      }))
    },
    width: plotWidth,
    height: { step: rowHeight },
    encoding: {
      y: {
        field: 'label',
        type: 'nominal',
        // as given, not by the alphabet
        sort: null,
        title: null,
        axis: {
          ticks: false,
          domain: false,
          labelPadding: 8,
          labelLimit: characterLimit * longestLabel,
          minExtent: labelWidth + 8,
          maxExtent: labelWidth + 8
        }
      }
    },
    layer: [
      rule('wideLow', 'wideHigh', 1.5),
      rule('narrowLow', 'narrowHigh', 5),
      {
        mark: {
          type: 'point',
          filled: true,
          size: 70,
          color: 'white',
          stroke: modelColour,
          strokeWidth: 2,
          opacity: 1
        },
        encoding: { x: x('middle', title) }
      },
      ...(rows.some(({ observed }) => observed !== undefined)
        ? [
            {
              mark: {
                type: 'point',
                shape: 'diamond',
                filled: true,
                size: 80,
                color: dataColour,
                opacity: 1
              },
              encoding: { x: x('observed', title) }
            }
          ]
        : [])
    ]
  })

/** How many rows cannot be drawn whole. */
const notFinite = (panels: ReadonlyArray<EstimatePanel>): number =>
  panels.flatMap(({ rows }) => rows).filter((row) => !numbersOf(row).every(Number.isFinite)).length

// destructors

/** `subtitle` says what the middle and the intervals are. */
export const estimateChart = (
  title: string,
  subtitle: ReadonlyArray<string>,
  panels: ReadonlyArray<EstimatePanel>
): Specification =>
  chart(title, [...subtitle, leftOut(notFinite(panels), 'element')], {
    spacing: 8,
    vconcat: panels.map(panel(widthOfLabels(panels)))
  })
