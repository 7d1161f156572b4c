/** What the laws and figures need of distributions between cutpoints and ends, as `Rows.ts` has it. */
import * as fc from 'fast-check'
import { type OrderedLogistic, orderedLogistic } from '../../src/distributions/index.ts'
import { constants } from '../../src/expr/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

export const ordered = (location: number, cutpoints: ReadonlyArray<number>) =>
  orderedLogistic({
    location,
    cutpoints: constants(['cuts'], [cutpoints.length], cutpoints),
    cuts: 'cuts',
    along: 'levels'
  })

type Figure = readonly [OrderedLogistic, number, number]

const risingFrom = (first: number, gaps: ReadonlyArray<number>): ReadonlyArray<number> =>
  gaps.reduce<ReadonlyArray<number>>((cs, gap) => [...cs, (cs.at(-1) ?? NaN) + gap], [first])

/** By `cut-figures.py` with mpmath 1.4.1 and 50 digits. */
export const cutRows = {
  OrderedLogistic: {
    generated: fc
      .tuple(between(-4, 4), between(-4, 4), fc.array(logSpread(1e-6, 5), { maxLength: 5 }))
      .map(([location, first, gaps]) => ordered(location, risingFrom(first, gaps))),
    figures: [
      [ordered(0.3, [-1, 0.5, 2]), 0, -1.5410084538329922],
      [ordered(0.3, [-1, 0.5, 2]), 1, -1.09162978214003804],
      [ordered(0.3, [-1, 0.5, 2]), 2, -1.21840735769331176],
      [ordered(0.3, [-1, 0.5, 2]), 3, -1.86778602938626593],
      [ordered(0, [0]), 0, -0.693147180559945309],
      [ordered(0, [0]), 1, -0.693147180559945309],
      [ordered(-40, [-1, 0.5, 2]), 1, -39.252482458925454],
      [ordered(-40, [-1, 0.5, 2]), 3, -42.0],
      [ordered(300, [-1, 0.5]), 0, -301.0],
      [ordered(300, [-1, 0.5]), 1, -299.752482458925454],
      [ordered(300, [-1, 0.5]), 2, -8.48794721251381771e-131],
      [ordered(0.25, [0, 1e-9]), 1, -22.1251446766419217],
      [ordered(-0.5, [3, 3.0000000001, 50]), 1, -26.5853516837923992],
      [ordered(-0.5, [3, 3.0000000001, 50]), 2, -3.52975041836968935]
    ] satisfies ReadonlyArray<Figure>
  }
}
