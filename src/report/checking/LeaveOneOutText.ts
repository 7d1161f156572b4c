/**
 * Leave-one-out in words and as JSON.
 *
 * @since 0.2.0
 */
import { indexOf } from '../../inference/index.ts'
import type { LeftOneOut, ObservedPlace } from '../../library/checking/LeaveOneOutOf.ts'
import { counted, grouped, significant } from '../Numbers.ts'
import { elementName, type IndexNames } from '../SummaryText.ts'

/** At most so many observations are named. */
const named = 5

const nameOf = ({ site, axes, sizes, at }: ObservedPlace, names: IndexNames): string =>
  elementName(site, axes, indexOf(sizes, at), names)

/**
 * `leave-one-out: elpd −30.8 ± 1.4 nats over 8 observations, 1.6 effective parameters`, and the
 * observations whose k̂ is too large.
 */
export const showLeaveOneOut = (
  { loo, places }: LeftOneOut,
  names: IndexNames
): ReadonlyArray<string> => {
  const worst = loo.untrusted
    .map((i) => ({ place: places[i], k: loo.pointwise[i]?.k ?? NaN }))
    .sort((a, b) => b.k - a.k)
  const rest = worst.length - named
  return [
    `leave-one-out: elpd ${significant(loo.elpd)} ± ${significant(loo.error)} nats over ` +
      `${counted(places.length, 'observation')}, ` +
      `${significant(loo.parameters)} effective parameters`,
    worst.length === 0
      ? `k̂ is at most ${significant(loo.mostShape)} of every observation`
      : `k̂ is above ${significant(loo.mostShape)} of ${grouped(worst.length)}, which move the ` +
        `posterior too far: ${worst
          .slice(0, named)
          .flatMap(({ place, k }) =>
            place === undefined ? [] : [`${nameOf(place, names)} (${significant(k)})`]
          )
          .join(', ')}${rest > 0 ? ` and ${grouped(rest)} more` : ''}`
  ]
}

const orNull = (x: number): number | null => (Number.isFinite(x) ? x : null)

/** For programs; every observation. */
export const leaveOneOutJson = (
  { loo, places, rounds }: LeftOneOut,
  names: IndexNames
): Readonly<Record<string, unknown>> => ({
  elpd: loo.elpd,
  error: orNull(loo.error),
  parameters: loo.parameters,
  mostK: loo.mostShape,
  rounds,
  pointwise: loo.pointwise.map(({ elpd, parameters, k }, i) => ({
    name: places[i] === undefined ? '' : nameOf(places[i], names),
    elpd,
    parameters,
    k: orNull(k)
  }))
})
