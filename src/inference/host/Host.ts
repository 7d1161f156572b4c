/**
 * Plans run on arrays of the host: uploaded, run, downloaded, every buffer released.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Plan, Shape } from '../../ir/Plan.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { AxisSizes, PlanFor } from '../../lower/Outputs.ts'
import type { Buffers, Executor, NoiseKey, Runnable } from '../../runtime/Executor.ts'
import { arrange, elements, seriesAxis, sizeOf, type Tensors } from './Tensors.ts'

/** A plan that its executor has accepted. */
export interface Prepared<B> {
  readonly plan: Plan
  readonly runnable: Runnable<B>
}

export const prepare = <B>(
  executor: Executor<B>,
  planFor: PlanFor,
  sizes: AxisSizes
): Either<Problem, Prepared<B>> =>
  pipe(
    planFor(sizes),
    chain((plan) =>
      pipe(
        executor.prepare(plan),
        map((runnable) => ({ plan, runnable }))
      )
    )
  )

/**
 * A buffer for each input that the plan asks for and the tensors have, laid out as the plan wants
 * it.
 */
export const upload = <B>(executor: Executor<B>, plan: Plan, tensors: Tensors): Buffers<B> => {
  const made = new Map<string, B>()
  for (const input of plan.inputs) {
    const t = tensors.get(input.name)
    if (t !== undefined)
      made.set(input.name, executor.upload(arrange(input.axes, input.shape)(t).values, input.shape))
  }
  return made
}

/**
 * A buffer for each input of which the tensors, all over `seriesAxis`, have one value a step, in
 * front `lead`: the number of steps, or nothing where there is one.
 */
export const uploadSeries = <B>(
  executor: Executor<B>,
  plan: Plan,
  series: Tensors,
  lead: Shape
): Buffers<B> => {
  const made = new Map<string, B>()
  for (const input of plan.inputs) {
    const t = series.get(input.name)
    if (t !== undefined)
      made.set(
        input.name,
        executor.upload(
          arrange([seriesAxis, ...input.axes], [sizeOf(seriesAxis)(t), ...input.shape])(t).values,
          [...lead, ...input.shape]
        )
      )
  }
  return made
}

export const release = <B>(executor: Executor<B>, buffers: Buffers<B>): void =>
  buffers.forEach(executor.release)

/** Outputs of a plan on the host; the buffers stay. */
export const download = async <B>(
  executor: Executor<B>,
  plan: Plan,
  buffers: Buffers<B>
): Promise<Tensors> => {
  const found = new Map<
    string,
    {
      readonly axes: ReadonlyArray<string>
      readonly sizes: ReadonlyArray<number>
      readonly values: Float32Array
    }
  >()
  for (const { name, axes, shape } of plan.outputs) {
    const buffer = buffers.get(name)
    if (buffer !== undefined)
      found.set(name, { axes, sizes: shape, values: await executor.download(buffer) })
  }
  return found
}

/** One run, host to host. */
export const runOnce = async <B>(
  executor: Executor<B>,
  { plan, runnable }: Prepared<B>,
  tensors: Tensors,
  key: NoiseKey
): Promise<Tensors> => {
  const inputs = upload(executor, plan, tensors)
  const outputs = runnable.run(inputs, key)
  const found = await download(executor, plan, outputs)
  release(executor, outputs)
  release(executor, inputs)
  return found
}

/** The outputs of one call have at most this many numbers (16 MiB), those of one run excepted. */
const mostNumbers = 2 ** 22

/**
 * Runs with the keys of `count` steps from `key` on, in as few calls as the executor's loop and
 * memory allow; `use` sees what each run found, in order. The same as that many of `runOnce`.
 */
export const runEach = async <B>(
  executor: Executor<B>,
  { plan, runnable }: Prepared<B>,
  tensors: Tensors,
  key: NoiseKey,
  count: number,
  use: (found: Tensors) => void
): Promise<void> => {
  if (plan.inputs.some((i) => i.consumed))
    throw new Error('internal: the first of several runs would consume an input')
  const inputs = upload(executor, plan, tensors)
  const perRun = plan.outputs.reduce((n, o) => n + elements(o.shape), 0)
  const most =
    runnable.repeat === undefined ? 1 : Math.max(1, Math.floor(mostNumbers / Math.max(1, perRun)))
  try {
    for (let first = 0; first < count; first += most) {
      const runs = Math.min(most, count - first),
        from = { ...key, step: key.step + first }
      const outputs =
        runnable.repeat === undefined
          ? runnable.run(inputs, from)
          : runnable.repeat(inputs, from, runs, new Set())
      const found = await download(executor, plan, outputs)
      release(executor, outputs)
      for (let k = 0; k < runs; k++) {
        use(
          new Map(
            [...found].map(([name, t]) => {
              const length = elements(t.sizes)
              return [
                name,
                { ...t, values: t.values.subarray(k * length, (k + 1) * length) }
              ] as const
            })
          )
        )
      }
    }
  } finally {
    release(executor, inputs)
  }
}
