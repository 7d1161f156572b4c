/**
 * Chains on threads of their own, in Node. Which thread runs which chain, and when it is looked at, does
 * not matter: what a chain does is a function of its state.
 *
 * @since 0.2.0
 */
import { builtin, codeBeside } from '../../../runtime/Node.ts'
import type { ChainState } from '../Chain.ts'
import type { ChainNews, ChainOrder } from './ChainMail.ts'
import type { Block } from '../ChainRunner.ts'

/** How many threads chains may have: 1 in a page, where they run on the thread that asks for them. */
export const threadsForChains = (asked: number | 'auto'): number =>
  builtin === undefined ? 1 : asked === 'auto' ? builtin('node:os').availableParallelism() : asked

/**
 * Runs chains to their ends, or until `stop` is set; `take` is told of every block, in the order of each
 * chain. False where a thread was lost: what it had not told is done again from the last state that it
 * told.
 */
export const runOnThreads = async (
  count: number,
  order: Omit<ChainOrder, 'states' | 'stop'>,
  states: ReadonlyArray<ChainState>,
  stop: ChainOrder['stop'],
  take: (block: Block) => void
): Promise<boolean> => {
  const threads = builtin?.('node:worker_threads')
  if (threads === undefined) return false
  const runs = Array.from({ length: Math.min(count, states.length) }, (_, t) => {
    const own = states.filter((_state, i) => i % count === t)
    const worker = new threads.Worker(codeBeside(import.meta.url, 'ChainWorker'), { execArgv: [] })
    return new Promise<boolean>((resolve) => {
      worker.on('error', () => resolve(false))
      worker.on('exit', () => resolve(false))
      worker.on('message', (news: ChainNews) => {
        if (news === 'ended') resolve(true)
        else take(news)
      })
      const message: ChainOrder = { ...order, states: own, stop }
      worker.postMessage(message)
    }).finally(() => worker.terminate())
  })
  return (await Promise.all(runs)).every((isWhole) => isWhole)
}
