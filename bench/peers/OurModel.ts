/** A workload of ours, however it was written: its plans, where it starts, what it is given. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { Plan } from '../../src/ir/Plan.ts'
import type { Problem } from '../../src/ir/Problem.ts'
import type { Parameter, Variational } from '../../src/ir/Variational.ts'
import {
  adam,
  axisOrder,
  errorCostName,
  lower,
  lowerOutputs,
  momentOf,
  rateOf,
  replaced,
  scalarOf,
  trainOutputs
} from '../../src/lower/index.ts'
import { adamStep, type Network } from '../JeffreysStep.ts'
import { type Around, around } from './Start.ts'

export type Values = ReadonlyMap<string, Float32Array>
/** Drawn by the plan, or an input of it. */
export type NoiseFrom = 'plan' | 'input'
export type PlanOf = (noise: NoiseFrom) => Either<Problem, Plan>

export interface OurModel {
  readonly stepPlan: PlanOf
  /** Its one output is the loss. */
  readonly lossPlan: PlanOf
  /** The names of noise. */
  readonly noise: ReadonlySet<string>
  /** The output of a step that the trainer reads. */
  readonly cost: string
  /** What stays from step to step: data, totals, the weight of the KL. */
  readonly data: Values
  /** Parameters at their starts. */
  readonly start: Values
  /**
   * Of `count` steps from `first`, counted from 1: rates and what else the optimiser needs, one
   * number a step.
   */
  readonly series: (first: number, count: number) => Values
  /** The loss is reported over this, as the peers have it. */
  readonly lossDivisor: number
}

const learningRate = 1e-3

const rates = (first: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => adam.rate(learningRate, first + i))

/** What Adam needs besides its rate. */
const scalars = (first: number, count: number, nameOf: (scalar: string) => string): Values => {
  const steps = Array.from({ length: count }, (_, i) => adam.scalars(first + i))
  return new Map(
    [...adam.scalars(1).keys()].map((name) => [
      nameOf(name),
      Float32Array.from(steps, (s) => s.get(name) ?? NaN)
    ])
  )
}

/** Moments of a parameter are its zeros. */
export const withMoments = (start: Values): Values =>
  new Map(
    [...start].flatMap(([name, values]) => [
      [name, values] as const,
      ...adam.moments.map((m) => [momentOf(m, name), new Float32Array(values.length)] as const)
    ])
  )

const elements = (axes: ReadonlyArray<string>, sizes: ReadonlyMap<string, number>): number =>
  axes.reduce((n, a) => n * (sizes.get(a) ?? 1), 1)

/** Of a model in the language, compiled. */
export const ofProgram = (
  program: Variational,
  sizes: ReadonlyMap<string, number>,
  data: Values,
  startOf: (p: Parameter) => Around,
  lossDivisor: number
): OurModel => {
  const noise = new Set(program.noise.map((n) => n.name))
  return {
    stepPlan: (from) =>
      lowerOutputs(program, trainOutputs(program, adam), {
        consumed: replaced(program, adam),
        noise: from === 'plan' ? program.noise : []
      })(sizes),
    lossPlan: (from) =>
      lower({
        outputs: new Map([['loss', program.lossNats]]),
        sizes,
        order: axisOrder(program),
        noise: from === 'plan' ? noise : new Set(),
        consumed: new Set()
      }),
    noise,
    data,
    lossDivisor,
    cost: errorCostName,
    start: new Map(
      program.parameters.map((p) => [
        p.name,
        Float32Array.from(around(startOf(p), elements(p.axes, sizes)))
      ])
    ),
    series: (first, count) => {
      const rate = rates(first, count)
      return new Map([
        ...['location', 'scale', 'logVariance'].map((kind) => [rateOf(kind), rate] as const),
        ...scalars(first, count, scalarOf)
      ])
    }
  }
}

/** Of a network written as expressions; its loss is per datum. */
export const ofNetwork = (network: Network, data: Values, start: Values): OurModel => {
  const options = adamStep(network),
    noiseOf = (from: NoiseFrom) => (from === 'plan' ? options.noise : new Set<string>())
  return {
    stepPlan: (from) => lower({ ...options, noise: noiseOf(from) }),
    lossPlan: (from) =>
      lower({
        outputs: new Map([['loss', network.loss]]),
        sizes: network.sizes,
        order: network.order,
        noise: noiseOf(from),
        consumed: new Set()
      }),
    noise: options.noise,
    data,
    start,
    lossDivisor: 1,
    cost: 'error cost',
    series: (first, count) =>
      new Map([['rate', rates(first, count)], ...scalars(first, count, (name) => name)])
  }
}
