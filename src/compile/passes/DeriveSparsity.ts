/**
 * Which slices of which tensors die with which scales, read off the declared graph.
 *
 * A site that is location + scale · base dies with z when its location and its scale go to zero
 * with z. Scales die with their own scales in turn: a block scale above a local one gates by
 * blocks, a global one the whole tensor. A scale of either sign that scales nothing else gates
 * itself.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNone } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/Distribution.ts'
import { factsOf } from '../../distributions/supports/Support.ts'
import {
  atZero,
  type Axes,
  type Interval,
  isNonzero,
  isPositive,
  isSubset,
  refs
} from '../../expr/index.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import type { Objective } from './DeriveObjective.ts'

const valuesOf = (s: Site): Interval => factsOf(family(s.dist).support._tag).values
/** Its values are never 0, though they may tend to it. */
const isScale = (s: Site): boolean => isNonzero(valuesOf(s))

/** Does every value of `w` go to zero with `z`, whatever else is finite? */
const diesWith =
  (w: Site) =>
  (z: Site): boolean => {
    const form = family(w.dist).locationScale
    if (isNone(form) || !isSubset(z.axes, w.axes)) return false
    const { location, scale } = form.value
    const isZero = (e: typeof location): boolean =>
      (e._tag === 'Constant' && e.value === 0) || atZero([z.name])(e) === 'zero'
    return isZero(location) && atZero([z.name])(scale) === 'zero'
  }

/** Everything `w` dies with, directly or through a scale that dies. */
const killers =
  (scales: ReadonlyArray<Site>) =>
  (w: Site): ReadonlyArray<Site> => {
    const found = new Set<Site>()
    const grow = (target: Site): void => {
      for (const z of scales
        .filter((s) => s.name !== target.name && !found.has(s))
        .filter(diesWith(target))) {
        found.add(z)
        grow(z)
      }
    }
    grow(w)
    return [...found]
  }

const key = (axes: Axes): string => [...axes].sort().join(' ')

/** Of a declared graph. */
export const gatesOf = (g: Graph): ReadonlyArray<Gate> => {
  const latent = g.sites.filter((s) => s.role === 'latent')
  const scales = latent.filter(isScale)
  const usedAsArgument = new Set(
    latent.flatMap((s) => family(s.dist).arguments.flatMap((a) => [...refs([a.value]).keys()]))
  )
  return latent.flatMap((w): ReadonlyArray<Gate> => {
    if (isScale(w))
      return !isPositive(valuesOf(w)) && !usedAsArgument.has(w.name)
        ? [{ factors: [w.name], target: w.name, axes: w.axes }]
        : []
    const byAxes = new Map<string, Gate>()
    for (const z of killers(scales)(w)) {
      const old = byAxes.get(key(z.axes))
      byAxes.set(key(z.axes), {
        factors: [...(old?.factors ?? []), z.name],
        target: w.name,
        axes: z.axes
      })
    }
    return [...byAxes.values()]
  })
}

export interface Gated extends Objective {
  readonly gates: ReadonlyArray<Gate>
}

export const deriveSparsity: Pass<Objective, Gated> = pass('deriveSparsity', (state) =>
  E.right({ ...state, gates: gatesOf(state.working.graph) })
)
