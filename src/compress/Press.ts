/**
 * Posterior → artifact: score, mask, remove and fold, choose precision, quantise. Every choice is
 * reported.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Gate, Mask } from '../ir/Gate.ts'
import type { Bindings, SitePosterior } from '../ir/Posterior.ts'
import { type Problem, refuse } from '../ir/Problem.ts'
import type { Artifact, Layer, Provenance } from './Artifact.ts'
import { chooseMasks, type GateChoice, showAxes, type Thresholds } from './masks/ByEffect.ts'
import { type Effect, type Search, strongest } from './masks/Effect.ts'
import { keep } from './remove/Elements.ts'
import { meanMasking, type MeanOf, plainMasking } from './remove/FoldMeans.ts'
import { isMaskable } from './masks/Mask.ts'
import type { Network } from './Network.ts'
import { compensation } from './quantise/Compensate.ts'
import { inputMoments, type MeanOver } from './quantise/InputMoments.ts'
import {
  byVariance,
  type Compensated,
  type Precision,
  publishedBits,
  quantiseNetwork,
  type QuantisedNetwork,
  requantise
} from './quantise/Precision.ts'
import { type FoldedConstant, slim, type Slimmed } from './remove/Slim.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** `Effect`: the largest ρ whose effect stays within the tolerance. */
export type PrecisionRule = { readonly _tag: 'Effect' } | Precision

/** How a network is pressed. */
export interface PressOptions {
  readonly thresholds: Thresholds
  readonly precision: PrecisionRule
  /** The rise of the training objective that everything together may bring, in nats per datum. */
  readonly toleranceNats: number
  /** Where it is given, dead slices leave their mean contribution to the next bias. */
  readonly meanOf: MeanOf | undefined
  /** Where it is given, what one rounding loses other weights of the sum take over. */
  readonly meanOver: MeanOver | undefined
  /** The complexity cost of what a mask switches off, in nats: for the report. */
  readonly savedNats: ((mask: Mask) => number | undefined) | undefined
}

/**
 * Six thousandths of a nat per datum: as if six images in ten thousand went from certain to e⁻¹⁰ of
 * being right.
 */
export const defaultToleranceNats = 0.006

/** The thrift from which on a network is pressed by all of it. */
const wholeTolerance = 0.45

/** Of a network whose training was worth so much: the closer, the more an error counts. */
export const toleranceOf = (thrift: number): number =>
  defaultToleranceNats * Math.min(1, thrift / wholeTolerance)

/** As much as the tolerance allows, thresholds and bits by their effect on the training data. */
export const defaultPressOptions: PressOptions = {
  thresholds: { rule: 'effect', given: new Map() },
  precision: { _tag: 'Effect' },
  toleranceNats: defaultToleranceNats,
  meanOf: undefined,
  meanOver: undefined,
  savedNats: undefined
}

/**
 * - `network` the plug-in network at the posterior means; - `gates` as derived; - `posterior` by
 *   declared site.
 */
export interface PressInput {
  readonly network: Network
  readonly gates: ReadonlyArray<Gate>
  readonly posterior: ReadonlyMap<string, SitePosterior>
  readonly provenance: Provenance
}

/**
 * - objectives in nats per datum: of the given network, the masked and slim one, the quantised one;
 *   - `reported` gates that mask nothing.
 */
export interface PressReport {
  readonly gates: ReadonlyArray<GateChoice>
  readonly reported: ReadonlyArray<Gate>
  readonly folded: ReadonlyArray<FoldedConstant>
  readonly precision: Precision
  readonly precisionTrials: Search['trials']
  readonly baselineNats: number
  readonly slimNats: number
  readonly finalNats: number
}

/** A pressed network, and what pressing did. */
export interface Pressed {
  readonly artifact: Artifact
  readonly report: PressReport
}

// ---------------------------------------------------------------------------
// precision
// ---------------------------------------------------------------------------

/** ρ = 2^(choice − 20), choice 0 … 32. */
const RHO_CHOICES = 32
const rhoOf = (choice: number): number => 2 ** (choice - 20)
const CHOICE_OF_ONE = 20

interface PrecisionChoice {
  readonly precision: Precision
  readonly trials: Search['trials']
}

/** Of the weights whose inputs are known to go together. */
const compensationsOf = async (
  meanOver: MeanOver | undefined,
  network: Network
): Promise<E.Either<Problem, ReadonlyMap<string, Compensated>>> => {
  if (meanOver === undefined) return E.right(new Map())
  const moments = await inputMoments(meanOver)(network)()
  return E.isLeft(moments)
    ? moments
    : E.right(
        new Map(
          [...moments.right].map(
            ([name, { over, ...h }]) => [name, { ...compensation(h), over }] as const
          )
        )
      )
}

const choosePrecision =
  (
    effect: Effect,
    rule: PrecisionRule,
    network: Network,
    variances: Bindings,
    compensations: ReadonlyMap<string, Compensated>,
    current: number,
    bound: number
  ): TaskEither<Problem, PrecisionChoice> =>
  async () => {
    if (rule._tag !== 'Effect') return E.right({ precision: rule, trials: [] })
    const evaluate = (choice: number): TaskEither<Problem, number> =>
      effect(quantiseNetwork(byVariance(rhoOf(choice)), variances, compensations)(network).network)
    const found = await strongest({ strongest: RHO_CHOICES, first: CHOICE_OF_ONE, current, bound })(
      evaluate
    )()
    return E.isLeft(found)
      ? found
      : E.right({ precision: byVariance(rhoOf(found.right.choice)), trials: found.right.trials })
  }

/** Slices that were rounded to zero are removed too; the others keep their integers. */
const slimQuantised = (
  q: QuantisedNetwork
): { readonly quantised: QuantisedNetwork; readonly folded: Slimmed['folded'] } => {
  const again = slim(q.network)
  return { quantised: requantise(q.quantised)(again.network), folded: again.folded }
}

/** How the precision was chosen goes into the file. */
const withPrecision = (provenance: Provenance, precision: Precision): Provenance => ({
  ...provenance,
  settings: {
    ...provenance.settings,
    precision:
      precision._tag === 'Variance'
        ? `rho=${precision.rho}`
        : precision._tag === 'Bits'
          ? `bits=${precision.totalBits}`
          : `${precision.rule}=${precision.bits}`
  }
})

// ---------------------------------------------------------------------------
// press
// ---------------------------------------------------------------------------

/** Weights are what gates switch, and every other tensor of more than one axis. */
const layersOf = (
  network: Network,
  gates: ReadonlyArray<Gate>,
  slimmed: Network,
  variances: Bindings
): ReadonlyArray<Layer> =>
  [...network.tensors]
    .filter(([name, t]) => t.axes.length > 1 || gates.some((g) => g.target === name))
    .map(([name, t]) => {
      const slim = slimmed.tensors.get(name)
      const left = slim?.values.filter((w) => w !== 0).length ?? 0
      return {
        name,
        dense: t.values.length,
        ...(left === (slim?.values.length ?? 0) ? {} : { left }),
        publishedBits: slim === undefined ? 0 : publishedBits(slim, variances.get(name))
      }
    })

const unknownAxes = (
  thresholds: Thresholds,
  gates: ReadonlyArray<Gate>
): E.Either<Problem, void> => {
  const names = gates.map(showAxes)
  const lost = [...thresholds.given.keys()].find((axis) => !names.includes(axis))
  return lost === undefined
    ? E.right(undefined)
    : refuse(
        `threshold of ${lost}`,
        `no gate switches ${lost}`,
        'a threshold decides which indices of a gated axis stay',
        names.length === 0
          ? 'leave the option out: this model has no gates'
          : `name one of ${names.join(', ')}`
      )
}

/**
 * `effect` evaluates networks on training data; test data never enter. Errors: a threshold for an
 * axis without gate; those of `effect`.
 */
export const press =
  (options: PressOptions, effect: Effect) =>
  ({ network, gates, posterior, provenance }: PressInput): TaskEither<Problem, Pressed> =>
  async () => {
    const switched = gates.filter((g) => isMaskable(g) && network.tensors.has(g.target))
    const checked = unknownAxes(options.thresholds, switched)
    if (E.isLeft(checked)) return checked
    const masking =
      options.meanOf === undefined
        ? E.right(plainMasking(network))
        : await meanMasking(switched, options.meanOf)(network)()
    if (E.isLeft(masking)) return masking
    const baseline = await effect(masking.right.network)()
    if (E.isLeft(baseline)) return baseline

    const targets = switched.flatMap((gate) => {
      const target = posterior.get(gate.target)
      return target === undefined ? [] : [{ gate, target }]
    })
    const choices = await chooseMasks(effect, masking.right, options)(targets, baseline.right)()
    if (E.isLeft(choices)) return choices
    const slimmed = slim(masking.right.masked(choices.right.map((c) => c.mask)))
    const slimNats = await effect(slimmed.network)()
    if (E.isLeft(slimNats)) return slimNats

    const variances = new Map(
      [...posterior].map(([name, p]) => [name, keep(slimmed.kept)(p.variance)] as const)
    )
    const compensations = await compensationsOf(options.meanOver, slimmed.network)
    if (E.isLeft(compensations)) return compensations
    const bound = baseline.right + options.toleranceNats
    const chosen = await choosePrecision(
      effect,
      options.precision,
      slimmed.network,
      variances,
      compensations.right,
      slimNats.right,
      bound
    )()
    if (E.isLeft(chosen)) return chosen
    const { quantised, folded } = slimQuantised(
      quantiseNetwork(chosen.right.precision, variances, compensations.right)(slimmed.network)
    )
    const finalNats = await effect(quantised.network)()
    if (E.isLeft(finalNats)) return finalNats

    return E.right({
      artifact: {
        ...quantised,
        provenance: withPrecision(provenance, chosen.right.precision),
        layers: layersOf(network, switched, slimmed.network, variances),
        architecture: [...new Set(switched.flatMap((g) => g.axes))]
      },
      report: {
        gates: choices.right,
        reported: gates.filter((g) => !switched.includes(g)),
        folded: [...slimmed.folded, ...folded],
        precision: chosen.right.precision,
        precisionTrials: chosen.right.trials,
        baselineNats: baseline.right,
        slimNats: slimNats.right,
        finalNats: finalNats.right
      }
    })
  }
