/**
 * One training step on an executor: state in, state and info out.
 *
 * @since 0.1.0
 */
import { errorCostName } from '../lower/TrainStep.ts'
import type { Buffers, Executor, NoiseKey } from '../runtime/Executor.ts'
import { type Prepared, release, upload } from './Host.ts'
import type { Tensors } from './Tensors.ts'

/** The error cost of the full data set as this step's batch and noise estimate it, in nats, before the update. */
export interface StepInfo { readonly errorCostNats: number }

export interface Stepped<B> { readonly state: Buffers<B>; readonly info: StepInfo }

/**
 * The state's buffers are given up and new ones come back; `held` are inputs that stay from step to step, `batch` those of this
 * step alone: data and scalars.
 */
export type Step<B> = (key: NoiseKey, state: Buffers<B>, batch: Tensors) => Promise<Stepped<B>>

export const step = <B>(executor: Executor<B>, { plan, runnable }: Prepared<B>, held: Buffers<B>): Step<B> => async (key, state, batch) => {
  const fresh = upload(executor, plan, batch)
  const outputs = new Map(runnable.run(new Map([...held, ...state, ...fresh]), key))
  release(executor, fresh)
  const cost = outputs.get(errorCostName)
  if (cost === undefined) throw new Error('internal: a step without an error cost')
  const errorCostNats = (await executor.download(cost))[0] ?? NaN
  executor.release(cost)
  outputs.delete(errorCostName)
  return { state: outputs, info: { errorCostNats } }
}
