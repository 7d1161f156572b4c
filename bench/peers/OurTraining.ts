/**
 * Training steps of a model on an executor: what the trainer does between two epochs, without new
 * data.
 */
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { Plan } from '../../src/ir/Plan.ts'
import type { Problem } from '../../src/ir/Problem.ts'
import type { Executor, Runnable } from '../../src/runtime/index.ts'
import { type OurModel, type Values, withMoments } from './OurModel.ts'
import type { LossRequest } from './Protocol.ts'

/** What Ours.ts answers with. */
export interface Ours {
  /** Milliseconds per step, `count` times. */
  readonly run: (count: number) => Promise<ReadonlyArray<number>>
  /** Null where there is nothing to compare. */
  readonly loss: (request: LossRequest) => Promise<number | null>
}

export const must = <A>(result: Either<Problem, A>): A => {
  if (isLeft(result)) throw new Error(`${result.left.where}: ${result.left.what}`)
  return result.right
}

/**
 * Steps a call where the executor has no loop of its own: enough to hide the clock, few enough for
 * a turn.
 */
const withoutLoop = 20

/** The inputs of the plan that `values` has; noise that is an input is 0. */
const uploaded = <B>(
  executor: Executor<B>,
  plan: Plan,
  noise: ReadonlySet<string>,
  values: Values
): Map<string, B> =>
  new Map(
    plan.inputs.flatMap((i) => {
      const found =
        values.get(i.name) ??
        (noise.has(i.name) ? new Float32Array(i.shape.reduce((n, d) => n * d, 1)) : undefined)
      return found === undefined ? [] : [[i.name, executor.upload(found, i.shape)] as const]
    })
  )

/**
 * A plan with its state on the executor; `advance` makes so many steps, in one call where there is
 * a loop.
 */
const makeLoop = <B>(executor: Executor<B>, model: OurModel, plan: Plan) => {
  const runnable: Runnable<B> = must(executor.prepare(plan))
  const buffers = uploaded(
    executor,
    plan,
    model.noise,
    new Map([...model.data, ...withMoments(model.start)])
  )
  const names = new Set(plan.inputs.map((i) => i.name))
  let done = 0
  const series = (count: number, leading: ReadonlyArray<number>): Map<string, B> =>
    new Map(
      [...model.series(done + 1, count)].flatMap(([name, values]) =>
        names.has(name) ? [[name, executor.upload(values, leading)] as const] : []
      )
    )
  const call = async (count: number): Promise<void> => {
    const loops = count > 1 ? runnable.repeat : undefined,
      fresh = series(count, loops === undefined ? [] : [count])
    const inputs = new Map([...buffers, ...fresh]),
      key = { seed: 1, step: done }
    const outputs =
      loops === undefined
        ? runnable.run(inputs, key)
        : loops(inputs, key, count, new Set(fresh.keys()))
    for (const buffer of fresh.values()) executor.release(buffer)
    done += count
    for (const [name, buffer] of outputs) {
      if (buffers.has(name)) {
        buffers.set(name, buffer)
        continue
      }
      // the trainer reads the cost of every step, too; it also waits for what computes elsewhere
      if (name === model.cost) await executor.download(buffer)
      executor.release(buffer)
    }
  }
  const advance = async (count: number): Promise<void> => {
    if (runnable.repeat !== undefined || count === 1) return call(count)
    for (let i = 0; i < count; i++) await call(1)
  }
  return { advance, hasLoop: runnable.repeat !== undefined, buffers }
}

/** After steps without noise: at zero noise, or the mean over draws of it. */
const lossOf =
  <B>(executor: Executor<B>, model: OurModel) =>
  async ({ steps, draws }: LossRequest): Promise<number> => {
    const still = makeLoop(executor, model, must(model.stepPlan('input')))
    for (let i = 0; i < steps; i++) await still.advance(1)
    const plan = must(model.lossPlan(draws > 0 ? 'plan' : 'input')),
      runnable = must(executor.prepare(plan))
    const inputs = new Map([...uploaded(executor, plan, model.noise, model.data), ...still.buffers])
    const wanted = new Map(
      plan.inputs.flatMap(({ name }) => {
        const b = inputs.get(name)
        return b === undefined ? [] : [[name, b] as const]
      })
    )
    let sum = 0
    for (let draw = 0; draw < Math.max(1, draws); draw++) {
      for (const buffer of runnable.run(wanted, { seed: 2, step: draw }).values()) {
        sum += (await executor.download(buffer))[0] ?? NaN
        executor.release(buffer)
      }
    }
    return sum / Math.max(1, draws) / model.lossDivisor
  }

export const makeTraining = <B>(
  executor: Executor<B>,
  model: OurModel,
  stepsPerCall: number
): Ours => {
  const loop = makeLoop(executor, model, must(model.stepPlan('plan')))
  const steps = loop.hasLoop ? stepsPerCall : Math.min(stepsPerCall, withoutLoop)
  return {
    run: async (count) => {
      const times: Array<number> = []
      for (let i = 0; i < count; i++) {
        const begun = performance.now()
        await loop.advance(steps)
        times.push((performance.now() - begun) / steps)
      }
      return times
    },
    loss: lossOf(executor, model)
  }
}
