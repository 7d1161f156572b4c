/**
 * All chains of a model from their first iteration, or from where they were kept, to their last; with
 * what whoever waits wants to see, keep and decide.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem, Problems } from '../../ir/Problem.ts'
import { type Block, chainRunner, type ChainRunner, hasEnded } from './ChainRunner.ts'
import { firstStates } from './FirstStates.ts'
import {
  checkRoom,
  grow,
  type GrowingChain,
  growing,
  type KeptChain,
  keptOf
} from './GrowingChain.ts'
import type { LogDensity } from './LogDensity.ts'
import type { ModelTarget } from './ModelTarget.ts'
import { densityTarget, openTarget } from './OpenTarget.ts'
import type { SamplerSettings } from './SamplerSettings.ts'
import { runOnThreads } from './threads/ChainThreads.ts'

// model

/** Chains as they are when sampling ends, or stops. */
export interface SampledChains {
  readonly outcome: 'finished' | 'stopped'
  readonly chains: ReadonlyArray<KeptChain>
}

/** How far a chain is: `iteration` of `of`, the first `warmUp` of which are not kept. */
export interface ChainProgress {
  readonly chain: number
  readonly iteration: number
  readonly warmUp: number
  readonly of: number
  readonly stepSize: number
  /** Draws so far that end in a divergence. */
  readonly divergences: number
}

/** Everything outside that sampling needs. */
export interface SamplerEnvironment {
  /** Chains may run on so many threads, where the rest of them takes long enough. */
  readonly threads?: number
  /** Milliseconds since an arbitrary moment: blocks are measured by it. */
  readonly nowMs?: () => number
  /** Told after every block, of all chains. */
  readonly onProgress: (chains: ReadonlyArray<ChainProgress>) => void
  /** Asked after every block: sampling ends there, and can go on. */
  readonly shouldStop: () => boolean
  /** Awaited after every block, so that the world outside gets its turn. */
  readonly pause: () => Promise<void>
  /** Keeps chains as they are, now and then, and where sampling ends or stops. */
  readonly checkpoint: (chains: ReadonlyArray<KeptChain>) => TaskEither<Problem, void>
}

// sampling

/** A block lasts about so long (ms); without a clock it has so many iterations. */
const blockMs = 20
const blockLength = 16

/** Chains are kept this often (ms), and never so often that it takes more than a share of the time. */
const keptEveryMs = 2000
const keptShare = 0.05

const blockOf = (run: ChainRunner, nowMs: (() => number) | undefined): Block => {
  if (nowMs === undefined) return run(() => false, blockLength)
  const end = nowMs() + blockMs
  return run(() => nowMs() >= end)
}

/**
 * Chains before their first iteration. Errors: a model that cannot be sampled, more draws than memory
 * is for.
 */
export const begunChains = (
  target: ModelTarget,
  settings: SamplerSettings
): E.Either<Problems, ReadonlyArray<KeptChain>> =>
  pipe(
    checkRoom(settings, target),
    E.chain(() => firstStates(target, openTarget(target, settings), settings)),
    E.map((states) =>
      states.map((state) => ({
        state,
        draws: new Float64Array(),
        statistics: new Float64Array()
      }))
    )
  )

/** Threads are started after so long, where so much is left (ms): starting one takes a tenth of a second. */
const threadsAfterMs = 200
const threadsForMs = 1000

/** Chains that are under way, and what is done between their blocks. */
interface UnderWay {
  readonly chains: ReadonlyArray<GrowingChain>
  readonly open: () => ReadonlyArray<GrowingChain>
  readonly all: () => ReadonlyArray<KeptChain>
  readonly take: (chain: GrowingChain, block: Block) => void
  /** Keeps chains if it is time for it. */
  readonly keep: () => Promise<E.Either<Problem, void>>
}

const underWay = (
  settings: SamplerSettings,
  size: number,
  from: ReadonlyArray<KeptChain>,
  env: SamplerEnvironment
): UnderWay => {
  const chains = from.map((k) => growing(settings, size, k))
  const now = (): number => env.nowMs?.() ?? 0
  const all = (): ReadonlyArray<KeptChain> => chains.map((c) => keptOf(settings, size, c))
  let keptAt = now()
  let keepingMs = 0
  return {
    chains,
    all,
    open: () => chains.filter(({ state }) => !hasEnded(settings, state)),
    take: (grown, block) => {
      grow(settings, size, grown, block)
      env.onProgress(
        chains.map(({ state: { chain, iteration, stepSize }, divergences }) => ({
          chain,
          iteration,
          warmUp: settings.warmUp,
          of: settings.warmUp + settings.draws,
          stepSize,
          divergences
        }))
      )
    },
    keep: async () => {
      const began = now()
      if (began - keptAt < Math.max(keptEveryMs, keepingMs / keptShare)) return E.right(undefined)
      keptAt = began
      const done = await env.checkpoint(all())()
      keptAt = now()
      keepingMs = keptAt - began
      return done
    }
  }
}

/** On this thread, in turns; until all have ended, `enough` says so, or one is not kept. */
const onThisThread = async (
  { open, take, keep }: UnderWay,
  settings: SamplerSettings,
  density: LogDensity,
  env: SamplerEnvironment,
  enough: () => boolean
): Promise<E.Either<Problem, void>> => {
  const running = open().map((chain) => ({
    chain,
    run: chainRunner(settings, density, chain.state)
  }))
  for (;;) {
    for (const { chain, run } of running) {
      if (hasEnded(settings, chain.state)) continue
      take(chain, blockOf(run, env.nowMs))
      await env.pause()
      if (enough()) return E.right(undefined)
    }
    if (open().length === 0) return E.right(undefined)
    const kept = await keep()
    if (E.isLeft(kept)) return kept
  }
}

/** On threads of their own. What one that was lost had not told is done again on this one. */
const onThreads = async (
  { open, take, keep }: UnderWay,
  settings: SamplerSettings,
  target: ModelTarget,
  threads: number,
  shouldStop: () => boolean
): Promise<E.Either<Problem, void>> => {
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const rest = (): void => {
    Atomics.store(stop, 0, 1)
  }
  const left = new Map(open().map((chain) => [chain.state.chain, chain] as const))
  let keeping: Promise<E.Either<Problem, void>> = Promise.resolve(E.right(undefined))
  let isKeeping = false
  await runOnThreads(
    threads,
    { target: densityTarget(target), settings },
    [...left.values()].map(({ state }) => state),
    stop,
    (block) => {
      const chain = left.get(block.state.chain)
      if (chain !== undefined) take(chain, block)
      if (shouldStop()) rest()
      if (isKeeping) return
      isKeeping = true
      keeping = keep().then((done) => {
        isKeeping = false
        if (E.isLeft(done)) rest()
        return done
      })
    }
  )
  return keeping
}

/** From where chains stand to their last iteration, or until they are stopped. */
export const sampleChains = async (
  target: ModelTarget,
  settings: SamplerSettings,
  from: ReadonlyArray<KeptChain>,
  env: SamplerEnvironment
): Promise<E.Either<Problem, SampledChains>> => {
  const way = underWay(settings, target.size, from, env)
  const { chains, open, all } = way
  const threads = env.threads ?? 1
  const iterations = (): number => chains.reduce((n, { state }) => n + state.iteration, 0)
  const length = settings.chains * (settings.warmUp + settings.draws)
  const [began, first] = [env.nowMs?.() ?? 0, iterations()]
  let isStopped = false
  const shouldStop = (): boolean => (isStopped ||= env.shouldStop())
  const isLong = (): boolean => {
    const passed = (env.nowMs?.() ?? 0) - began
    const done = iterations()
    return passed >= threadsAfterMs && (passed * (length - done)) / (done - first) >= threadsForMs
  }
  const density = openTarget(target, settings)
  const mayMove = threads > 1 && chains.length > 1
  let done = await onThisThread(
    way,
    settings,
    density,
    env,
    () => shouldStop() || (mayMove && isLong())
  )
  if (E.isRight(done) && !isStopped && open().length > 0) {
    done = await onThreads(way, settings, target, threads, shouldStop)
    if (E.isRight(done) && !isStopped && open().length > 0)
      done = await onThisThread(way, settings, density, env, shouldStop)
  }
  if (E.isLeft(done)) return done
  const kept = await env.checkpoint(all())()
  return E.Functor.map(kept, () => ({
    outcome: open().length > 0 ? 'stopped' : 'finished',
    chains: all()
  }))
}
