/**
 * Trains and presses in a worker, so that the page stays awake. A worker may wait for others and a
 * page may not: more than one thread is used here only, and only if the page is isolated from other
 * origins (vite.config.ts).
 */
import { loadMnist, servedFiles } from 'farrier'
import type { News, Wish } from './messages.ts'
import { work } from './work.ts'

const tell = (news: News): void => {
  postMessage(news)
}

/** Sooner than `setTimeout`, which waits four milliseconds where it is asked again and again. */
const turn = (): Promise<void> =>
  new Promise((go) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      go()
    }
    port2.postMessage(undefined)
  })

let isStopped = false

addEventListener('message', ({ data: wish }: MessageEvent<Wish>) => {
  if (wish.kind === 'stop') {
    isStopped = true
    return
  }
  const { order } = wish
  const world = {
    digits: loadMnist(servedFiles(order.data), '.'),
    tell,
    shouldStop: () => isStopped,
    pause: turn,
    nowMs: () => performance.now()
  }
  void work(world)(order).then(tell)
})
