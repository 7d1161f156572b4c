/**
 * The scale of one weight under a prior as values with masses, and what follows from them: the marginal
 * density of the weight, and how much it is shrunk. By a trapezoid in the coordinate of each scale's
 * support, whose error falls exponentially with its step.
 */
import { isSome } from 'fp-ts/lib/Option.js'
import {
  bijector,
  type Distribution,
  factsOf,
  family,
  vectorBijector
} from '../../src/distributions/index.ts'
import { constants, type Expr, ref, refs } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { linearUnder } from '../../src/laws/PriorLaws.ts'
import type { Prior } from '../../src/dsl/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import { scalarFunction } from '../support/ScalarFunction.ts'

/** Values of the scale, and their probabilities: of two scales there are millions. */
export interface Atoms {
  readonly scales: ReadonlyArray<number>
  readonly masses: ReadonlyArray<number>
}

/** The step of each scale, and the least ln of a mass that counts: of light tails all are small. */
export interface Accuracy {
  readonly step: number
  readonly least: number
}

const reach = 75
/** By how many scales are free. */
const usual: ReadonlyArray<Accuracy> = [
  { step: 0.02, least: -700 },
  { step: 0.02, least: -700 },
  { step: 0.25, least: -90 }
]
const ofMany: Accuracy = { step: 0.5, least: -70 }

interface Value {
  readonly x: number
  readonly log: number
}

/** Of a vector with one coordinate its first element: one of two shares. */
const firstOfVector = (dist: Distribution, nodes: ReadonlyArray<number>): ReadonlyArray<Value> => {
  const f = family(dist),
    map = vectorBijector(f.support)
  const [coordinate, ...more] = map?.coordinates ?? []
  if (map === undefined || coordinate?.size !== 1 || more.length > 0)
    throw new Error('internal: a scale on the line, or of more than one coordinate')
  const u = constants(['node', coordinate.name], [nodes.length, 1], nodes)
  const x = map.forward(u)
  const sizes = new Map((f.vectorAxes ?? []).map((a) => [a.name, a.size] as const))
  const of = evaluate({ sizes: new Map([...sizes, ['node', nodes.length]]), values: new Map() })
  const found = of(x),
    densities = of(f.logDensity(x)).values,
    volumes = of(map.logJacobian(u)).values
  const every = found.axes[0] === 'node' ? found.values.length / nodes.length : 1
  return nodes.map((_, i) => ({
    x: found.values[i * every] ?? NaN,
    log: (densities[i] ?? NaN) + (volumes[i] ?? NaN)
  }))
}

/** The values of a law at these places of its coordinate, with ln of its density there. */
export const valuesOf = (
  dist: Distribution,
  nodes: ReadonlyArray<number>
): ReadonlyArray<Value> => {
  const f = family(dist),
    b = bijector(f.support)
  if (b === undefined) return firstOfVector(dist, nodes)
  const u = ref('u', [])
  const forward = scalarFunction(b.forward(u), 'u'),
    jacobian = scalarFunction(b.logJacobian(u), 'u'),
    density = scalarFunction(f.logDensity(ref('x', [])), 'x')
  return nodes.map((at) => {
    const x = forward(at)
    return { x, log: density(x) + jacobian(at) }
  })
}

/**
 * The values of a site: of a scale of either sign, or a real factor of a weight, both signs of e^u, since
 * near 0 its logarithm tells; of a discrete one its values, whose masses are no densities.
 */
const factorsOf = (
  dist: Distribution,
  isFactor: boolean,
  nodes: ReadonlyArray<number>,
  step: number
): ReadonlyArray<Value> => {
  const { support, logDensity } = family(dist)
  const outcomes = factsOf(support._tag).outcomes?.([])
  const isSigned = support._tag === 'Signed' || (isFactor && support._tag === 'Real')
  if (outcomes === undefined && !isSigned) return valuesOf(dist, nodes)
  const density = scalarFunction(logDensity(ref('x', [])), 'x')
  return outcomes !== undefined
    ? Array.from({ length: outcomes }, (_, x) => ({ x, log: density(x) - Math.log(step) }))
    : nodes.flatMap((u) => [Math.exp(u), -Math.exp(u)].map((x) => ({ x, log: density(x) + u })))
}

/** What is asked of a prior where one group, and the usual steps, say less than there is to say. */
export interface Asked {
  readonly groups?: number
  readonly accuracy?: Accuracy
}

/** Where data meet w: before it stands noise that is a site of its own, if there is such. */
const locationOf = (graph: Graph): Expr => {
  const y = graph.sites.find((s) => s.role === 'observed')
  const location = y === undefined ? undefined : family(y.dist).locationScale
  if (location === undefined || !isSome(location)) throw new Error('internal: y has no location')
  return location.value.location
}

/** The scale of w times the noise before it. */
const multiplied = (
  met: Expr,
  names: ReadonlyArray<string>,
  ownScale: (...xs: ReadonlyArray<number>) => number
): ((...xs: ReadonlyArray<number>) => number) => {
  if (!names.some((name) => refs([met]).has(name))) return ownScale
  const at = scalarFunction(met, 'x', 'w', ...names)
  return (...xs) => Math.abs(at(1, ownScale(...xs), ...xs))
}

/** Where `given` fixes some sites, as the global scale; of a weight around 0, of the first of groups. */
export const scalesOf = (
  prior: Prior,
  given: Readonly<Record<string, number>> = {},
  { groups = 1, accuracy }: Asked = {}
): Atoms => {
  const graph = linearUnder(prior, groups, 1, 'input')
  const latent = graph.sites.filter((s) => s.role === 'latent')
  const weight = latent.find((s) => s.name === 'w')
  const form = weight === undefined ? undefined : family(weight.dist).locationScale
  if (form === undefined || !isSome(form)) throw new Error('internal: w is not a scaled normal')
  const free = latent.filter((s) => s.name !== 'w' && given[s.name] === undefined)
  const names = [...free.map((s) => s.name), ...Object.keys(given)]
  const ownScale = scalarFunction(form.value.scale, ...names)
  const met = locationOf(graph)
  const scaleAt = multiplied(met, names, ownScale)
  const { step, least } = accuracy ?? usual[free.length] ?? ofMany
  const nodes = Array.from({ length: (2 * reach) / step + 1 }, (_, i) => i * step - reach)
  /** The values of a site, whose law asks for no other one, with ln of their masses. */
  const coordinates = free.map(({ name, dist }) =>
    factorsOf(dist, refs([met]).has(name), nodes, step).map(({ x, log }) => ({
      x,
      log: log + Math.log(step)
    }))
  )
  const scales: Array<number> = [],
    masses: Array<number> = [],
    known = [...free.map(() => NaN), ...Object.values(given)]
  const visit = (i: number, logMass: number): void => {
    const values = coordinates[i]
    if (values === undefined) {
      // of a scale only the square counts
      const scale = Math.abs(scaleAt(...known))
      if (!(scale < Infinity)) return
      scales.push(scale)
      masses.push(Math.exp(logMass))
    } else
      for (const { x, log } of values)
        if (logMass + log > least) {
          known[i] = x
          visit(i + 1, logMass + log)
        }
  }
  visit(0, 0)
  return { scales, masses }
}

const sumOver =
  ({ scales, masses }: Atoms) =>
  (f: (scale: number, mass: number) => number): number => {
    let sum = 0
    for (let i = 0; i < scales.length; i += 1) sum += f(scales[i] ?? NaN, masses[i] ?? NaN)
    return sum
  }

const normalDensity = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)

/** p(w) where w is not 0 */
export const marginalOf = (
  prior: Prior,
  given: Readonly<Record<string, number>> = {},
  asked: Asked = {}
): ((w: number) => number) => densityUnder(scalesOf(prior, given, asked))

export const densityUnder = (all: Atoms): ((w: number) => number) => {
  const sum = sumOver(all)
  // beyond 39 deviations a normal density is 0
  return (w) =>
    sum((scale, mass) => (Math.abs(w) < 39 * scale ? (mass / scale) * normalDensity(w / scale) : 0))
}

/** E κᵃ (1 − κ)ᵇ, κ = 1/(1 + scale²), of which neither power leaves float64. */
export const shrinkageMean = (all: Atoms): ((a: number, b: number) => number) => {
  const sum = sumOver(all)
  return (a, b) =>
    sum((scale, mass) => {
      const logOdds = 2 * Math.log(scale)
      const above = Math.log1p(Math.exp(-Math.abs(logOdds)))
      const [logKappa, logRest] =
        logOdds > 0 ? [-logOdds - above, -above] : [-above, logOdds - above]
      return mass * Math.exp(a * logKappa + b * logRest)
    })
}
