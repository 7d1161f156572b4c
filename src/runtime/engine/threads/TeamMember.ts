/**
 * A worker's side of a team.
 *
 * @since 0.1.0
 */
import { type Exported, instantiate } from '../Instance.ts'
import { type Joining, lost, type Mail, orderWords, runOrder } from './Team.ts'

/** Looks for an order before sleep: some microseconds. */
const looks = 2000

/**
 * What is done with each message, the first of which is of joining. Between messages the worker
 * waits at the orders.
 */
export const makeMember = ({ memory, orders, index }: Joining): ((mail: Mail) => void) => {
  const words = new Int32Array(memory.buffer, orders, orderWords.read + index + 1)
  const runs = new Map<number, Exported>()
  /** Orders that this worker has followed. */
  let seen = 0
  const next = (): void => {
    for (let k = 0; k < looks; k++) if (Atomics.load(words, orderWords.count) !== seen) return
    while (Atomics.load(words, orderWords.count) === seen)
      Atomics.wait(words, orderWords.count, seen)
  }
  const follow = (): void => {
    for (;;) {
      next()
      if (Atomics.load(words, orderWords.kind) !== runOrder) return
      seen++
      const at = (word: number): number => Atomics.load(words, word)
      runs.get(at(orderWords.module))?.(
        at(orderWords.frame),
        index,
        at(orderWords.threads),
        at(orderWords.steps)
      )
    }
  }
  const read = ({ number, module }: Mail): void => {
    if (module === undefined) runs.delete(number)
    else runs.set(number, instantiate(module, memory)('run'))
  }
  let isLost = false
  return (mail) => {
    if (isLost) return
    try {
      read(mail)
    } catch {
      // the others go on without this one
      isLost = true
      Atomics.store(words, orderWords.read + index, lost)
      return
    }
    seen++
    Atomics.add(words, orderWords.read + index, 1)
    follow()
  }
}
