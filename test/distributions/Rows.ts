/**
 * What the laws and figures need of each distribution, by tag: a tag without a row does not
 * compile, and a row is under every law that its facts allow.
 */
import * as fc from 'fast-check'
import {
  bernoulli,
  categorical,
  cauchy,
  type Distributions,
  type DistributionTag,
  exponential,
  gamma,
  halfCauchy,
  halfNormal,
  halfStudentT,
  inverseGamma,
  laplace,
  logistic,
  logNormal,
  logUniform,
  normal,
  studentT,
  uniform
} from '../../src/distributions/index.ts'
import { constants } from '../../src/expr/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

const scale = logSpread(0.01, 100)
const signedScale = fc.tuple(scale, fc.boolean()).map(([s, flip]) => (flip ? -s : s))
const shape = logSpread(0.4, 20)

const logitsOver = (logits: ReadonlyArray<number>) =>
  categorical({ logits: constants(['classes'], [logits.length], logits), along: 'classes' })

/** A distribution, a value, and its log density there from elsewhere, to 15 digits. */
type Figure<D> = readonly [D, number, number]

export interface Row<out D> {
  /** With constant arguments. */
  readonly generated: fc.Arbitrary<D>
  /**
   * By scipy.stats 1.17.1 (`logpdf`, `logpmf`), where it has the distribution; those of the rows that
   * `figures.py` names by it: mpmath 1.4.1 with 50 digits.
   */
  readonly figures: ReadonlyArray<Figure<D>>
}

export const rows: { readonly [T in DistributionTag]: Row<Distributions[T]> } = {
  Bernoulli: {
    generated: between(-6, 6).map((logits) => bernoulli({ logits })),
    figures: [
      [bernoulli({ logits: 0.7 }), 1, -0.40318604888545784],
      [bernoulli({ logits: 0.7 }), 0, -1.1031860488854581]
    ]
  },
  Categorical: {
    generated: fc.array(between(-4, 4), { minLength: 2, maxLength: 6 }).map(logitsOver),
    figures: [[logitsOver([0.3, -1, 2]), 0, -1.9090207665450603]]
  },
  Cauchy: {
    generated: fc.tuple(between(-5, 5), signedScale).map(([m, s]) => cauchy(m, s)),
    figures: [
      [cauchy(1, -2), 3.5, -2.77886041087387205],
      [cauchy(0, 1e-20), 1, -47.1964317457303139],
      [cauchy(0, 1e-36), 1e-18, -1.14472988584940017],
      [cauchy(0, 1), 1e25, -116.273984535551684]
    ]
  },
  Exponential: {
    generated: scale.map(exponential),
    figures: [[exponential(2.5), 1.3, -2.333709268125845]]
  },
  Gamma: {
    generated: fc.tuple(shape, scale).map(([a, s]) => gamma({ shape: a, scale: s })),
    figures: [
      [gamma({ shape: 2.5, scale: 0.4 }), 1.7, -1.448013664194276],
      [gamma({ shape: 2.5, rate: 2.5 }), 1.7, -1.448013664194276],
      [gamma({ shape: 0.3, scale: 3 }), 0.01, 1.7949041154398218],
      // by mpmath 1.3.0 with 50 digits, and those of the same kind below
      [gamma({ shape: 1e5, scale: 1 }), 1e5, -6.67540209902312028],
      [gamma({ shape: 1e6, scale: 1 }), 1e6, -7.82669389552014313],
      [gamma({ shape: 1e7, scale: 1 }), 1e7, -8.97798636701716597],
      [gamma({ shape: 1e7, scale: 1 }), 1e7 * 1.001, -13.9756550320167204],
      [gamma({ shape: 0.5, scale: 1e30 }), 1e-20, -12.0852904078949285]
    ]
  },
  HalfCauchy: {
    generated: scale.map(halfCauchy),
    figures: [
      [halfCauchy(2), 5, -3.1257313547159837],
      [halfCauchy(1e-20), 1, -46.5032845651703686],
      [halfCauchy(1e-36), 1e-18, -0.451582705289455067]
    ]
  },
  HalfNormal: {
    generated: scale.map(halfNormal),
    figures: [[halfNormal(2), 3, -2.0439385332046727]]
  },
  HalfStudentT: {
    generated: fc.tuple(logSpread(1, 1e3), scale).map(([df, s]) => halfStudentT({ df, scale: s })),
    figures: [
      [halfStudentT({ df: 1, scale: 2 }), 5, -3.12573135471598358],
      [halfStudentT({ df: 0.1, scale: 1 }), 40, -6.54099713540621783],
      [halfStudentT({ df: 2.5, scale: 3 }), 2, -1.70845619318676803],
      [halfStudentT({ df: 30, scale: 1 }), 40, -62.1587607829680163],
      [halfStudentT({ df: 1e8, scale: 1 }), 1.5, -1.3507913537384775],
      [halfStudentT({ df: 2.5, scale: 1e-10 }), 1e25, -257.760806593950873]
    ]
  },
  InverseGamma: {
    generated: fc.tuple(shape, scale).map(([a, b]) => inverseGamma({ shape: a, scale: b })),
    figures: [
      [inverseGamma({ shape: 2.5, scale: 0.4 }), 0.3, 0.305161781649136],
      [inverseGamma({ shape: 1e4, scale: 1e4 }), 1.001, 3.68023047829166409],
      [inverseGamma({ shape: 1e7, scale: 1e7 }), 1.001, 2.14576895826751143]
    ]
  },
  Laplace: {
    generated: fc.tuple(between(-5, 5), signedScale).map(([m, s]) => laplace(m, s)),
    figures: [
      [laplace(1, -2), 3.5, -2.63629436111989062],
      [laplace(0, 1e-10), 1e-9, 12.3327037493805115],
      [laplace(-3, 7), 40, -8.78191447247240147]
    ]
  },
  Logistic: {
    generated: fc.tuple(between(-5, 5), signedScale).map(([m, s]) => logistic(m, s)),
    figures: [
      [logistic(1, 2), 3.5, -2.44700534325069109],
      [logistic(0, -1), -700, -700],
      [logistic(0, 0.01), 1e-5, 3.21887557486821117]
    ]
  },
  LogNormal: {
    generated: fc.tuple(between(-5, 5), logSpread(0.05, 3)).map(([m, s]) => logNormal(m, s)),
    figures: [
      [logNormal(0.5, 0.8), 2, -1.4180873447615459],
      [logNormal(-69, 1e30), 1e-30, -0.918938533204672845]
    ]
  },
  LogUniform: { generated: fc.constant(logUniform), figures: [] },
  Normal: {
    generated: fc.tuple(between(-5, 5), signedScale).map(([m, s]) => normal(m, s)),
    figures: [
      [normal(1.5, 0.7), -0.4, -4.245937058653696],
      [normal(1.5, -0.7), -0.4, -4.245937058653696]
    ]
  },
  // by mpmath 1.4.1 with 50 digits: scipy's own are 2e-12 away at df = 1e4
  StudentT: {
    generated: fc
      .tuple(logSpread(1, 1e3), between(-5, 5), signedScale)
      .map(([df, location, s]) => studentT({ df, location, scale: s })),
    figures: [
      [studentT({ df: 0.1, location: 0, scale: 1 }), -40, -7.23414431596616314],
      [studentT({ df: 1, location: 0, scale: -1 }), 1.5, -2.32338488219104629],
      [studentT({ df: 2.5, location: 1, scale: 1 }), 2.5, -2.13988389426214087],
      [studentT({ df: 30, location: 0, scale: 1 }), -40, -62.8519079635279616],
      [studentT({ df: 1e4, location: 0, scale: 1 }), 0, -0.918963533204631075],
      [studentT({ df: 1e8, location: 0, scale: 1 }), 0, -0.918938535704672742],
      [studentT({ df: 1e8, location: 0, scale: 1 }), 1.5, -2.04393853429842281],
      [studentT({ df: 2.5, location: 0, scale: 1e-10 }), 1e25, -258.453953774510818]
    ]
  },
  Uniform: {
    generated: fc.tuple(between(-5, 5), scale).map(([l, w]) => uniform(l, l + w)),
    figures: [[uniform(-1, 4), 0, -1.6094379124341003]]
  }
}

/** How far from ½ the mass below the median may lie, where that is an approximation. */
export const medianErrors: { readonly [T in DistributionTag]?: number } = {
  Gamma: 2.5e-3,
  HalfStudentT: 1e-3,
  InverseGamma: 2.5e-3
}

/** The other way to give a gamma. */
export const gammaByRate: fc.Arbitrary<Distributions['Gamma']> = fc
  .tuple(shape, scale)
  .map(([a, r]) => gamma({ shape: a, rate: r }))
