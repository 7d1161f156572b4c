/**
 * The exact posterior of `dsl-examples/change-point.ts`, without code of the compiler: the two levels
 * are integrated in closed form given year and spread, those by a grid.
 */

export interface MeanAndDeviation {
  readonly mean: number
  readonly sd: number
}

/** Prior of both levels: N(9, 3²). */
const [level, precision] = [9, 1 / 9] as const

/** Given the share `late` of each row and the spread: ln of the marginal of the data, and E, Var of both levels. */
const given = (late: ReadonlyArray<number>, flow: ReadonlyArray<number>, spread: number) => {
  const w = 1 / spread ** 2
  let [aa, ab, bb, ra, rb, rr] = [precision, 0, precision, 0, 0, 0]
  late.forEach((l, i) => {
    const y = (flow[i] ?? NaN) - level
    aa += w * (1 - l) ** 2
    ab += w * (1 - l) * l
    bb += w * l ** 2
    ra += w * (1 - l) * y
    rb += w * l * y
    rr += w * y ** 2
  })
  const det = aa * bb - ab ** 2
  const means = [(bb * ra - ab * rb) / det, (aa * rb - ab * ra) / det] as const
  const logMarginal =
    -late.length * Math.log(spread) -
    0.5 * Math.log(det) -
    0.5 * (rr - ra * means[0] - rb * means[1])
  return { logMarginal, means, variances: [bb / det, aa / det] as const }
}

/** Names of sites with their posterior; `steps` of the grid a year, and of the spread. */
export const exactChangePoint = (
  years: ReadonlyArray<number>,
  flow: ReadonlyArray<number>,
  steps = 8
): Readonly<Record<'before' | 'after' | 'change' | 'spread', MeanAndDeviation>> => {
  const changes = Array.from({ length: 99 * steps }, (_, i) => 1871 + (i + 0.5) / steps)
  const spreads = Array.from({ length: 8 * steps }, (_, i) => 0.8 + (i + 0.5) / (6.4 * steps))
  const cells = changes.flatMap((change) => {
    const late = years.map((year) => 1 / (1 + Math.exp(-2 * (year - change))))
    return spreads.map((spread) => {
      const { logMarginal, means, variances } = given(late, flow, spread)
      return { change, spread, means, variances, log: logMarginal - 0.5 * (spread / 3) ** 2 }
    })
  })
  const top = cells.reduce((m, c) => Math.max(m, c.log), -Infinity)
  const mass = cells.reduce((s, c) => s + Math.exp(c.log - top), 0)
  const mean = (f: (c: (typeof cells)[number]) => number): number =>
    cells.reduce((s, c) => s + Math.exp(c.log - top) * f(c), 0) / mass
  const moments = (
    f: (c: (typeof cells)[number]) => number,
    within: (c: (typeof cells)[number]) => number = () => 0
  ): MeanAndDeviation => {
    const m = mean(f)
    return { mean: m, sd: Math.sqrt(mean((c) => (f(c) - m) ** 2 + within(c))) }
  }
  return {
    before: moments(
      (c) => level + c.means[0],
      (c) => c.variances[0]
    ),
    after: moments(
      (c) => level + c.means[1],
      (c) => c.variances[1]
    ),
    change: moments((c) => c.change),
    spread: moments((c) => c.spread)
  }
}
