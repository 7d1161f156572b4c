/**
 * What a person sees of a fit while it runs: a bar, or a line for every epoch where nobody watches.
 *
 * @since 0.1.0
 */
import type { EpochMetrics, Progress } from '../inference/index.ts'
import type { Capabilities } from './Command.ts'
import { showEpoch, showProgress } from '../report/EpochText.ts'

export interface Watching {
  readonly onProgress: (p: Progress) => void
  readonly onEpoch: (m: EpochMetrics) => void
  readonly stop: () => void
}

/** The bar is drawn at most this often. */
const redrawMs = 100

const bar = (
  { openBar, nowMs }: Pick<Capabilities, 'openBar' | 'nowMs'>,
  totalSteps: number
): Watching => {
  const drawn = openBar(totalSteps)
  const began = { ms: nowMs(), step: -1 }
  let lastMs = -Infinity
  return {
    onProgress: (p) => {
      if (began.step < 0) began.step = p.step - 1
      const ms = nowMs()
      if (ms - lastMs < redrawMs && p.step < p.totalSteps) return
      lastMs = ms
      drawn.update(
        p.step,
        showProgress(p, ((ms - began.ms) / 1000 / (p.step - began.step)) * (p.totalSteps - p.step))
      )
    },
    onEpoch: () => undefined,
    stop: drawn.stop
  }
}

const lines = ({ terminal }: Pick<Capabilities, 'terminal'>, asJson: boolean): Watching => ({
  onProgress: () => undefined,
  onEpoch: (m) =>
    terminal.err(asJson ? `${JSON.stringify(m)}\n` : `epoch ${m.epoch}: ${showEpoch(m)}\n`),
  stop: () => undefined
})

export const watch = (
  c: Pick<Capabilities, 'terminal' | 'openBar' | 'nowMs'>,
  asJson: boolean,
  totalSteps: number
): Watching => (c.terminal.isWatched && !asJson ? bar(c, totalSteps) : lines(c, asJson))
