/**
 * What a person sees of a fit while it runs: a bar, or a line for every epoch where nobody watches.
 *
 * @since 0.1.0
 */
import type { EpochMetrics, Progress } from '../inference/index.ts'
import type { Capabilities } from './Command.ts'
import { showEpoch } from '../report/EpochText.ts'
import { progressText } from '../report/ProgressText.ts'

/** What a schedule and a solver go through, one after the other. */
export type Turn = 'epoch' | 'round'

export interface Watching {
  readonly onProgress: (p: Progress) => void
  readonly onEpoch: (m: EpochMetrics) => void
  readonly stop: () => void
}

const bar = (
  { openBar, nowMs }: Pick<Capabilities, 'openBar' | 'nowMs'>,
  totalSteps: number
): Watching => {
  const drawn = openBar(totalSteps)
  const textOf = progressText(nowMs)
  return {
    onProgress: (p) => {
      const note = textOf(p)
      if (note !== undefined) drawn.update(p.step, note)
    },
    onEpoch: () => undefined,
    stop: drawn.stop
  }
}

const lines = (
  { terminal }: Pick<Capabilities, 'terminal'>,
  asJson: boolean,
  turn: Turn
): Watching => ({
  onProgress: () => undefined,
  onEpoch: (m) =>
    terminal.err(asJson ? `${JSON.stringify(m)}\n` : `${turn} ${m.epoch}: ${showEpoch(m)}\n`),
  stop: () => undefined
})

export const watch = (
  c: Pick<Capabilities, 'terminal' | 'openBar' | 'nowMs'>,
  asJson: boolean,
  totalSteps: number,
  turn: Turn
): Watching => (c.terminal.isWatched && !asJson ? bar(c, totalSteps) : lines(c, asJson, turn))
