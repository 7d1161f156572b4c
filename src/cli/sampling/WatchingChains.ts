/**
 * What a person sees of chains while they run: a bar, or a line for each chain at the end of its warm-up
 * and at its last draw where nobody watches.
 *
 * @since 0.2.0
 */
import type { ChainProgress } from '../../inference/index.ts'
import { showChains } from '../../report/SampledText.ts'
import type { Capabilities } from '../Command.ts'

export interface WatchingChains {
  readonly onProgress: (chains: ReadonlyArray<ChainProgress>) => void
  readonly stop: () => void
}

const done = (chains: ReadonlyArray<ChainProgress>): number =>
  chains.reduce((n, c) => n + c.iteration, 0)

const bar = (
  { openBar, nowMs }: Pick<Capabilities, 'openBar' | 'nowMs'>,
  total: number
): WatchingChains => {
  const drawn = openBar(total)
  let last = -Infinity
  return {
    onProgress: (chains) => {
      const now = nowMs()
      if (now - last < 100 && done(chains) < total) return
      last = now
      drawn.update(done(chains), showChains(chains))
    },
    stop: drawn.stop
  }
}

const lines = ({ terminal }: Pick<Capabilities, 'terminal'>, asJson: boolean): WatchingChains => {
  const told = new Set<string>()
  const tell = (c: ChainProgress, what: 'warm' | 'done'): void => {
    const key = `${what} ${c.chain}`
    if (told.has(key)) return
    told.add(key)
    terminal.err(
      asJson
        ? `${JSON.stringify(c)}\n`
        : what === 'warm'
          ? `chain ${c.chain + 1}: warm, step size ${Number(c.stepSize.toPrecision(3))}\n`
          : `chain ${c.chain + 1}: ${c.of - c.warmUp} draws, ${c.divergences} divergences\n`
    )
  }
  return {
    onProgress: (chains) => {
      for (const c of chains) {
        if (c.iteration >= c.warmUp && c.warmUp > 0) tell(c, 'warm')
        if (c.iteration >= c.of) tell(c, 'done')
      }
    },
    stop: () => undefined
  }
}

export const watchChains = (
  c: Pick<Capabilities, 'terminal' | 'openBar' | 'nowMs'>,
  asJson: boolean,
  total: number
): WatchingChains => (c.terminal.isWatched && !asJson ? bar(c, total) : lines(c, asJson))
