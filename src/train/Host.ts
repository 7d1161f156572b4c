/**
 * Plans run on arrays of the host: uploaded, run, downloaded, every buffer released.
 *
 * @since 0.1.0
 */
import type { Either } from 'fp-ts/lib/Either.js'
import { chain, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Plan, Shape } from '../ir/Plan.ts'
import type { Problem } from '../ir/Problem.ts'
import type { AxisSizes, PlanFor } from '../lower/Outputs.ts'
import type { Buffers, Executor, NoiseKey, Runnable } from '../runtime/Executor.ts'
import { arrange, seriesAxis, sizeOf, type Tensors } from './Tensors.ts'

/** A plan that its executor has accepted. */
export interface Prepared<B> { readonly plan: Plan; readonly runnable: Runnable<B> }

export const prepare = <B>(executor: Executor<B>, planFor: PlanFor, sizes: AxisSizes): Either<Problem, Prepared<B>> =>
  pipe(planFor(sizes), chain((plan) => pipe(executor.prepare(plan), map((runnable) => ({ plan, runnable })))))

/** A buffer for each input that the plan asks for and the tensors have, laid out as the plan wants it. */
export const upload = <B>(executor: Executor<B>, plan: Plan, tensors: Tensors): Buffers<B> => {
  const made = new Map<string, B>()
  for (const input of plan.inputs) {
    const t = tensors.get(input.name)
    if (t !== undefined) made.set(input.name, executor.upload(arrange(input.axes, input.shape)(t).values, input.shape))
  }
  return made
}

/**
 * A buffer for each input of which the tensors, all over `seriesAxis`, have one value a step, in front `lead`: the number of steps, or
 * nothing where there is one.
 */
export const uploadSeries = <B>(executor: Executor<B>, plan: Plan, series: Tensors, lead: Shape): Buffers<B> => {
  const made = new Map<string, B>()
  for (const input of plan.inputs) {
    const t = series.get(input.name)
    if (t !== undefined) made.set(input.name, executor.upload(arrange([seriesAxis, ...input.axes], [sizeOf(seriesAxis)(t), ...input.shape])(t).values, [...lead, ...input.shape]))
  }
  return made
}

export const release = <B>(executor: Executor<B>, buffers: Buffers<B>): void => buffers.forEach(executor.release)

/** Outputs of a plan on the host; the buffers stay. */
export const download = async <B>(executor: Executor<B>, plan: Plan, buffers: Buffers<B>): Promise<Tensors> => {
  const found = new Map<string, { readonly axes: ReadonlyArray<string>; readonly sizes: ReadonlyArray<number>; readonly values: Float32Array }>()
  for (const { name, axes, shape } of plan.outputs) {
    const buffer = buffers.get(name)
    if (buffer !== undefined) found.set(name, { axes, sizes: shape, values: await executor.download(buffer) })
  }
  return found
}

/** One run, host to host. */
export const runOnce = async <B>(executor: Executor<B>, { plan, runnable }: Prepared<B>, tensors: Tensors, key: NoiseKey): Promise<Tensors> => {
  const inputs = upload(executor, plan, tensors)
  const outputs = runnable.run(inputs, key)
  const found = await download(executor, plan, outputs)
  release(executor, outputs)
  release(executor, inputs)
  return found
}
