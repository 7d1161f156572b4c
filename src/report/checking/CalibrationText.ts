/**
 * A calibration in words and as JSON.
 *
 * @since 0.2.0
 */
import { indexOf, type RankedElement, type TestedSite } from '../../inference/index.ts'
import type { Calibration, Unanswered } from '../../library/checking/RankedWorlds.ts'
import type { CalibratedMethod } from '../../library/checking/PosteriorInWorld.ts'
import { counted, grouped, significant, table } from '../Numbers.ts'
import { elementName, type IndexNames } from '../SummaryText.ts'

export const rankedName = (
  { site, axes, sizes }: TestedSite,
  { at }: RankedElement,
  names: IndexNames
): string => elementName(site, axes, indexOf(sizes, at), names)

const found: { readonly [M in CalibratedMethod]: string } = {
  fit: 'a fit of guides',
  nuts: 'a chain of NUTS',
  hmc: 'a chain of HMC',
  pathfinder: 'Pathfinder',
  laplace: "Laplace's approximation"
}

const two = (x: number): string => significant(Number(x.toPrecision(2)))
/** Below a ten-thousandth its digits say nothing that its smallness does not. */
const showP = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(4))

const showCause = ({ problem }: Unanswered): string => `${problem.where}: ${problem.what}`

const answeredOf = ({ worlds, unanswered }: Calibration): number => worlds - unanswered.length

const why: {
  readonly [B in Calibration['verdict']['by']]: (
    c: Calibration,
    name: string,
    e: RankedElement | undefined
  ) => string
} = {
  few: (c) => `${grouped(answeredOf(c))} worlds say nothing yet`,
  unanswered: ({ unanswered }) =>
    `in ${counted(unanswered.length, 'world')} no posterior was found` +
    (unanswered[0] === undefined ? '' : `, the first time because of ${showCause(unanswered[0])}`),
  bias: (_, name, e) =>
    `the posterior of ${name} lies ${two(Math.abs(e?.offSds ?? NaN))} of its sd too ` +
    `${(e?.offSds ?? NaN) > 0 ? 'high' : 'low'} (p ${showP(e?.bias ?? NaN)})`,
  width: (_, name, e) =>
    (e?.narrowness ?? NaN) > 1
      ? `the posterior of ${name} is ${two(e?.narrowness ?? NaN)} times too narrow (p ${showP(e?.width ?? NaN)})`
      : `the posterior of ${name} is ${two(1 / (e?.narrowness ?? NaN))} times too wide (p ${showP(e?.width ?? NaN)})`,
  shape: (_, name, e) =>
    `ranks of ${name} are uneven, though not of a bias or a width (p ${showP(e?.shape ?? NaN)})`,
  nothing: () => 'no posterior is off, too narrow or too wide, as far as so many worlds can tell'
}

/** One line with the verdict and what decided. */
export const showCalibrationVerdict = (c: Calibration, names: IndexNames): string => {
  const { trust, by, worst } = c.verdict
  const name = worst === undefined ? '' : rankedName(worst.site, worst.element, names)
  return `${trust}: ${why[by](c, name, worst?.element)}`
}

const rowOf = (s: TestedSite, e: RankedElement, names: IndexNames): ReadonlyArray<string> => [
  rankedName(s, e, names),
  e.offSds.toFixed(2),
  showP(e.bias),
  e.narrowness.toFixed(2),
  showP(e.width),
  showP(e.shape)
]

/** The verdict, what is behind it, and a table of at most `rows` elements of each site. */
export const showCalibration = (c: Calibration, rows: number, names: IndexNames): string =>
  [
    showCalibrationVerdict(c, names),
    `${counted(answeredOf(c), 'world')} of the priors (seed ${c.seed}), in each ${found[c.method]} on data ` +
      `of its own, and ${counted(c.draws, 'draw')}`,
    ...(c.unanswered.length === 0 || c.verdict.by === 'unanswered'
      ? []
      : [
          `no posterior in ${grouped(c.unanswered.length)} more: ` +
            c.unanswered.slice(0, 1).map(showCause).join('')
        ]),
    ...(c.unconverged === 0 ? [] : [`${grouped(c.unconverged)} fits ended short of the optimum`]),
    table(
      ['site', 'too high by sd', 'p', 'times too narrow', 'p', 'uneven p'],
      c.sites.flatMap((s) => s.elements.slice(0, rows).map((e) => rowOf(s, e, names)))
    ),
    ...c.sites.flatMap((s) =>
      s.elements.length > rows
        ? [`${s.site}: ${grouped(rows)} of ${grouped(s.elements.length)} elements (--rows)`]
        : []
    ),
    'p allows for all that was asked: below 0.01 it is told'
  ].join('\n')

const orNull = (x: number): number | null => (Number.isFinite(x) ? x : null)

/** The same as an object; every element of every site. */
export const calibrationJson = (
  c: Calibration,
  names: IndexNames
): Readonly<Record<string, unknown>> => ({
  verdict: c.verdict.trust,
  by: c.verdict.by,
  worst:
    c.verdict.worst === undefined
      ? null
      : rankedName(c.verdict.worst.site, c.verdict.worst.element, names),
  method: c.method,
  seed: c.seed,
  worlds: c.worlds,
  draws: c.draws,
  outcome: c.outcome,
  unconverged: c.unconverged,
  unanswered: c.unanswered,
  sites: c.sites.map((s) => ({
    site: s.site,
    axes: s.axes,
    rows: s.elements.map((e) => ({
      name: rankedName(s, e, names),
      index: indexOf(s.sizes, e.at),
      offSds: orNull(e.offSds),
      bias: orNull(e.bias),
      narrowness: orNull(e.narrowness),
      width: orNull(e.width),
      shape: orNull(e.shape),
      counts: e.counts
    }))
  }))
})
