/** Means and deviations of their reference draws, each with its Monte Carlo error. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { meanError, sdError } from '../../src/index.ts'
import { type Chains, meanOf, varianceOf } from '../../src/inference/diagnostics/Chains.ts'

/** In the unit of the parameter. */
const SummaryC = t.type({ mean: t.number, meanError: t.number, sd: t.number, sdError: t.number })
export type Summary = t.TypeOf<typeof SummaryC>

/** By posterior, by parameter. */
export const ReferenceC = t.record(t.string, t.record(t.string, SummaryC))
export type Reference = t.TypeOf<typeof ReferenceC>

/** Draws by parameter, chain by chain. */
export const DrawsC = t.readonlyArray(t.record(t.string, t.readonlyArray(t.number)))

/** An error that cannot be had is NaN, and agrees with nothing. */
export const summaryOf = (chains: Chains): Summary => {
  const orNaN = E.getOrElse(() => NaN)
  return {
    mean: meanOf(chains.values),
    meanError: orNaN(meanError(chains)),
    sd: Math.sqrt(varianceOf(chains.values)),
    sdError: orNaN(sdError(chains))
  }
}

/** Of one parameter. */
export const chainsIn = (draws: t.TypeOf<typeof DrawsC>, name: string): Chains => {
  const chains = draws.map((chain) => chain[name] ?? [])
  return {
    chains: chains.length,
    draws: chains[0]?.length ?? 0,
    values: Float64Array.from(chains.flat())
  }
}

export const referenceFile = fileURLToPath(new URL('reference.json', import.meta.url))

/** What `reference.json` has; `npm run test:posteriordb -- --reference` writes it. */
export const readReference = (): Reference =>
  pipe(
    ReferenceC.decode(JSON.parse(readFileSync(referenceFile, 'utf8'))),
    E.getOrElse((): Reference => ({}))
  )
