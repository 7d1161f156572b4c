/**
 * The estimated Bayesian fraction of missing information of a Hamiltonian sampler: how much of the
 * spread of the energy one draw of the momentum can cross (Betancourt 2016).
 *
 * Σ (Eᵢ − Eᵢ₋₁)²/(n − 1) over the variance of E, for each chain. Independent draws have 2; below 0.3
 * the momentum does not reach the tails.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Chains, type Diagnosis, isConstant, type Undiagnosed, varianceOf } from './Chains.ts'
import { eachChain, finite, meanOf, ofValid } from './Chains.ts'

export const leastEnergyFraction = 0.3

const ofChain = (energy: Float64Array): Diagnosis => {
  if (isConstant({ chains: 1, draws: energy.length, values: energy })) return E.left('constant')
  const jumps = energy.subarray(1).map((e, i) => (e - (energy[i] ?? NaN)) ** 2)
  return finite(meanOf(jumps) / varianceOf(energy))
}

/** One number or reason a chain, of the energies of its kept states. */
export const energyFractions: (
  energies: Chains
) => E.Either<Undiagnosed, ReadonlyArray<Diagnosis>> = ofValid(4, (c) =>
  E.right(eachChain(c).map(ofChain))
)
