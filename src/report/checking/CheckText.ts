/**
 * A check of a guide in words: the verdict, the numbers behind it, corrected moments.
 *
 * @since 0.2.0
 */
import {
  type CheckedElement,
  type CheckedSite,
  indexOf,
  type Worst
} from '../../inference/index.ts'
import type { Checked } from '../../library/checking/CheckLearnt.ts'
import { keptCheck, type KeptCheck } from '../../library/checking/KeptCheck.ts'
import { counted, grouped, percent, significant, table } from '../Numbers.ts'
import { elementName, type IndexNames } from '../SummaryText.ts'

/** What is said of draws that were weighed. */
type CheckedGuide = Checked['check']

const nameOf = (
  { site, axes, sizes }: CheckedSite,
  { at }: CheckedElement,
  names: IndexNames
): string => elementName(site, axes, indexOf(sizes, at), names)

const named = (w: Worst | undefined, names: IndexNames): string =>
  w === undefined ? '' : nameOf(w.site, w.element, names)

const sds = (x: number): string => `${significant(Number(x.toPrecision(2)))} sd`
const share = (x: number | undefined): string => percent(x ?? NaN, 0)

/** k̂ of finitely many weights: −∞ where they are equal. */
const showK = (k: number): string => significant(Number(k.toPrecision(3)))

const why: { readonly [B in KeptCheck['by']]: (name: string, value: number) => string } = {
  reference: () => 'no weighted draws were found that stand for the posterior',
  means: (name, value) => `the mean of ${name} is off by ${sds(value)}`,
  intervals: (name, value) => `a 90 % interval of ${name} holds ${share(value)} of the posterior`,
  weights: () => 'less than half of its draws are effective',
  nothing: () => 'means and 90 % intervals are near those of the posterior'
}

/** One line: `trust means only: a 90 % interval of w[features 0] holds 51 % of the posterior (k̂ 0.9)`. */
export const showVerdict = ({ trust, by, at, k, mostK }: KeptCheck, names: IndexNames): string => {
  const name = at === null ? '' : elementName(at.site, at.axes, at.index, names)
  const bound =
    k !== null && k > mostK && trust !== 'trust'
      ? `, where ${significant(mostK)} is the most that can be trusted`
      : ''
  return (
    `${trust}: ${why[by](name, at?.value ?? NaN)}` + (k === null ? '' : ` (k̂ ${showK(k)}${bound})`)
  )
}

/** Of a fit that was checked without being asked: nothing where it can be trusted. */
export const showKeptCheck = (
  kept: KeptCheck | undefined,
  names: IndexNames = new Map()
): ReadonlyArray<string> =>
  kept === undefined || kept.trust === 'trust'
    ? []
    : [`${showVerdict(kept, names)}; farrier check says more`]

const referenceLine = ({ draws, reference }: CheckedGuide): string =>
  reference === undefined
    ? 'no proposal that follows the posterior has arrived, so that there is nothing to correct by; ' +
      'farrier sample draws from the posterior itself, unless a latent is a count'
    : reference.rounds === 0
      ? `corrected by the draws of the guide, weighed`
      : `corrected by ${counted(draws, 'draw')} of a proposal that followed the posterior for ` +
        `${counted(reference.rounds, 'round')}: ` +
        `k̂ ${showK(reference.k)}, ${grouped(reference.size)} of them effective`

const behind = (
  { check: { draws, size, sites }, verdict: { furthest, narrowest }, seed }: Checked,
  names: IndexNames
): ReadonlyArray<string> => [
  `of ${grouped(draws)} draws of the guide (seed ${seed}) ${grouped(size)} are effective`,
  ...(sites.length === 0
    ? []
    : [
        `the mean that is furthest off, of ${named(furthest, names)}, by ` +
          `${sds(furthest?.element.corrected.offSds ?? NaN)}; the 90 % interval that holds least, ` +
          `of ${named(narrowest, names)}, ${share(narrowest?.element.corrected.holds)}`
      ])
]

/** The verdict, what is behind it, and a table of at most `rows` elements of each site. */
export const showChecked = (checked: Checked, rows: number, names: IndexNames): string =>
  [
    showVerdict(keptCheck(checked), names),
    ...behind(checked, names),
    referenceLine(checked.check),
    ...(checked.check.sites.length === 0
      ? []
      : [
          table(
            ['site', 'mean', 'corrected', 'off by sd', 'sd', 'corrected', '90 % holds'],
            checked.check.sites.flatMap((s) =>
              s.elements
                .slice(0, rows)
                .map((e) => [
                  nameOf(s, e, names),
                  ...[e.mean, e.corrected.mean].map(significant),
                  e.corrected.offSds.toFixed(2),
                  ...[e.sd, e.corrected.sd].map(significant),
                  share(e.corrected.holds)
                ])
            )
          ),
          ...checked.check.sites.flatMap((s) =>
            s.elements.length > rows
              ? [`${s.site}: ${grouped(rows)} of ${grouped(s.elements.length)} elements (--rows)`]
              : []
          )
        ])
  ].join('\n')

/** JSON has no infinities; k̂ of equal weights is −∞. */
const finiteOrText = (x: number): number | string => (Number.isFinite(x) ? x : String(x))

const worstJson = (w: Worst | undefined, names: IndexNames): string | null =>
  w === undefined ? null : named(w, names)

/** The same as an object; every element of every site. */
export const checkedJson = (
  { check, verdict, seed }: Checked,
  names: IndexNames
): Readonly<Record<string, unknown>> => ({
  verdict: verdict.trust,
  by: verdict.by,
  draws: check.draws,
  seed,
  k: finiteOrText(check.k),
  mostK: check.mostK,
  effective: check.size,
  reference:
    check.reference === undefined
      ? null
      : {
          rounds: check.reference.rounds,
          k: finiteOrText(check.reference.k),
          effective: check.reference.size
        },
  furthest: worstJson(verdict.furthest, names),
  narrowest: worstJson(verdict.narrowest, names),
  sites: check.sites.map((s) => ({
    site: s.site,
    axes: s.axes,
    rows: s.elements.map((e) => ({
      name: nameOf(s, e, names),
      index: indexOf(s.sizes, e.at),
      mean: e.mean,
      sd: e.sd,
      corrected: e.corrected
    }))
  }))
})
