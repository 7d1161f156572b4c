/** Times to the optimum, ours beside the best rate of another, as one Markdown table. */

/** `rates` of another; `ms` null where it did not come near in so many steps. `lossNats` are −ELBO. */
export interface Arrival {
  readonly name: string
  readonly lossNats: number
  readonly thereMs: number
  readonly knownMs: number
  readonly wholeMs: number
  readonly rates: ReadonlyArray<{
    readonly rate: number
    readonly ms: number | null
    readonly steps: number
    readonly lossNats: number
  }>
}

/** Most that ours may take, as a part of the other's time. */
const bar = 0.5

const line = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`

const showMs = (ms: number): string => `${ms >= 100 ? ms.toFixed(0) : ms.toFixed(1)} ms`

const rowOf = ({ name, lossNats, thereMs, knownMs, wholeMs, rates }: Arrival): string => {
  const best = rates
    .flatMap(({ ms, ...r }) => (ms === null ? [] : [{ ...r, ms }]))
    .reduce<{ readonly rate: number; readonly ms: number; readonly steps: number } | undefined>(
      (found, r) => (found === undefined || r.ms < found.ms ? r : found),
      undefined
    )
  const lowest = Math.min(...rates.map((r) => r.lossNats))
  const ratio = best === undefined ? undefined : thereMs / best.ms
  return line([
    name,
    lossNats.toFixed(2),
    showMs(thereMs),
    showMs(knownMs),
    showMs(wholeMs),
    rates.length === 0
      ? 'not available'
      : best === undefined
        ? `not within ${rates[0]?.steps.toLocaleString('en')} steps: ${lowest.toFixed(2)} nats`
        : `${showMs(best.ms)}: ${best.steps.toLocaleString('en')} steps at ${best.rate}`,
    ratio === undefined ? '' : `**${ratio.toFixed(2)}**`,
    ratio === undefined ? '' : ratio <= bar ? `≤ ${bar}, kept` : `≤ ${bar}, missed`
  ])
}

export const arrivalTable = (rows: ReadonlyArray<Arrival>): string =>
  [
    line([
      'model',
      '−ELBO, nats',
      'ours, there',
      'ours, known',
      'ours, all of `fitModel`',
      'NumPyro, best rate',
      'there / it',
      'bar'
    ]),
    line(['---', '---:', '---:', '---:', '---:', '---', '---:', '---']),
    ...rows.map(rowOf)
  ].join('\n')
