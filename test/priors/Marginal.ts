/**
 * The scale of one weight under a prior as values with masses, and what follows from them: the marginal
 * density of the weight, and how much it is shrunk. By a trapezoid in the coordinate of each scale's
 * support, whose error falls exponentially with its step.
 */
import { isSome } from 'fp-ts/lib/Option.js'
import { bijector, family } from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { linearUnder } from '../../src/laws/PriorLaws.ts'
import type { Prior } from '../../src/dsl/index.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'

/** A value of the scale, and its probability. */
export interface Atom {
  readonly scale: number
  readonly mass: number
}

const reach = 75

/** Where `given` fixes some sites, as the global scale; of a weight around 0. */
export const scalesOf = (
  prior: Prior,
  given: Readonly<Record<string, number>> = {}
): ReadonlyArray<Atom> => {
  const latent = linearUnder(prior, 1, 1, 'input').sites.filter((s) => s.role === 'latent')
  const weight = latent.find((s) => s.name === 'w')
  const form = weight === undefined ? undefined : family(weight.dist).locationScale
  if (form === undefined || !isSome(form)) throw new Error('internal: w is not a scaled normal')
  const free = latent.filter((s) => s.name !== 'w' && given[s.name] === undefined)
  const names = [...free.map((s) => s.name), ...Object.keys(given)]
  const fixed = Object.values(given)
  const scaleAt = scalarFunction(form.value.scale, ...names)
  const several = free.length > 1
  const step = several ? 0.25 : 0.02
  // of a far weight under one scale of light tails, the mass is as small as the density
  const least = several ? -90 : -700
  const nodes = Array.from({ length: (2 * reach) / step + 1 }, (_, i) => i * step - reach)
  /** The values of a site, whose law asks for no other one, with ln of their masses. */
  const coordinates = free.map(({ dist }) => {
    const f = family(dist),
      b = bijector(f.support)
    if (b === undefined) throw new Error('internal: a scale on the line')
    const u = ref('u', [])
    const forward = scalarFunction(b.forward(u), 'u'),
      jacobian = scalarFunction(b.logJacobian(u), 'u'),
      density = scalarFunction(f.logDensity(ref('x', [])), 'x')
    return nodes.map((at) => {
      const x = forward(at)
      return { x, log: density(x) + jacobian(at) + Math.log(step) }
    })
  })
  const atoms = (i: number, known: ReadonlyArray<number>, logMass: number): ReadonlyArray<Atom> => {
    const values = coordinates[i]
    return values === undefined
      ? [{ scale: scaleAt(...known, ...fixed), mass: Math.exp(logMass) }]
      : values.flatMap(({ x, log }) =>
          logMass + log > least ? atoms(i + 1, [...known, x], logMass + log) : []
        )
  }
  return atoms(0, [], 0).filter((a) => a.scale > 0 && a.scale < Infinity)
}

const normalDensity = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)

/** p(w) */
export const marginalOf = (
  prior: Prior,
  given: Readonly<Record<string, number>> = {}
): ((w: number) => number) => densityUnder(scalesOf(prior, given))

export const densityUnder =
  (all: ReadonlyArray<Atom>) =>
  (w: number): number =>
    all.reduce((sum, { scale, mass }) => sum + (mass / scale) * normalDensity(w / scale), 0)

/** E κᵃ (1 − κ)ᵇ, κ = 1/(1 + scale²), of which neither power leaves float64. */
export const shrinkageMean =
  (all: ReadonlyArray<Atom>) =>
  (a: number, b: number): number =>
    all.reduce((sum, { scale, mass }) => {
      const logOdds = 2 * Math.log(scale)
      const above = Math.log1p(Math.exp(-Math.abs(logOdds)))
      const [logKappa, logRest] =
        logOdds > 0 ? [-logOdds - above, -above] : [-above, logOdds - above]
      return sum + mass * Math.exp(a * logKappa + b * logRest)
    }, 0)
