/**
 * The questions a distribution answers. Passes ask these; they never name a distribution.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Option } from 'fp-ts/lib/Option.js'
import type { Axes, Expr } from '../expr/Expr.ts'
import type { Standard } from './between/Standard.ts'
import type { HostDraw, VectorDraw } from './StandardDraws.ts'
import type { Support, SupportTag } from './supports/Support.ts'
import type { SizedAxis } from './supports/VectorBijector.ts'

/**
 * An argument by its standard name, with where its values must lie (a scale: `Signed`, since only
 * its square counts, or `Positive`).
 */
export interface Argument {
  readonly name: string
  readonly value: Expr
  readonly support: SupportTag
}

/** x = location + scale · base, the base at location 0 and unit scale. */
export interface LocationScale<D> {
  readonly location: Expr
  readonly scale: Expr
  readonly base: D
}

/**
 * x = value(parts) for independent parts, each of them easier to approximate than x: the
 * half-Cauchy as √(gamma · inverse gamma).
 */
export interface Expansion<D> {
  readonly parts: ReadonlyArray<{ readonly suffix: string; readonly dist: D }>
  readonly value: (parts: ReadonlyArray<Expr>) => Expr
}

/**
 * x = value(base), the base over the axes of x with independent elements: a vector in terms of what has no
 * correlations, what has atoms in terms of what has none. `base` is of each element.
 */
export interface Whitened<D> {
  readonly base: D
  readonly value: (base: Expr) => Expr
}

/** A value with a mass of its own among those with a density. */
export interface Atom {
  readonly at: number
  readonly logMass: Expr
}

/**
 * x = push(ε), ε standard normal or uniform on (0, 1), smooth in the arguments: the pathwise
 * derivative exists.
 */
export interface Pathwise {
  readonly noise: 'normal' | 'uniform'
  readonly push: (noise: Expr) => Expr
}

/**
 * Facts of one distribution with its arguments. `D` is the type the answers speak of:
 * `Family<Normal>` is a `Family<Distribution>`.
 */
export interface Family<D> {
  readonly tag: string
  readonly support: Support
  readonly arguments: ReadonlyArray<Argument>
  /**
   * Axes that one draw uses up: the classes of a categorical. A draw's axes are those of the
   * arguments without these.
   */
  readonly consumes: Axes
  /**
   * Axes of a draw whose elements have one density together, as those of a vector: `logDensity` is
   * over the other axes. Sums over a site's axes use `elementwiseDensity`.
   */
  readonly jointly: Axes
  /** Of vectors, the axes that must have these sizes, known before the data; its own axis first. */
  readonly vectorAxes?: ReadonlyArray<SizedAxis>
  /** The density integrates to 1. An improper one cannot be sampled or compared. */
  readonly isProper: boolean
  /** Is the density finite and above 0 at the ends of the support too? Data may lie there then. */
  readonly holdsEnds: boolean
  /**
   * Values that `logDensity` gives the logarithm of a mass, among others to which it gives that of a
   * density: the law is of both. Absent of one that has none, or nothing else.
   */
  readonly atoms?: ReadonlyArray<Atom>
  /** ln p(x | arguments) in nats, elementwise; improper densities up to their stated constant. */
  readonly logDensity: (x: Expr) => Expr
  /** The same distribution with every argument mapped: substitution. */
  readonly mapArguments: (f: (argument: Expr) => Expr) => D
  readonly locationScale: Option<LocationScale<D>>
  readonly expansion: Option<Expansion<D>>
  /** Of a vector whose elements depend on each other, and of what has atoms; absent of others. */
  readonly whitened?: Whitened<D>
  readonly pathwise: Option<Pathwise>
  /** Of a discrete law: a draw as a step function of u, uniform on (0, 1); absent where there is none. */
  readonly steps?: (uniform: Expr) => Expr
  /** One draw on the host in float64; left where there are no draws, with the reason. */
  readonly sample: Either<string, HostDraw>
  /** One draw of all elements along `jointly`; absent where elements are drawn one by one. */
  readonly sampleVector?: VectorDraw
  /**
   * sup over x of `logDensity`, in the arguments; none where it is unbounded, or where a constant
   * that would tell is not one.
   */
  readonly peak: Option<Expr>
  /** E xᵏ, k real; none where it does not exist or has no closed form here. */
  readonly moment: (k: number) => Option<Expr>
  /** P(draw ≤ x), x in the support; none where our operations have no form of it. */
  readonly cdf: Option<(x: Expr) => Expr>
  /** Of one with a density: x with cdf(x) = p, 0 < p < 1; none where there is no form of it. */
  readonly quantile: Option<(p: Expr) => Expr>
  /** A standard draw of which x is a monotone function, if there is one: what truncates asks. */
  readonly standard: Option<Standard>
  /** −E ln p in nats; none where there is no form of it, or the density is improper. */
  readonly entropy: Option<Expr>
  /** The middle of the prior, where a guide starts; none for improper ones. */
  readonly median: Option<Expr>
  /** As the language writes it, arguments in order and axes by their names. */
  readonly show: (printed: ReadonlyArray<string>) => string
}
