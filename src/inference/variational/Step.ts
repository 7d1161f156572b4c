/**
 * Training steps on an executor, several in one call where it has a loop of its own: state in,
 * state and costs out.
 *
 * @since 0.1.0
 */
import { errorCostName } from '../../lower/steps/TrainStep.ts'
import type { Buffers, Executor, NoiseKey } from '../../runtime/Executor.ts'
import { type Prepared, release, uploadSeries } from '../host/Host.ts'
import type { Tensors } from '../host/Tensors.ts'

/**
 * The state after some steps, and for each of them the error cost of the full data set as its batch
 * and noise estimate it, in nats, before its update.
 */
export interface Advanced<B> {
  readonly state: Buffers<B>
  readonly errorCostsNats: Float32Array
}

/**
 * `count` steps, the first of which has the key. The state's buffers are given up and new ones come
 * back; `series` are the inputs of each step, data and scalars, along `seriesAxis`. However steps
 * are parted into calls, the bytes are the same.
 */
export type Advance<B> = (
  key: NoiseKey,
  state: Buffers<B>,
  count: number,
  series: Tensors
) => Promise<Advanced<B>>

/** Can a call take more than one step? */
export const takesSeveral = <B>({ runnable }: Prepared<B>): boolean => runnable.repeat !== undefined

/**
 * `held` are inputs that stay from step to step. Where the executor has no loop, a call takes one
 * step.
 */
export const advance =
  <B>(executor: Executor<B>, { plan, runnable }: Prepared<B>, held: Buffers<B>): Advance<B> =>
  async (key, state, count, series) => {
    if (runnable.repeat === undefined && count !== 1)
      throw new Error(`internal: ${count} steps in one call of ${executor.name}`)
    const fresh = uploadSeries(executor, plan, series, runnable.repeat === undefined ? [] : [count])
    const inputs = new Map([...held, ...state, ...fresh])
    const outputs = new Map(
      runnable.repeat === undefined
        ? runnable.run(inputs, key)
        : runnable.repeat(inputs, key, count, new Set(fresh.keys()))
    )
    release(executor, fresh)
    const costs = outputs.get(errorCostName)
    if (costs === undefined) throw new Error('internal: a step without an error cost')
    const errorCostsNats = await executor.download(costs)
    executor.release(costs)
    outputs.delete(errorCostName)
    return { state: outputs, errorCostsNats }
  }
