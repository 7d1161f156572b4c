/**
 * What is wrong with an end that data set to a latent: they leave it no values, or set it no end.
 *
 * @since 0.2.0
 */
import { problem, type Problem } from '../../ir/Problem.ts'
import type { LatentEnd } from '../../ir/Variational.ts'
import type { FoundEnd } from '../../lower/ends/LatentEnds.ts'
import { rowOf } from '../host/BoundData.ts'
import type { Tensors } from '../host/Tensors.ts'

/** All ends of a program with what data made of them. */
export interface AllEnds {
  readonly data: Tensors
  readonly ends: ReadonlyArray<LatentEnd>
  readonly found: ReadonlyMap<string, FoundEnd>
}

/** `h`, or of more than one `h, element 3 of 8`. */
const elementName = ({ site, axes }: LatentEnd, i: number, count: number): string =>
  axes.length === 0 ? site : `${site}, element ${i + 1} of ${count}`

const shown = (x: number | undefined): string => `${Number((x ?? NaN).toPrecision(7))}`

/** `at least 3.9 (y in row 3 of y)`. */
const demanded = ({ data, found }: AllEnds, end: LatentEnd, i: number): string => {
  const by = found.get(end.name)?.setBy[i]
  const t = by === undefined ? undefined : data.get(by.observed)
  const source =
    by === undefined || t === undefined
      ? 'by its prior'
      : `by ${by.asked} in row ${rowOf(t, by.at)} of ${by.observed}`
  const value = shown(found.get(end.name)?.end.values[i])
  return `at ${end.side === 'low' ? 'least' : 'most'} ${value} (${source})`
}

/** Draws between two ends need some float32 numbers between them. */
const hasRoom = (low: number, high: number): boolean =>
  high === Infinity ||
  low === -Infinity ||
  high - low > 2 ** -20 * Math.max(Math.abs(low), Math.abs(high), 2 ** -100)

/** `others` are the other ends of the same elements, where there are any. */
export const endProblems = (
  all: AllEnds,
  end: LatentEnd,
  others: Float32Array | undefined
): ReadonlyArray<Problem> => {
  const { ends, found } = all
  const values = found.get(end.name)?.end.values ?? new Float32Array(0)
  const isLow = end.side === 'low'
  const nothing = isLow ? -Infinity : Infinity
  const opposite = ends.find((e) => e.site === end.site && e.side !== end.side)
  // said once of both ends
  if (!isLow && opposite !== undefined && !values.includes(nothing)) return []
  const at = values.findIndex((v, i) => {
    const o = others?.[i] ?? -nothing
    return !Number.isFinite(v) || !(isLow ? hasRoom(v, o) : hasRoom(o, v))
  })
  if (at < 0) return []
  const name = elementName(end, at, values.length)
  if (values[at] === nothing)
    return [
      problem(
        name,
        `the data set it no ${end.side} end`,
        'its guide lies on one side of one, which other data would set',
        'give it a prior of positive numbers or of an interval, or leave out what no data speak of'
      )
    ]
  const second =
    opposite !== undefined
      ? ` and ${demanded(all, opposite, at)}`
      : others === undefined
        ? ''
        : ` and at ${isLow ? 'most' : 'least'} ${shown(others[at])} (by its prior)`
  return [
    problem(
      name,
      `the data leave it no values: it is ${demanded(all, end, at)}${second}`,
      'beyond these ends some datum has no density',
      'correct those rows, or widen what the model lets it be'
    )
  ]
}
