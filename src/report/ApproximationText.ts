/**
 * What an approximation of a posterior came to: whether it can be trusted, by which number.
 *
 * @since 0.2.0
 */
import {
  type ApproximationFacts,
  type ApproximationVerdict,
  isApproximationMethod,
  type SamplerFacts,
  verdictOnApproximation
} from '../inference/index.ts'
import { grouped, significant } from './Numbers.ts'

export const isApproximation = (facts: SamplerFacts): facts is ApproximationFacts =>
  isApproximationMethod(facts.sampler)

const shape = (k: number | null): string => `k̂ ${k === null ? '∞' : significant(k)}`

/** Why, by what decided. */
const reasons: {
  readonly [B in ApproximationVerdict['by']]: (facts: ApproximationFacts) => string
} = {
  weights: ({ k, mostK }) =>
    `${shape(k)} of the weights of its draws, where ${significant(mostK)} is the most that can be ` +
    'trusted: what is weighed stands for no posterior; farrier sample without --method draws from it',
  means: ({ compared }) =>
    `the mean of ${compared?.site} is off by ${significant(compared?.offSds ?? NaN)} sd of the weighed draws`,
  deviations: ({ compared }) =>
    `deviations are ${significant(compared?.leastRatio ?? NaN)} to ${significant(compared?.mostRatio ?? NaN)} ` +
    'of those of the weighed draws',
  nothing: ({ k, mostK }) =>
    `${shape(k)} of the weights of its draws, where ${significant(mostK)} is the most that can be trusted`
}

/** `trust: …`, and where it comes from. */
export const showApproximation = (facts: ApproximationFacts): ReadonlyArray<string> => {
  const { trust, by } = verdictOnApproximation(facts)
  const { paths, weighed, sampler } = facts
  const elbos = paths.map(({ elboNats }) => elboNats)
  return [
    `${trust}: ${reasons[by](facts)}`,
    `${grouped(weighed)} draws were weighed, of ` +
      (sampler === 'laplace'
        ? `the highest point of ${paths.length} paths`
        : `the best guesses of ${paths.length} paths, with an ELBO from ` +
          `${significant(Math.min(...elbos))} to ${significant(Math.max(...elbos))} nats`)
  ]
}
