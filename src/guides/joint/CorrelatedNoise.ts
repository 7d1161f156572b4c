/**
 * Standard normal noise of several sites with correlations R: a guide that is pushed by it keeps its own
 * law, and the sites are jointly normal in their coordinates.
 *
 *   z = (ε + φ η)/s,   s² = 1 + Σ φ²
 *
 * ε are independent, φ are loadings, and η is what elements share (`FullRankNoise.ts`,
 * `LowRankNoise.ts`). The joint law costs more than its margins by their total correlation −½ ln|R|,
 * which is never negative; its density is theirs times
 *
 *   ln c(z) = −½ ln|R| − ½ (zᵀR⁻¹z − zᵀz)
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Axes, constant, contract, type Expr, iota } from '../../expr/Expr.ts'
import { add, div, log, mul, sqrt, sumSpread, total } from '../../expr/Words.ts'
import { type Noise, type Parameter, parameterName, type Role } from '../Parameter.ts'

// model

/** An axis that has its size. */
export interface SizedAxis {
  readonly name: string
  readonly size: number
}

/** A site among those that share noise; `declared` is the declared site it came from. */
export interface Member {
  readonly name: string
  readonly declared: string
  readonly axes: ReadonlyArray<SizedAxis>
}

/** `rank` undefined: full. */
export interface JointLaw {
  readonly name: string
  readonly rank: number | undefined
  readonly members: ReadonlyArray<Member>
}

/** Noise that a draw is pushed by, and the independent standard normals that it is made of. */
export interface StandardNoise {
  readonly value: Expr
  readonly noise: ReadonlyArray<Noise>
}

/** z given what is shared is normal about `mean` with the deviation 1/s. */
export interface GivenShared {
  readonly mean: Expr
  /** ln s² */
  readonly logInflation: Expr
}

/** What one site has of it. */
export interface SharedNoise {
  readonly loadings: ReadonlyArray<Parameter>
  /** z, with `extra` axes on all its noise. */
  readonly drawn: (extra: Axes) => StandardNoise
  readonly given: (extra: Axes) => GivenShared
}

export interface CorrelatedNoise {
  /** Axes that no site has. */
  readonly axes: ReadonlyArray<SizedAxis>
  /** By the names of members. */
  readonly of: ReadonlyMap<string, SharedNoise>
  /** −½ ln|R|, in nats. */
  readonly totalCorrelation: Expr
  /** ln c at the draw, over `extra`. */
  readonly logRatio: (extra: Axes) => Expr
}

export const loadingRole: Role = {
  suffix: 'loading',
  letter: 'φ',
  words: 'loading of shared noise'
}

/** A member with its number among all elements, behind those of members before it. */
export interface Placed {
  readonly member: Member
  readonly axes: Axes
  readonly from: number
  readonly at: Expr
}

/** A member with φ, s², and as functions of extra axes ε, φ η and their noise. */
export interface Loaded extends Placed {
  readonly loadings: ReadonlyArray<Parameter>
  readonly squared: Expr
  readonly own: (extra: Axes) => Expr
  readonly mixed: (extra: Axes) => Expr
  readonly noise: (extra: Axes) => ReadonlyArray<Noise>
}

// constructors

export const elementsOf = ({ axes }: Member): number => axes.reduce((n, a) => n * a.size, 1)

/** Elements in row-major order, site after site. */
export const placed = (members: ReadonlyArray<Member>): ReadonlyArray<Placed> => {
  let from = 0
  return members.map((member) => {
    const at = member.axes.reduce<Expr>(
      (e, a) => pipe(e, mul(a.size), add(iota(a.name))),
      constant(0)
    )
    const found = { member, axes: member.axes.map((a) => a.name), from, at: pipe(at, add(from)) }
    from += elementsOf(member)
    return found
  })
}

export const loadingOf = (
  { name, declared }: Member,
  axes: Axes,
  initial: Parameter['initial']
): Parameter => ({
  name: parameterName(name, loadingRole),
  site: declared,
  axes,
  kind: 'loading',
  initial
})

/** Σ over axes of x · y, also where there are none. */
export const dot =
  (over: Axes) =>
  (x: Expr, y: Expr): Expr =>
    over.length === 0 ? pipe(x, mul(y)) : contract(over)(x, y)

/** s² of loadings along an axis. */
export const inflation = (loadings: Expr, along: string): Expr =>
  pipe(dot([along])(loadings, loadings), add(1))

// combinators

/** Σ ln s of all elements. */
export const logScales = (sites: ReadonlyArray<Pick<Loaded, 'axes' | 'squared'>>): Expr =>
  total(sites.map((p) => pipe(sumSpread(p.axes)(log(p.squared)), mul(0.5))))

export const sharedBy = (p: Loaded): SharedNoise => {
  const scale = sqrt(p.squared)
  return {
    loadings: p.loadings,
    drawn: (extra) => ({
      value: pipe(p.mixed(extra), add(p.own(extra)), div(scale)),
      noise: p.noise(extra)
    }),
    given: (extra) => ({
      mean: pipe(p.mixed(extra), div(scale)),
      logInflation: log(p.squared)
    })
  }
}
