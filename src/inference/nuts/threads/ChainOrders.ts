/**
 * A thread's share of the chains: run in turns, a block at a time, each block told.
 *
 * @since 0.2.0
 */
import type { ChainNews, ChainOrder } from './ChainMail.ts'
import { chainRunner, hasEnded } from '../ChainRunner.ts'
import { openTarget } from '../OpenTarget.ts'

/** A block lasts about so long (ms): news come so often. */
const blockMs = 50

/** Runs until all chains have ended, or are told to rest. */
export const runOrder = (
  { target, settings, states, stop }: ChainOrder,
  nowMs: () => number,
  tell: (news: ChainNews) => void
): void => {
  const density = openTarget(target, settings)
  const running = states.map((state) => ({
    state,
    run: chainRunner(settings, density, state)
  }))
  const isStopped = (): boolean => Atomics.load(stop, 0) !== 0
  while (!isStopped() && running.some(({ state }) => !hasEnded(settings, state)))
    for (const chain of running) {
      if (isStopped() || hasEnded(settings, chain.state)) continue
      const end = nowMs() + blockMs
      const block = chain.run(() => nowMs() >= end || isStopped())
      chain.state = block.state
      tell(block)
    }
  tell('ended')
}
