/**
 * Proper priors with the arguments under which their marginals are known elsewhere, and how much each
 * shrinks, as its page states it. Of groups the global scale is 1.
 */
import type { Prior } from '../../src/dsl/index.ts'
import {
  ard,
  binaryDropout,
  dirichletLaplace,
  elementwise,
  gaussianDropout,
  groupHorseshoe,
  groupJeffreys,
  halfTScales,
  horseshoePlus,
  l0Gates,
  laplacePrior,
  logCauchyScales,
  normalBetaPrime,
  normalExponentialGamma,
  normalGamma,
  normalPrior,
  r2d2,
  regularisedHorseshoe,
  spikeAndSlab,
  strawdermanBerger,
  structuredPruning,
  studentTPrior,
  truncatedJeffreys,
  variationalDropout
} from '../../src/priors/index.ts'
import { expint1 } from '../../src/expr/numbers/SpecialFunctions.ts'
import type { Asked } from './Marginal.ts'
import type { marginalFigures } from './MarginalFigures.ts'

/**
 * - `shrinkage` p(κ) up to a factor, of κ and 1 − κ, as docs/reference/priors.md has it, where it has one
 * - `between` the ends of κ, where they are not 0 and 1
 */
export interface KnownPrior extends Asked {
  readonly arguments: string
  readonly prior: Prior
  readonly shrinkage?: (k: number, rest: number) => number
  readonly between?: readonly [number, number]
}

const t = (x: number, df: number): number => (1 + (x * x) / df) ** (-0.5 * (df + 1))
/** Of normal-beta-prime with shapes a and b and scale s. */
const betaPrimes =
  (a: number, b: number, s: number) =>
  (k: number, rest: number): number =>
    k ** (b - 1) * rest ** (a - 1) * (1 + (s * s - 1) * k) ** (-a - b)
/** ln((1 − κ)/κ)/(1 − 2κ) */
const logOfOdds = (k: number, rest: number): number =>
  Math.abs(rest - k) < 1e-6 ? 2 : Math.log(rest / k) / (rest - k)
/** ∫ z^(p − 1) e^(−z/2 − x/(2z²)) dz, by equal steps of ln z. */
const overScales = (p: number, x: number): number =>
  Array.from({ length: 1600 }, (_, i) => i / 10 - 120).reduce(
    (sum, u) => sum + 0.1 * Math.exp(p * u - 0.5 * Math.exp(u) - 0.5 * x * Math.exp(-2 * u)),
    0
  )

export const knownPriors: Readonly<Record<keyof typeof marginalFigures, KnownPrior>> = {
  ard: {
    arguments: '{ shape: 0.1, scale: 0.1 }',
    prior: ard({ shape: 0.1, scale: 0.1 }),
    shrinkage: (k, rest) => k ** -0.9 * rest ** -1.1 * Math.exp((-0.1 * k) / rest)
  },
  binaryDropout: {
    arguments: '{ rate: 0.2 } of a standard normal',
    prior: binaryDropout({ rate: 0.2 })(normalPrior())
  },
  dirichletLaplace: {
    arguments: '{ concentration: 0.6 }',
    prior: dirichletLaplace({ concentration: 0.6 }),
    shrinkage: (k, rest) => overScales(-1.4, rest / k) * k ** -2,
    // two scales make its tail e^(−√(2|w|)) together, of few of their values
    accuracy: { step: 0.05, least: -600 }
  },
  gaussianDropout: {
    arguments: '{ rate: 0.2 } of a standard normal',
    prior: gaussianDropout({ rate: 0.2 })(normalPrior()),
    shrinkage: (k, rest) => {
      const z = Math.sqrt(rest / k)
      return (Math.exp(-2 * (z - 1) ** 2) + Math.exp(-2 * (z + 1) ** 2)) / (z * k * k)
    }
  },
  halfTScales: {
    arguments: '{ df: 3, tau0: 1 }',
    prior: halfTScales({ df: 3, tau0: 1 }),
    shrinkage: (k, rest) => t(Math.sqrt(rest / k), 3) / Math.sqrt(k ** 3 * rest)
  },
  horseshoe: {
    arguments: '1',
    prior: elementwise(groupHorseshoe(1)),
    shrinkage: (k, rest) => 1 / Math.sqrt(k * rest)
  },
  horseshoePlus: {
    arguments: '1',
    prior: horseshoePlus(1),
    shrinkage: (k, rest) => logOfOdds(k, rest) / Math.sqrt(k * rest)
  },
  laplacePrior: {
    arguments: '0.5',
    prior: laplacePrior(0.5),
    shrinkage: (k, rest) => k ** -2 * Math.exp((-2 * rest) / k)
  },
  logCauchyScales: {
    arguments: '1',
    prior: logCauchyScales(1),
    shrinkage: (k, rest) => 1 / ((1 + (0.5 * Math.log(rest / k)) ** 2) * k * rest)
  },
  normalBetaPrime: {
    arguments: '{ alpha: 0.3, beta: 1.5, scale: 2 }',
    prior: normalBetaPrime({ alpha: 0.3, beta: 1.5, scale: 2 }),
    shrinkage: betaPrimes(0.3, 1.5, 2)
  },
  normalExponentialGamma: {
    arguments: '{ shape: 0.7, scale: 0.5 }',
    prior: normalExponentialGamma({ shape: 0.7, scale: 0.5 }),
    shrinkage: betaPrimes(1, 0.7, 0.5)
  },
  normalGamma: {
    arguments: '{ shape: 0.3, scale: 2 }',
    prior: normalGamma({ shape: 0.3, scale: 2 }),
    shrinkage: (k, rest) => k ** -1.3 * rest ** -0.7 * Math.exp((-0.125 * rest) / k)
  },
  r2d2: {
    arguments: '{ alpha: 0.7, beta: 0.8, concentration: 0.4, noise: 0.5 } of two',
    prior: r2d2({ alpha: 0.7, beta: 0.8, concentration: 0.4, noise: 0.5 }),
    groups: 2
  },
  regularisedBySlab: {
    arguments: '{ tau0: 1, slab: { df: 4, scale: 2 } }',
    prior: regularisedHorseshoe({ tau0: 1, slab: { df: 4, scale: 2 } }),
    // the tail of Student's t goes below what is left of two scales
    accuracy: { step: 0.25, least: -140 }
  },
  regularisedHorseshoe: {
    arguments: '{ tau0: 1, slab: 2 }',
    prior: regularisedHorseshoe({ tau0: 1, slab: 2 })
  },
  spikeAndSlab: {
    arguments: '{ inclusion: 0.2 }',
    prior: spikeAndSlab({ inclusion: 0.2 })
  },
  strawdermanBerger: {
    arguments: '2',
    prior: strawdermanBerger(2),
    shrinkage: betaPrimes(1, 0.5, 2)
  },
  structuredPruning: {
    arguments: '1e-3',
    prior: structuredPruning(1e-3),
    shrinkage: (k, rest) => 1 / (k * rest),
    between: [1 / 2, 1 / 1.000001]
  },
  studentTPrior: {
    arguments: '{ df: 3, scale: 0.5 }',
    prior: studentTPrior({ df: 3, scale: 0.5 }),
    shrinkage: (k, rest) => k ** 0.5 * rest ** -2.5 * Math.exp((-0.375 * k) / rest)
  },
  truncatedJeffreys: {
    arguments: '{ least: 0.01, most: 10 }',
    prior: truncatedJeffreys({ least: 0.01, most: 10 }),
    shrinkage: (k, rest) => 1 / (k * rest),
    between: [1 / 101, 1 / 1.0001]
  }
}

/**
 * Priors without a total mass: `density` of one weight, up to a factor, and `ends` of κ beside which it has
 * no end.
 */
export interface ImproperPrior {
  readonly prior: Prior
  readonly density: (w: number) => number
  readonly ends: ReadonlyArray<0 | 1>
}

const jeffreys = (w: number): number => 1 / Math.abs(w)

export const improperPriors: Readonly<Record<string, ImproperPrior>> = {
  groupJeffreys: { prior: groupJeffreys, density: jeffreys, ends: [0, 1] },
  l0Gates: {
    prior: l0Gates(0.1),
    // ∫ N(w; 0, z²) dz over 0 < z < 1; what is at 0 has no density
    density: (w) => (Math.exp(-0.1) * expint1(0.5 * w * w)) / (2 * Math.sqrt(2 * Math.PI)),
    ends: []
  },
  variationalDropout: {
    prior: variationalDropout()(normalPrior()),
    density: jeffreys,
    ends: [0, 1]
  }
}
