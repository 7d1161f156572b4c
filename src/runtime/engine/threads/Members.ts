/**
 * Starts the workers of a team, in Node or in a page.
 *
 * @since 0.1.0
 */
import { builtin, codeBeside } from '../../Node.ts'
import type { Joining, Mail, Member } from './Team.ts'

/**
 * What is used of a page's workers. Declared here: the library that declares them brings all of a
 * page along.
 */
declare const Worker: new (
  file: URL,
  options: { readonly type: 'module' }
) => {
  readonly postMessage: (message: Joining | Mail) => void
  readonly terminate: () => void
  readonly addEventListener: (type: 'message' | 'error', listener: () => void) => void
}

type Started = Promise<Member | undefined>

/**
 * It does not keep the program alive, and has none of the options that the program was started
 * with: some are not for workers. Where it fails later on, `onLost` is told.
 */
const startInNode = (
  threads: typeof import('node:worker_threads'),
  onLost: () => void
): Started => {
  const worker = new threads.Worker(codeBeside(import.meta.url, 'TeamWorker'), { execArgv: [] })
  worker.on('error', onLost)
  worker.unref()
  return Promise.resolve({
    post: (message) => worker.postMessage(message),
    stop: () => {
      void worker.terminate()
    }
  })
}

/**
 * Started when it says so: starting goes through the event loop of the thread that asks for it,
 * which training leaves no time. None where its file does not load.
 */
const startInPage = (onLost: () => void): Started =>
  new Promise((resolve) => {
    // in these words: whatever bundles a page looks for them
    const worker = new Worker(new URL('./TeamWorker.js', import.meta.url), { type: 'module' })
    worker.addEventListener('message', () =>
      resolve({ post: (message) => worker.postMessage(message), stop: () => worker.terminate() })
    )
    worker.addEventListener('error', () => {
      onLost()
      resolve(undefined)
    })
  })

/** So many workers, or none where one of them does not start. */
export const openMembers = async (
  count: number,
  onLost: () => void
): Promise<ReadonlyArray<Member>> => {
  const threads = builtin?.('node:worker_threads')
  const started = await Promise.all(
    Array.from({ length: count }, () =>
      threads === undefined ? startInPage(onLost) : startInNode(threads, onLost)
    )
  )
  const members = started.filter((member) => member !== undefined)
  if (members.length === count) return members
  for (const member of members) member.stop()
  return []
}
