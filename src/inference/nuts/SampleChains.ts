/**
 * All chains of a model from their first iteration, or from where they were kept, to their last; with
 * what whoever waits wants to see, keep and decide.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import type { ChainState } from './Chain.ts'
import { type Block, chainRunner, drawnBy, hasEnded, statisticNames } from './ChainRunner.ts'
import { firstStates } from './FirstStates.ts'
import { type ModelTarget, openTarget } from './ModelTarget.ts'
import type { SamplerSettings } from './SamplerSettings.ts'

// model

/** A chain with all it has drawn: `draws` by rows of coordinates, `statistics` by rows of their names. */
export interface KeptChain {
  readonly state: ChainState
  readonly draws: Float64Array
  readonly statistics: Float64Array
}

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

// rooms

/** A chain that grows in arrays that have room for all its draws. */
interface GrowingChain {
  state: ChainState
  readonly draws: Float64Array
  readonly statistics: Float64Array
  divergences: number
}

const width = statisticNames.length
const divergentAt = statisticNames.indexOf('divergent')

const countDivergent = (statistics: Float64Array): number => {
  let count = 0
  for (let at = divergentAt; at < statistics.length; at += width) count += statistics[at] ?? 0
  return count
}

const growing = (
  { draws }: SamplerSettings,
  size: number,
  { state, draws: drawn, statistics }: KeptChain
): GrowingChain => {
  const chain = {
    state,
    draws: new Float64Array(draws * size),
    statistics: new Float64Array(draws * width),
    divergences: countDivergent(statistics)
  }
  chain.draws.set(drawn)
  chain.statistics.set(statistics)
  return chain
}

const grow = (
  settings: SamplerSettings,
  size: number,
  chain: GrowingChain,
  { state, draws, statistics }: Block
): void => {
  const before = drawnBy(settings, chain.state)
  chain.draws.set(draws, before * size)
  chain.statistics.set(statistics, before * width)
  chain.divergences += countDivergent(statistics)
  chain.state = state
}

const keptOf = (
  settings: SamplerSettings,
  size: number,
  { state, draws, statistics }: GrowingChain
): KeptChain => {
  const count = drawnBy(settings, state)
  return {
    state,
    draws: draws.subarray(0, count * size),
    statistics: statistics.subarray(0, count * width)
  }
}

/** Numbers that are held at most: 2 GiB. */
const mostNumbers = 2 ** 28

/** Errors: more draws than memory is for. */
const checkRoom = (
  { chains, draws }: SamplerSettings,
  { size, values }: ModelTarget
): E.Either<Problems, void> => {
  const wide = values.outputs.reduce((n, o) => n + o.shape.reduce((a, b) => a * b, 1), 0)
  const perDraw = size + width + wide
  const most = Math.floor(mostNumbers / (chains * perDraw))
  return draws <= most
    ? E.right(undefined)
    : E.left(
        of(
          problem(
            'draws',
            `${chains} chains of ${draws} draws have ${chains * draws * perDraw} numbers, ` +
              `and at most ${mostNumbers} are held`,
            'all draws are kept in memory',
            most > 0 ? `at most ${most} draws of each chain` : 'fewer chains'
          )
        )
      )
}

// sampling

/** A block lasts about so long (ms); without a clock it has so many iterations. */
const blockMs = 20
const blockLength = 16

/** Chains are kept this often (ms), and never so often that it takes more than a share of the time. */
const keptEveryMs = 2000
const keptShare = 0.05

const restsOf = (nowMs: (() => number) | undefined): (() => boolean) => {
  if (nowMs === undefined) {
    let left = blockLength
    return () => --left <= 0
  }
  const end = nowMs() + blockMs
  return () => nowMs() >= end
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
    E.chain(() => firstStates(target, openTarget(target), settings)),
    E.map((states) =>
      states.map((state) => ({
        state,
        draws: new Float64Array(),
        statistics: new Float64Array()
      }))
    )
  )

/** From where chains stand to their last iteration, or until they are stopped. */
export const sampleChains = async (
  target: ModelTarget,
  settings: SamplerSettings,
  from: ReadonlyArray<KeptChain>,
  env: SamplerEnvironment
): Promise<E.Either<Problem, SampledChains>> => {
  const { size } = target
  const density = openTarget(target)
  const chains = from.map((k) => growing(settings, size, k))
  const runners = chains.map(({ state }) => chainRunner(settings, density, state))
  const all = (): ReadonlyArray<KeptChain> => chains.map((c) => keptOf(settings, size, c))
  const tell = (): void =>
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
  let keptAt = env.nowMs?.() ?? 0
  let keepingMs = 0
  let isStopped = false
  while (!isStopped && chains.some(({ state }) => !hasEnded(settings, state))) {
    for (const [i, chain] of chains.entries()) {
      const run = runners[i]
      if (run === undefined || hasEnded(settings, chain.state)) continue
      grow(settings, size, chain, run(restsOf(env.nowMs)))
      tell()
      await env.pause()
      isStopped = env.shouldStop()
      if (isStopped) break
    }
    const now = env.nowMs?.() ?? 0
    if (!isStopped && now - keptAt >= Math.max(keptEveryMs, keepingMs / keptShare)) {
      const done = await env.checkpoint(all())()
      if (E.isLeft(done)) return done
      keptAt = env.nowMs?.() ?? 0
      keepingMs = keptAt - now
    }
  }
  const done = await env.checkpoint(all())()
  if (E.isLeft(done)) return done
  const hasStopped = chains.some(({ state }) => !hasEnded(settings, state))
  return E.right({ outcome: hasStopped ? 'stopped' : 'finished', chains: all() })
}
