/**
 * What every chart shares. A chart is a Vega-Lite 6 specification, a value: nothing is drawn here.
 *
 * - colours: blue for the model, vermillion for the data (Okabe & Ito 2008), which differ for every
 *   eye and in grey; shapes differ as well
 * - values: one that is not finite would empty a line without a word, so it becomes null, which
 *   leaves a gap, and the subtitle counts them
 *
 * @since 0.2.0
 */

/** A Vega-Lite specification, as JSON has it. */
export type Specification = Readonly<Record<string, unknown>>

export const modelColour = '#0072B2'
export const dataColour = '#D55E00'
const ink = '#222222'
const quiet = '#666666'

/** Width of the space between the axes, in pixels. */
export const plotWidth = 520

/** The specification around a view: sizes of text, colours, title, subtitle. */
export const chart = (
  title: string,
  subtitle: ReadonlyArray<string>,
  view: Specification
): Specification => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  background: 'white',
  padding: 12,
  title: { text: title, subtitle: subtitle.filter((line) => line !== '') },
  ...view,
  config: {
    font: 'Helvetica, Arial, sans-serif',
    title: {
      anchor: 'start',
      frame: 'bounds',
      fontSize: 15,
      color: ink,
      subtitleColor: quiet,
      subtitleFontSize: 12,
      subtitlePadding: 5,
      offset: 12
    },
    axis: {
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      labelColor: ink,
      titleColor: quiet,
      domainColor: '#999999',
      tickColor: '#999999',
      gridColor: '#e6e6e6'
    },
    legend: {
      symbolType: 'stroke',
      symbolSize: 400,
      symbolStrokeWidth: 2,
      labelFontSize: 12,
      titleFontSize: 12,
      labelColor: ink,
      orient: 'top',
      title: null
    },
    view: { stroke: null }
  }
})

/** A number that can be drawn; null leaves a gap. */
export const drawable = (x: number): number | null => (Number.isFinite(x) ? x : null)

/** `3 elements are not finite and left out`, or nothing; `what` is one of them. */
export const leftOut = (count: number, what: string): string =>
  count === 0
    ? ''
    : count === 1
      ? `1 ${what} is not finite and left out`
      : `${count} ${what}s are not finite and left out`
