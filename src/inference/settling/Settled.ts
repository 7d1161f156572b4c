/**
 * What a fit that settles says of its end: whether the mean of its iterates is the optimum, how
 * exactly it is known, and which sites still moved.
 *
 * @since 0.2.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'
import { type Coordinates, siteAt } from '../solving/Coordinates.ts'
import type { Ground } from './Sample.ts'
import type { SettleRule } from './SettleRule.ts'
import { type Settling, verdictOf } from './Settling.ts'

/** A site that was not where it belongs, and by how much it may have missed that. */
export interface Moving {
  readonly site: string
  readonly sds: number
}

/** Of the mean of the iterates; lengths are in deviations of the posterior, the largest of all. */
export interface MeanFacts {
  /** Its standard error. */
  readonly errorSds: number
  /** From the earlier half of its blocks to the later one. */
  readonly driftSds: number
  /** What a lower rate would change about it. */
  readonly biasSds: number
  /** Split-R̂ of the means of blocks. */
  readonly rHat: number
}

export interface Settled {
  /** Undefined where a fit ended before means were taken. */
  readonly mean?: MeanFacts
  /** −ELBO at the answer, of all data, over a few passes of batches. */
  readonly lossNats: number
  /**
   * By declared site, variances by linear response; empty where all data are too many to look at
   * curvature over, or have none.
   */
  readonly response: ReadonlyMap<string, NamedTensor>
  /** Empty where the fit has converged; else the furthest in front. */
  readonly moving: ReadonlyArray<Moving>
}

interface Reach {
  readonly isOpen: ReadonlyArray<boolean>
  readonly sds: Float64Array
}

/**
 * Before there are means in a phase, those of the phase before are what is known, and before that an
 * iterate, which may miss by what it has moved.
 */
const reachOf = (s: Settling, ground: Ground, rule: SettleRule): Reach => {
  const verdict = verdictOf(s, ground, rule)
  if (verdict === undefined) {
    const far = s.before === undefined ? s.place : s.before.error.map((e) => 2 * e)
    const sds = Float64Array.from(far, (v, i) => Math.abs(v) / (ground.deviations[i] ?? NaN))
    return { isOpen: Array.from(sds, (v) => v > rule.tolerance), sds }
  }
  const { isOpen, errors, changes, biases } = verdict
  const sds = errors.map((e, i) => Math.max(2 * e, Math.abs(changes[i] ?? NaN), biases[i] ?? NaN))
  return { isOpen, sds }
}

const movingSites = (c: Coordinates, { isOpen, sds }: Reach): ReadonlyArray<Moving> => {
  // where no coordinate stands out, any may be the one
  const isAny = !isOpen.includes(true)
  const bySite = new Map<string, number>()
  sds.forEach((v, i) => {
    const site = siteAt(c, i)
    if (isAny || isOpen[i] === true) bySite.set(site, Math.max(v, bySite.get(site) ?? 0))
  })
  return [...bySite].map(([site, v]) => ({ site, sds: v })).sort((a, b) => b.sds - a.sds)
}

const most = (x: Float64Array): number => x.reduce((m, v) => Math.max(m, Math.abs(v)), 0)

export const settledOf = (
  c: Coordinates,
  s: Settling,
  ground: Ground,
  rule: SettleRule,
  { lossNats, response }: Pick<Settled, 'lossNats' | 'response'>
): Settled => {
  const verdict = verdictOf(s, ground, rule)
  return {
    ...(verdict === undefined
      ? {}
      : {
          mean: {
            errorSds: most(verdict.errors),
            driftSds: most(verdict.changes),
            biasSds: most(verdict.biases),
            rHat: verdict.rHat
          }
        }),
    lossNats,
    response,
    moving: s.hasArrived ? [] : movingSites(c, reachOf(s, ground, rule))
  }
}
