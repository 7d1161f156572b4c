/**
 * Quantiles of declared sites in closed form: where a draw is a monotone function of one standard
 * normal, its p-quantile is the same function at the normal's, Φ⁻¹(p).
 *
 * An element may rise or fall with its noise (a scale may have either sign), so that both value(Φ⁻¹(p))
 * and value(−Φ⁻¹(p)) are computed: the smaller one is the quantile below ½, the larger one that above.
 *
 * @since 0.2.0
 */
import { type Expr, map, type MapOp, ref, zip, type ZipOp } from '../expr/Expr.ts'
import { ndtri } from '../expr/numbers/SpecialFunctions.ts'
import { foldList, refs, substitute } from '../expr/Fold.ts'
import type { Variational } from '../ir/Variational.ts'
import { lowerOutputs, type Output, output, type PlanFor } from './Outputs.ts'

/** The input: `quantilePointOf` the probability. */
export const quantilePoint = '|Φ⁻¹(p)|'
export const quantilePointOf = (p: number): number => Math.abs(ndtri(p))
/** The output with the smaller of the p- and the (1 − p)-quantile. */
export const lowOf = (site: string): string => `low:${site}`
/** The output with the larger one. */
export const highOf = (site: string): string => `high:${site}`

/** Is the function monotone wherever it is defined? */
const isMonotone: { readonly [O in MapOp]: boolean } = {
  neg: true,
  abs: false,
  sign: true,
  exp: true,
  expm1: true,
  log: true,
  log1p: true,
  sqrt: true,
  square: false,
  reciprocal: false,
  floor: true,
  round: true,
  sin: false,
  cos: false,
  tanh: true,
  sigmoid: true,
  softplus: true,
  relu: true,
  erf: true,
  logNdtr: true,
  ndtri: true,
  lgamma: false,
  digamma: false,
  trigamma: false,
  stirling: false,
  excess: false,
  dawson: false,
  expint1: false,
  scaledExpint1: false,
  jeffreysKl: false,
  stopGradient: true
}

/** Is it monotone in x, or in y, while the other is held? */
const monotoneIn: { readonly [O in ZipOp]: readonly [x: boolean, y: boolean] } = {
  add: [true, true],
  sub: [true, true],
  mul: [true, true],
  div: [true, false],
  pow: [false, false],
  max: [true, true],
  min: [true, true],
  equal: [false, false],
  less: [true, true],
  lessEqual: [true, true],
  polygamma: [false, false],
  logProduct: [true, true],
  logRatio: [true, true],
  deviance: [false, false],
  logCauchy: [false, false]
}

/** How a value depends on noise: not at all, monotonically on one number of it, or otherwise. */
type Dependence = 'none' | 'monotone' | 'other'

const dependence = (noise: ReadonlySet<string>): ((e: Expr) => Dependence) =>
  foldList<Dependence>((e, operands) => {
    const [x, y] = operands
    if (e._tag === 'Ref') return noise.has(e.name) ? 'monotone' : 'none'
    if (operands.every((d) => d === 'none')) return 'none'
    if (operands.includes('other')) return 'other'
    switch (e._tag) {
      case 'Map':
        return isMonotone[e.op] ? 'monotone' : 'other'
      case 'Zip': {
        const [inX, inY] = monotoneIn[e.op]
        return (y === 'none' && inX) || (x === 'none' && inY) ? 'monotone' : 'other'
      }
      case 'Rename':
      case 'Merge':
      case 'Split':
        return 'monotone'
      default:
        return 'other'
    }
  })

/** Declared sites whose draws are monotone in one noise: those with quantiles in closed form. */
export const sitesWithQuantiles = (program: Variational): ReadonlyArray<string> => {
  const noise = new Set(program.drawNoise.map((n) => n.name))
  const dependsOn = dependence(noise)
  return program.moments.flatMap(({ site }) => {
    const draw = program.draws.get(site)
    return draw !== undefined && dependsOn(draw) !== 'other' ? [site] : []
  })
}

/** The names that draws of some declared sites read, parameters and data. */
export const readByDraws = (
  program: Variational,
  sites: ReadonlyArray<string>
): ReadonlyArray<string> => [
  ...refs(
    sites.flatMap((site) => {
      const draw = program.draws.get(site)
      return draw === undefined ? [] : [draw]
    })
  ).keys()
]

/**
 * Inputs: parameters and `quantilePoint`. Outputs: `lowOf` and `highOf` of each of these sites,
 * which must be among `sitesWithQuantiles`.
 */
export const quantilePlan = (program: Variational, sites: ReadonlyArray<string>): PlanFor => {
  const point = ref(quantilePoint, [])
  const noiseAt = (z: Expr): ((e: Expr) => Expr) =>
    substitute(new Map(program.drawNoise.map((n) => [n.name, z] as const)))
  const [above, below] = [noiseAt(point), noiseAt(map('neg')(point))]
  return lowerOutputs(
    program,
    program.moments.flatMap(({ site, axes }): ReadonlyArray<Output> => {
      const draw = program.draws.get(site)
      return draw === undefined || !sites.includes(site)
        ? []
        : [
            output(lowOf(site), zip('min')(above(draw), below(draw)), axes),
            output(highOf(site), zip('max')(above(draw), below(draw)), axes)
          ]
    }),
    { consumed: [], noise: [] }
  )
}
