/**
 * The file that a worker runs, in Node and in a browser.
 *
 * @since 0.1.0
 */
import { makeMember } from './TeamMember.ts'
import type { Joining, Mail } from './Team.ts'

let member: ((mail: Mail) => void) | undefined

const receive = (message: Joining | Mail): void => {
  if ('memory' in message) member = makeMember(message)
  else member?.(message)
}

if (typeof process === 'object' && process.versions.node !== undefined) {
  const { parentPort } = await import('node:worker_threads')
  parentPort?.on('message', receive)
} else {
  const listen: unknown = Reflect.get(globalThis, 'addEventListener')
  if (typeof listen === 'function') Reflect.apply(listen, globalThis, ['message', ({ data }: { readonly data: Joining | Mail }) => receive(data)])
}
