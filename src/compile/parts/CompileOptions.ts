/**
 * The choices a person may make about the derivation; the defaults are what `explain` shows without
 * options.
 *
 * @since 0.1.0
 */
import { aCountFrom, aText, type Field, fields, listOf, oneOf, perhaps } from '../../ir/Fields.ts'

export type OptionalPass =
  | 'noncentre'
  | 'expandMixtures'
  | 'mergeScales'
  | 'localReparameterise'
  | 'simplify'

/** Declared sites whose guides are jointly normal in their coordinates. */
export interface JointSites {
  readonly sites: ReadonlyArray<string>
  /** A diagonal and so much more; full where it is left out. */
  readonly rank?: number
}

/** How a model is compiled, where there is a choice. */
export interface CompileOptions {
  /** Draws from the guide per step; more than one are averaged. */
  readonly samples: number
  /**
   * Half-Cauchy scales as a gamma × inverse-gamma pair, or as one log-normal with a quadrature KL.
   */
  readonly halfCauchy: 'decomposed' | 'collapsed'
  /** Declared sites that stay as they are declared, though their location or scale is random. */
  readonly centred: ReadonlyArray<string>
  /**
   * The KL to the log-uniform: exact, or the published fit (cheaper, error within
   * [−0.0044, +0.0094] nats).
   */
  readonly jeffreys: 'exact' | 'fitted'
  /**
   * Monte Carlo replaces every closed form by ln q − ln p at the draw: the same mean, more
   * variance; for checking.
   */
  readonly kl: 'closed' | 'monteCarlo'
  /** `analytic` refuses a KL that would need Monte Carlo. */
  readonly strict: 'no' | 'analytic'
  /** Sites whose guides are correlated, set by set; all others are independent. */
  readonly joint: ReadonlyArray<JointSites>
  readonly skip: ReadonlyArray<OptionalPass>
}

export const defaultOptions: CompileOptions = {
  samples: 1,
  halfCauchy: 'decomposed',
  centred: [],
  jeffreys: 'exact',
  kl: 'closed',
  strict: 'no',
  joint: [],
  skip: []
}

const optionalPasses: { readonly [P in OptionalPass]: P } = {
  noncentre: 'noncentre',
  expandMixtures: 'expandMixtures',
  mergeScales: 'mergeScales',
  localReparameterise: 'localReparameterise',
  simplify: 'simplify'
}

/** What may be given in the place of a default. */
export const compileFields: Field = fields<CompileOptions>({
  samples: aCountFrom(1),
  halfCauchy: oneOf('decomposed', 'collapsed'),
  centred: listOf(aText),
  jeffreys: oneOf('exact', 'fitted'),
  kl: oneOf('closed', 'monteCarlo'),
  strict: oneOf('no', 'analytic'),
  joint: listOf(
    fields<JointSites>({ sites: listOf(aText), rank: perhaps(aCountFrom(1)) }, ['sites'])
  ),
  skip: listOf(oneOf(...Object.values(optionalPasses)))
})

/** The axis of several draws per step. */
export const drawAxis = 'draw:'
