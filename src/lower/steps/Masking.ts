/**
 * Steps in which single weights are cut: each parameter of a cut weight is replaced, in what predicts,
 * by the one that makes the weight 0 for certain, and the complexity costs stay those of the guide.
 *
 * With m the mask, 1 where a weight is left, and θ̂ a location m·θ or a log-variance θ where m, −∞
 * elsewhere, the gradient of a step is
 *
 *   ∂E/∂θ (θ̂) + β·∂C/∂θ (θ),   E the error cost, C the complexity costs, β their weight
 *
 * - held: what is cut does not follow it, and stays where it is, at 0, whatever the optimiser remembers
 * - surgery: what is cut follows it too, and comes back where it has become large (Guo, Yao & Chen
 *   2016): before a step m is 0 where |E w| < 0.9·t, 1 where |E w| ≥ 1.1·t, and what it was between
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { gradients } from '../../expr/calculus/Differentiate.ts'
import { constant, type Expr, isSubset, ref, where } from '../../expr/Expr.ts'
import { substitute, zero } from '../../expr/Fold.ts'
import { simplifier, simplify } from '../../expr/rules/Simplify.ts'
import { uniform } from '../../expr/rules/Smart.ts'
import { abs, add, less, mul, total } from '../../expr/Words.ts'
import {
  klWeightName,
  type Moments,
  type Parameter,
  type Variational
} from '../../ir/Variational.ts'
import { momentOf, scalarOf } from './Optimiser.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** A tensor of weights each of which can be cut; the guide's other parameters are log-variances. */
export interface MaskableSite {
  readonly site: string
  readonly location: Parameter
  readonly logVariances: ReadonlyArray<Parameter>
  /** E w, in parameters, where there is a formula. */
  readonly mean: Expr | undefined
}

/** Which weights have masks, and whether those that were cut may come back. */
export interface Masking {
  readonly sites: ReadonlyArray<MaskableSite>
  readonly surgery: boolean
}

/** Below this share of the threshold a weight is cut, from the other on it comes back. */
const [cutsBelow, comesBackFrom] = [0.9, 1.1]

/** What an executor has in the place of −∞: its exponential is 0 in float32. */
const noVariance = -1e4

// ---------------------------------------------------------------------------
// names
// ---------------------------------------------------------------------------

/** The array beside a location that says which weights are left: it lies among the moments. */
export const maskName = ({ location }: Pick<MaskableSite, 'location'>): string =>
  momentOf('mask', location.name)
/** Is a moment a mask, of whatever location? */
export const isMask = (moment: string): boolean => moment.startsWith(momentOf('mask', ''))
/** The threshold t of a surgery, a number for each tensor. */
export const thresholdName = ({ location }: Pick<MaskableSite, 'location'>): string =>
  momentOf('threshold', location.name)
/** The scalar input that is 1 in steps that look at the masks anew. */
export const surgeryName = scalarOf('surgery')

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const isZero = (e: Expr): boolean => uniform(simplify(e)) === 0

const sameAxes = (p: Parameter, { axes }: Moments): boolean =>
  p.axes.length === axes.length && isSubset(p.axes, axes)

/**
 * Tensors over several axes, none of them a plate, whose mean and variance, or where they have no formula
 * whose draw, vanish with parameters that they have for each element: of a real site by itself, and of
 * one written as scale times base.
 */
export const maskableSites = (program: Variational): ReadonlyArray<MaskableSite> => {
  const plates = program.axes.filter((a) => a.size === 'data').map((a) => a.name)
  return program.moments.flatMap((m): ReadonlyArray<MaskableSite> => {
    const { site, axes, closed, index } = m
    const own = program.parameters.filter((p) => p.site === site && sameAxes(p, m))
    const [location, ...others] = own.filter((p) => p.kind !== 'logVariance')
    const logVariances = own.filter((p) => p.kind === 'logVariance')
    if (location === undefined || others.length > 0) return []
    // probabilities do not vanish together
    if (index !== undefined || axes.length < 2 || axes.some((a) => plates.includes(a))) return []
    const off = substitute(
      new Map([
        [location.name, constant(0)],
        ...logVariances.map((p) => [p.name, constant(-Infinity)] as const)
      ])
    )
    const vanishing =
      closed === undefined ? [program.draws.get(site)] : [closed.mean, closed.variance]
    return vanishing.every((e) => e !== undefined && isZero(off(e)))
      ? [{ site, location, logVariances, mean: closed?.mean }]
      : []
  })
}

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

const parametersOf = (s: MaskableSite): ReadonlyArray<Parameter> => [s.location, ...s.logVariances]

/** Parameters that stay where they are where their mask is 0, with it. */
export const heldBy = (masking: Masking | undefined): ReadonlyMap<string, Expr> =>
  masking === undefined || masking.surgery
    ? new Map()
    : new Map(
        masking.sites.flatMap((s) =>
          parametersOf(s).map((p) => [p.name, maskNow(masking)(s)] as const)
        )
      )

/** The mask of a site in this step. */
export const maskNow =
  ({ surgery }: Masking) =>
  (s: MaskableSite): Expr => {
    const before = ref(maskName(s), s.location.axes)
    if (!surgery || s.mean === undefined) return before
    const threshold = ref(thresholdName(s), [])
    const size = abs(s.mean)
    const looked = where(
      pipe(size, less(pipe(threshold, mul(cutsBelow)))),
      constant(0),
      where(pipe(size, less(pipe(threshold, mul(comesBackFrom)))), before, constant(1))
    )
    return where(ref(surgeryName, []), looked, before)
  }

/** A program whose error cost and gradients are those of a step with these masks. */
export const masked =
  (masking: Masking) =>
  (program: Variational): Variational => {
    const names = program.parameters.filter((p) => program.gradients.has(p.name))
    const masks = new Map(
      masking.sites.flatMap((s) => {
        const mask = maskNow(masking)(s)
        return parametersOf(s).map((p) => [p.name, mask] as const)
      })
    )
    const at = substitute(
      new Map(
        program.parameters.flatMap((p) => {
          const mask = masks.get(p.name)
          const own = ref(p.name, p.axes)
          if (mask === undefined) return []
          const value =
            p.kind === 'logVariance' ? where(mask, own, constant(noVariance)) : pipe(own, mul(mask))
          return [[p.name, value] as const]
        })
      )
    )
    const ofErrors = gradients(program.errorCostNats, names)
    const ofCosts = gradients(
      pipe(total(program.complexity.map((c) => c.nats)), mul(ref(klWeightName, []))),
      names
    )
    const gradient = ({ name }: Parameter): Expr =>
      pipe(at(ofErrors.get(name) ?? zero), add(ofCosts.get(name) ?? zero))
    const tidy = simplifier()
    return {
      ...program,
      errorCostNats: tidy(at(program.errorCostNats)),
      gradients: new Map(names.map((p) => [p.name, tidy(gradient(p))] as const))
    }
  }
