/**
 * What sampling came to, in words and as JSON.
 *
 * @since 0.2.0
 */
import { isApproximation, showApproximation } from './ApproximationText.ts'
import type { ChainFacts, ChainProgress, SamplerFacts } from '../inference/index.ts'
import { leastEnergyFraction } from '../inference/index.ts'
import { grouped, percent, significant } from './Numbers.ts'

// model

/** What is said of sampling that has ended. */
export interface SampledRunFacts {
  /** Where the run is kept. */
  readonly folder: string
  readonly outcome: string
  readonly steps: { readonly done: number; readonly of: number }
  readonly warmUp: number
  readonly maxDepth: number
  readonly seed: number
  readonly sampled: SamplerFacts
}

// combinators

/** `1 draw`, `1,000 draws`. */
const counted = (n: number, what: string): string => `${grouped(n)} ${what}${n === 1 ? '' : 's'}`

const range = (values: ReadonlyArray<number>): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(significant)
  return low === high ? String(low) : `${low} to ${high}`
}

/** Divergences, paths that were cut, energies: what there is, and what it means where it is not well. */
const showChainFacts = (
  { chains, draws, divergences, atMostDepth, stepSizes, energyFractions }: ChainFacts,
  maxDepth: number
): ReadonlyArray<string> => {
  const total = chains * draws
  const fractions = energyFractions.flatMap((f) => (f === null ? [] : [f]))
  const least = Math.min(...fractions)
  return [
    divergences === 0
      ? 'no divergences'
      : `${counted(divergences, 'divergence')} (${percent(divergences / total)}): draws may miss ` +
        'where they lie; try --acceptance 0.95, or another form of the model',
    ...(atMostDepth === 0
      ? []
      : [
          `${counted(atMostDepth, 'path')} of ${2 ** maxDepth - 1} steps cut: draws are right, and slow; ` +
            'try --mass dense, or --max-depth'
        ]),
    ...(fractions.length === 0
      ? []
      : [
          `E-BFMI ${range(fractions)}` +
            (least < leastEnergyFraction
              ? `, below ${leastEnergyFraction}: momenta do not reach the tails; try another form of the model`
              : '')
        ]),
    ...(stepSizes.length === 0 ? [] : [`step sizes ${range(stepSizes)}`])
  ]
}

/** How it went; nothing of draws that cannot go wrong. */
export const showSampler = ({
  sampled,
  maxDepth
}: Pick<SampledRunFacts, 'sampled' | 'maxDepth'>): ReadonlyArray<string> =>
  sampled.sampler === 'prior'
    ? []
    : isApproximation(sampled)
      ? showApproximation(sampled)
      : showChainFacts(sampled, maxDepth)

/** What draws are of that no chain made. */
const sources: { readonly [S in SamplerFacts['sampler']]: string | undefined } = {
  nuts: undefined,
  hmc: undefined,
  prior: 'drawn from the priors',
  pathfinder: 'approximated by Pathfinder',
  laplace: 'approximated at the mode, by Laplace'
}

// destructors

/** How far it came; `table` is the summary of the draws, where there are any. */
export const showSampled = (f: SampledRunFacts, table: string | undefined): string => {
  const { chains, draws } = f.sampled
  const source = sources[f.sampled.sampler]
  if (source !== undefined)
    return [
      `${source}: ${counted(chains * draws, 'draw')} of every site, in ${f.folder}`,
      ...(table === undefined ? [] : [table, ...showSampler(f)]),
      `seed ${f.seed}`
    ].join('\n')
  const whole = `${counted(chains, 'chain')} of ${counted(draws, 'draw')}`
  const done = `${grouped(f.steps.done)} of ${grouped(f.steps.of)} iterations`
  return [
    f.outcome === 'stopped'
      ? `interrupted and saved: ${whole} (${done}), in ${f.folder}`
      : `sampled: ${whole} after ${grouped(f.warmUp)} iterations of warm-up, in ${f.folder}`,
    ...(table === undefined ? [] : [table, ...showSampler(f)]),
    `seed ${f.seed}`
  ].join('\n')
}

/** `resume` how to go on with one that was stopped. */
export const sampledJson = (
  { folder, outcome, steps, seed, sampled }: SampledRunFacts,
  summary: Readonly<Record<string, unknown>> | undefined,
  resume: string | null
): Readonly<Record<string, unknown>> => ({
  out: folder,
  outcome,
  steps,
  seed,
  sampled,
  resume,
  ...(summary === undefined ? {} : { sites: summary['sites'] })
})

/** `warm-up 40 %, 12 divergences`, of all chains. */
export const showChains = (chains: ReadonlyArray<ChainProgress>): string => {
  const divergences = chains.reduce((n, c) => n + c.divergences, 0)
  const each = chains.map(({ iteration, warmUp, of }) =>
    iteration < warmUp
      ? `warm-up ${Math.floor((100 * iteration) / warmUp)} %`
      : `${iteration - warmUp}/${of - warmUp}`
  )
  return `${each.join(' | ')}${divergences === 0 ? '' : `, ${counted(divergences, 'divergence')}`}`
}
