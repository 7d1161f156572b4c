/**
 * The file that a thread for chains runs, in Node.
 *
 * @since 0.2.0
 */
import { builtin } from '../../../runtime/Node.ts'
import type { ChainOrder } from './ChainMail.ts'
import { runOrder } from './ChainOrders.ts'

const port = builtin?.('node:worker_threads').parentPort

port?.on('message', (order: ChainOrder) =>
  runOrder(
    order,
    () => performance.now(),
    (news) => port.postMessage(news)
  )
)
