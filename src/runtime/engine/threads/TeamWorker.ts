/**
 * The file that a worker runs, in Node and in a page.
 *
 * @since 0.1.0
 */
import { builtin } from '../../Node.ts'
import type { Joining, Mail } from './Team.ts'
import { makeMember } from './TeamMember.ts'

type Message = Joining | Mail

/**
 * The worker's own scope in a page. Declared here: the library that declares it brings all of a
 * page along.
 */
declare const self: {
  onmessage: (event: { readonly data: Message }) => void
  readonly postMessage: (message: 'started') => void
}

let member: ((mail: Mail) => void) | undefined

const receive = (message: Message): void => {
  if ('memory' in message) member = makeMember(message)
  else member?.(message)
}

if (builtin === undefined) {
  self.onmessage = ({ data }) => receive(data)
  self.postMessage('started')
} else builtin('node:worker_threads').parentPort?.on('message', receive)
