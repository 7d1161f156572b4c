/**
 * The loss of one batch and its gradient, in float64: what a step of a fit that settles sees. Noise is
 * drawn anew for every step, each draw with its mirror image, so that what batch and draw pull at
 * together cancels.
 *
 * @since 0.2.0
 */
import { type Either, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Plan } from '../../ir/Plan.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { drawnLossName, fixedDrawPlan, gradientOf } from '../../lower/solving/FixedDrawPlan.ts'
import { errorCostName } from '../../lower/steps/TrainStep.ts'
import type { Float64Plan } from '../../runtime/float64/Float64Plan.ts'
import { openFloat64 } from '../../runtime/float64/module/OpenFloat64.ts'
import { normals } from '../../runtime/Noise.ts'
import { type Batching, isCut, shuffled } from '../host/Batches.ts'
import { type Bound, totals } from '../host/BoundData.ts'
import { arrange, elements, sizeOf, type Tensors } from '../host/Tensors.ts'
import type { Coordinates } from '../solving/Coordinates.ts'
import { setInputs } from '../host/SetInputs.ts'
import { setVector, streamsIn } from '../solving/DrawnObjective.ts'

// model

/** What steps ask. */
export interface BatchLoss {
  /** Writes the gradient at x of a step's batch and noise; its loss and error cost, of all data. */
  readonly at: (
    step: number,
    x: Float64Array,
    gradient: Float64Array
  ) => { readonly lossNats: number; readonly errorCostNats: number }
}

/** Draws with their mirror images, of one step: more where an epoch has few steps. */
const pairsFor = ({ stepsPerEpoch }: Batching): number =>
  2 ** Math.min(5, Math.max(0, Math.ceil(Math.log2(64 / stepsPerEpoch))))

/** Copies the rows of a batch into the input that has them. */
type Fill = (chosen: Uint32Array) => void

// combinators

const fillOf = (prepared: Float64Plan, cut: Batching, data: Tensors): ReadonlyArray<Fill> =>
  prepared.plan.inputs.flatMap(({ name, axes }): ReadonlyArray<Fill> => {
    const t = data.get(name)
    const into = prepared.input(name)
    if (t === undefined || into === undefined || !isCut(cut)(t)) return []
    const { sizes, values } = arrange(
      axes,
      axes.map((a) => sizeOf(a)(t))
    )(t)
    const at = axes.indexOf(cut.plate ?? '')
    const [outer, inner] = [elements(sizes.slice(0, at)), elements(sizes.slice(at + 1))]
    const rows = sizes[at] ?? 0
    return [
      (chosen) => {
        let to = 0
        for (let o = 0; o < outer; o++)
          for (const row of chosen) {
            const from = (o * rows + row) * inner
            for (let k = 0; k < inner; k++) into[to++] = values[from + k] ?? NaN
          }
      }
    ]
  })

/**
 * The rows of a step: pass after pass over shuffled data, cut into batches without a rest. What a pass
 * has left the next batch begins with, so that no row is seen more often than others.
 */
const endlessBatches = (
  { plate = '', batchSize }: Batching,
  { sizes }: Bound,
  seed: number
): ((step: number) => Uint32Array) => {
  const total = sizes.get(plate) ?? 0
  const passes = new Map<number, Uint32Array>()
  const orderOf = (pass: number): Uint32Array => {
    const found = passes.get(pass) ?? shuffled(seed, pass, plate, total)
    passes.set(pass, found)
    passes.delete(pass - 2)
    return found
  }
  const chosen = new Uint32Array(batchSize)
  return (step) => {
    for (let k = 0; k < batchSize;) {
      const row = step * batchSize + k
      const at = row % total
      const part = orderOf(Math.floor(row / total)).subarray(at, at + batchSize - k)
      chosen.set(part, k)
      k += part.length
    }
    return chosen
  }
}

const opened = (
  program: Variational,
  train: Bound,
  cut: Batching,
  seed: number,
  held: Tensors,
  c: Coordinates,
  plan: Plan
): BatchLoss => {
  const prepared = openFloat64(plan)
  setInputs(prepared, new Map([...held, ...totals(train)]))
  setInputs(prepared, new Map([...train.data].filter(([, t]) => !isCut(cut)(t))))
  const fills = fillOf(prepared, cut, train.data)
  const pairs = pairsFor(cut)
  const streams = streamsIn(
    plan,
    program.noise.map((n) => n.name)
  )
  const batch = endlessBatches(cut, train, seed)
  return {
    at: (step, x, gradient) => {
      const chosen = batch(step)
      for (const fill of fills) fill(chosen)
      for (const { name, elements: n } of streams) {
        const drawn = normals({ seed, step }, `settling:${name}`, pairs * n)
        const into = prepared.input(name)
        for (let i = 0; into !== undefined && i < drawn.length; i++) {
          const e = drawn[i] ?? NaN
          into[i] = e
          into[i + drawn.length] = -e
        }
      }
      setVector(prepared, c, x)
      prepared.run()
      for (const { parameter, from } of c.stretches)
        gradient.set(prepared.output(gradientOf(parameter.name)), from)
      return {
        lossNats: prepared.output(drawnLossName)[0] ?? NaN,
        errorCostNats: prepared.output(errorCostName)[0] ?? NaN
      }
    }
  }
}

// constructors

/** `held` are parameters, of which those that are not trained stay as they are. */
export const openBatchLoss = (
  program: Variational,
  train: Bound,
  cut: Batching,
  seed: number,
  held: Tensors,
  c: Coordinates
): Either<Problem, BatchLoss> =>
  pipe(
    fixedDrawPlan(program, 2 * pairsFor(cut))(cut.sizes),
    map((plan) => opened(program, train, cut, seed, held, c, plan))
  )
