/**
 * The variational family, derived: an ordered table of rules by support, each parameter with its
 * start.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isNone } from 'fp-ts/lib/Option.js'
import {
  type Distribution,
  family,
  logNormal,
  normal,
  type SupportTag
} from '../../distributions/index.ts'
import { type Axes, exp, type Expr, mul, ref, simplify } from '../../expr/index.ts'
import type { Initial, Parameter, ParameterKind } from '../../ir/Variational.ts'
import type { WorkingSite } from './Working.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** q of one working site: a distribution whose location and ln σ² are parameters. */
export interface Guide {
  readonly site: string
  readonly family: 'normal' | 'logNormal'
  readonly axes: Axes
  readonly location: Expr
  readonly logVariance: Expr
  readonly dist: Distribution
  readonly parameters: ReadonlyArray<Parameter>
}

export type Guides = ReadonlyMap<string, Guide>

interface Rule {
  readonly guide: Guide['family']
  readonly kind: ParameterKind
  readonly why: string
}

// ---------------------------------------------------------------------------
// rules
// ---------------------------------------------------------------------------

/** ln σ² starts here everywhere, so that the first steps see almost the deterministic model. */
export const initialLogVariance = -9
/** Parameters over axes start apart by this much, so that equal groups are not equal for ever. */
export const initialJitter = 0.01
/**
 * A prior median below this would make its scale's inverse a huge weight: the guide starts at 1
 * instead.
 */
export const degenerateMedian = 1e-2

/** By support; none for discrete and bounded supports, whose sites are refused. */
const rules: { readonly [S in SupportTag]: Rule | undefined } = {
  Real: { guide: 'normal', kind: 'location', why: 'real support' },
  Positive: { guide: 'logNormal', kind: 'scale', why: 'positive support' },
  Signed: { guide: 'normal', kind: 'scale', why: 'a scale of either sign' },
  Interval: undefined,
  Binary: undefined,
  Categories: undefined
}

export const ruleOf = (s: WorkingSite): Rule | undefined => {
  const rule = rules[family(s.dist).support._tag]
  return rule === undefined || s.options.guide === undefined
    ? rule
    : { ...rule, guide: s.options.guide, why: 'the user asked for it' }
}

/** The prior's median where it is a number. */
export const priorMedian = (s: WorkingSite): number | undefined => {
  const m = family(s.dist).median
  if (isNone(m)) return undefined
  const folded = simplify(m.value)
  return folded._tag === 'Constant' ? folded.value : undefined
}

/** Where the median of the site's guide starts, before a contraction's rule changes it. */
const startOf = (s: WorkingSite): number => {
  if (s.options.initial !== undefined) return s.options.initial
  const support = family(s.dist).support._tag
  if (support === 'Signed') return 1
  const median = priorMedian(s)
  if (median === undefined) return support === 'Positive' ? 1 : 0
  return median
}

export const parameterNames = (site: string) => ({
  location: `${site}.location`,
  logVariance: `${site}.logVariance`
})

/**
 * @param start the guide's median, already balanced where a scale would start degenerate
 * @param sd    a standard deviation for the location's start instead of a fill, where a contraction
 * consumes the site
 */
export const makeGuide = (
  s: WorkingSite,
  rule: Rule,
  start: number,
  sd: number | undefined
): Guide => {
  const name = parameterNames(s.name)
  const location = ref(name.location, s.axes),
    logVariance = ref(name.logVariance, s.axes)
  const scale = exp(pipe(logVariance, mul(0.5)))
  const jitter = s.axes.length === 0 ? 0 : initialJitter
  const fill = rule.guide === 'logNormal' ? Math.log(start) : start
  const initial: Initial =
    sd === undefined
      ? { _tag: 'Fill', value: fill, jitter: rule.kind === 'location' ? 0 : jitter }
      : { _tag: 'NormalNoise', sd }
  const upper =
    s.options.maxVariance === undefined ? {} : { upper: Math.log(s.options.maxVariance) }
  return {
    site: s.name,
    family: rule.guide,
    axes: s.axes,
    location,
    logVariance,
    dist: rule.guide === 'normal' ? normal(location, scale) : logNormal(location, scale),
    parameters: [
      { name: name.location, site: s.declared, axes: s.axes, kind: rule.kind, initial },
      {
        name: name.logVariance,
        site: s.declared,
        axes: s.axes,
        kind: 'logVariance',
        initial: { _tag: 'Fill', value: initialLogVariance, jitter },
        ...upper
      }
    ]
  }
}

/**
 * Medians at the start, site by site. The parts of one degenerate scale are balanced: the product
 * of their medians becomes 1, half the correction on each side (C⁺(0, 1e-5) as gamma × inverse
 * gamma: ln a = ln τ², ln b = −ln τ²).
 */
export const startsOf = (sites: ReadonlyArray<WorkingSite>): ReadonlyMap<string, number> => {
  const own = new Map(sites.map((s) => [s.name, startOf(s)]))
  return new Map(
    sites.map((s) => {
      const start = own.get(s.name) ?? 1
      if (family(s.dist).support._tag !== 'Positive' || s.options.initial !== undefined)
        return [s.name, start]
      const parts = sites.filter(
        (t) => t.declared === s.declared && family(t.dist).support._tag === 'Positive'
      )
      const whole = Math.sqrt(parts.reduce((p, t) => p * (own.get(t.name) ?? 1), 1))
      if (whole >= degenerateMedian) return [s.name, start]
      const rest = parts
        .filter((t) => t.name !== s.name)
        .reduce((p, t) => p * (own.get(t.name) ?? 1), 1)
      return [s.name, parts.length === 1 || start >= degenerateMedian ? 1 / rest : start]
    })
  )
}
