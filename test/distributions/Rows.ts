/**
 * What the laws and figures need of each distribution, by tag: a tag without a row does not
 * compile, and a row is under every law that its facts allow.
 */
import * as fc from 'fast-check'
import {
  bernoulli,
  betaPrime,
  categorical,
  cauchy,
  type Distributions,
  type DeclaredTag,
  type DistributionTag,
  exponential,
  frechet,
  gamma,
  gumbel,
  halfCauchy,
  halfNormal,
  halfStudentT,
  inverseGamma,
  inverseGaussian,
  l0Penalty,
  laplace,
  logistic,
  logLogistic,
  logNormal,
  logUniform,
  marginalHorseshoe,
  normal,
  pareto,
  skewNormal,
  vonMises,
  studentT,
  uniform,
  type VectorTag,
  weibull
} from '../../src/distributions/index.ts'
import { constants } from '../../src/expr/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'
import { combinedRows } from './CombinedRows.ts'
import { countRows } from './CountRows.ts'
import { cutRows } from './CutRows.ts'

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

/** Those of one number a draw; vectors have rows of their own. */
export type ElementTag = Exclude<DeclaredTag, VectorTag>

export const rows: { readonly [T in ElementTag]: Row<Distributions[T]> } = {
  ...countRows,
  ...combinedRows,
  ...cutRows,
  Bernoulli: {
    generated: between(-6, 6).map((logits) => bernoulli({ logits })),
    figures: [
      [bernoulli({ logits: 0.7 }), 1, -0.40318604888545784],
      [bernoulli({ logits: 0.7 }), 0, -1.1031860488854581]
    ]
  },
  BetaPrime: {
    generated: fc
      .tuple(shape, shape, scale)
      .map(([alpha, beta, s]) => betaPrime({ alpha, beta, scale: s })),
    figures: [
      [betaPrime({ alpha: 0.5, beta: 0.5, scale: 1 }), 3, -3.08033039130334564],
      [betaPrime({ alpha: 1, beta: 1, scale: 2 }), 3, -2.52572864430825544],
      [betaPrime({ alpha: 2.5, beta: 1.5, scale: 2 }), 0.7, -1.84043990071893313],
      [betaPrime({ alpha: 1e4, beta: 1e4, scale: 1 }), 1.01, 3.08217354254963889],
      [betaPrime({ alpha: 1e7, beta: 1e7, scale: 1 }), 1.001, 4.29503400353536774],
      [betaPrime({ alpha: 0.5, beta: 0.5, scale: 1e-20 }), 1, -24.170580815789857],
      [betaPrime({ alpha: 1e-3, beta: 1e6, scale: 1 }), 1e-12, 20.7100257194872292]
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
      [cauchy(0, 1e-36), 1e-18, -1.14472988584940038],
      [cauchy(0, 1), 1e25, -116.273984535551685]
    ]
  },
  Exponential: {
    generated: scale.map(exponential),
    figures: [[exponential(2.5), 1.3, -2.333709268125845]]
  },
  Frechet: {
    generated: fc.tuple(shape, scale).map(([k, s]) => frechet({ shape: k, scale: s })),
    figures: [
      [frechet({ shape: 2.5, scale: 0.4 }), 0.3, 0.786667760210873785],
      [frechet({ shape: 0.3, scale: 3 }), 200, -8.04588081860205084],
      [frechet({ shape: 50, scale: 2 }), 2.1, 0.643373725254785964],
      [frechet({ shape: 0.5, scale: 1e-30 }), 1e20, -104.309476365292001]
    ]
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
  Gumbel: {
    generated: fc.tuple(between(-5, 5), scale).map(([m, s]) => gumbel(m, s)),
    figures: [
      [gumbel(1, 2), 3.5, -2.22965197742013541],
      [gumbel(0, 1), 60, -60],
      [gumbel(0, 1), -6, -397.428793492735123],
      [gumbel(3, 0.01), 3.001, 3.60033276795213282]
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
      [halfStudentT({ df: 0.1, scale: 1 }), 40, -6.5409971354062178],
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
  InverseGaussian: {
    generated: fc.tuple(scale, scale).map(([mean, k]) => inverseGaussian({ mean, shape: k })),
    figures: [
      [inverseGaussian({ mean: 1, shape: 2 }), 0.7, -0.165923955588030041],
      [inverseGaussian({ mean: 0.3, shape: 0.01 }), 1e-4, -39.3726852904566652],
      [inverseGaussian({ mean: 2, shape: 100 }), 2.1, 0.211216733171497283],
      [inverseGaussian({ mean: 1, shape: 1e6 }), 1.0005, 5.86312940198063253]
    ]
  },
  Laplace: {
    generated: fc.tuple(between(-5, 5), signedScale).map(([m, s]) => laplace(m, s)),
    figures: [
      [laplace(1, -2), 3.5, -2.63629436111989062],
      [laplace(0, 1e-10), 1e-9, 12.3327037493805112],
      [laplace(-3, 7), 40, -8.78191447247240147]
    ]
  },
  LogLogistic: {
    generated: fc.tuple(shape, scale).map(([k, s]) => logLogistic({ shape: k, scale: s })),
    figures: [
      [logLogistic({ shape: 2.5, scale: 0.4 }), 0.3, 0.607349685742827532],
      [logLogistic({ shape: 0.3, scale: 3 }), 1e-6, 8.11463202023781161],
      [logLogistic({ shape: 50, scale: 2 }), 2.1, 0.563359428435908962],
      [logLogistic({ shape: 3, scale: 1e-20 }), 1, -137.056493290974632]
    ]
  },
  LogNormal: {
    generated: fc.tuple(between(-5, 5), logSpread(0.05, 3)).map(([m, s]) => logNormal(m, s)),
    figures: [
      [logNormal(0.5, 0.8), 2, -1.4180873447615459],
      [logNormal(-69, 1e30), 1e-30, -0.918938533204672845]
    ]
  },
  L0Penalty: { generated: logSpread(0.01, 100).map(l0Penalty), figures: [] },
  LogUniform: { generated: fc.constant(logUniform), figures: [] },
  Logistic: {
    generated: fc.tuple(between(-5, 5), signedScale).map(([m, s]) => logistic(m, s)),
    figures: [
      [logistic(1, 2), 3.5, -2.44700534325069109],
      [logistic(0, -1), -700, -700],
      [logistic(0, 0.01), 1e-5, 3.21887557486821115]
    ]
  },
  MarginalHorseshoe: {
    generated: signedScale.map(marginalHorseshoe),
    figures: [
      [marginalHorseshoe(2), 0.3, -1.37911943627487951],
      [marginalHorseshoe(-1), 3, -3.74223356213084149],
      [marginalHorseshoe(1e-5), 0.02, -5.05940119260768887],
      [marginalHorseshoe(1), 1e-8, 1.5460945837915536],
      [marginalHorseshoe(1), 1e-12, 1.95051350985606278],
      [marginalHorseshoe(1), 1e8, -38.2118827263988588],
      [marginalHorseshoe(1e-36), 1e-18, -1.37052123849412781],
      [marginalHorseshoe(1e-30), 1e30, -208.603179607958239],
      [marginalHorseshoe(1e30), 1e-30, -65.5192775386943068],
      [marginalHorseshoe(1e150), 1e-150, -340.220386357188193]
    ]
  },
  Normal: {
    generated: fc.tuple(between(-5, 5), signedScale).map(([m, s]) => normal(m, s)),
    figures: [
      [normal(1.5, 0.7), -0.4, -4.245937058653696],
      [normal(1.5, -0.7), -0.4, -4.245937058653696]
    ]
  },
  Pareto: {
    generated: fc.tuple(scale, shape).map(([minimum, k]) => pareto({ minimum, shape: k })),
    figures: [
      [pareto({ minimum: 1.5, shape: 2.5 }), 4, -2.92207676177505115],
      [pareto({ minimum: 1e-3, shape: 0.1 }), 1e10, -28.321796643826762],
      [pareto({ minimum: 2, shape: 50 }), 2.01, 2.9645112078052134]
    ]
  },
  SkewNormal: {
    generated: fc
      .tuple(between(-5, 5), scale, between(-8, 8))
      .map(([location, s, a]) => skewNormal({ location, scale: s, shape: a })),
    figures: [
      [skewNormal({ location: 1, scale: 2, shape: 3 }), 3.5, -1.70027695439891213],
      [skewNormal({ location: 1, scale: 2, shape: 3 }), -2.5, -18.8420685432424659],
      [skewNormal({ location: 0, scale: 1, shape: -4 }), 6, -310.324512355852516],
      [skewNormal({ location: 0, scale: 1, shape: 0 }), 0.5, -1.04393853320467274]
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
  },
  VonMises: {
    generated: fc.tuple(between(-9, 9), logSpread(0.1, 300)).map(([m, k]) => vonMises(m, k)),
    figures: [
      [vonMises(0.5, 2), 1.2, -1.13218623332332486],
      [vonMises(0, 0.001), 3, -1.8388673089059303],
      [vonMises(-2, 0.3), 3.1, -1.7468584322174932],
      [vonMises(1, 9.999), 1.3, -0.227490997584528201],
      [vonMises(1, 10), 1.3, -0.227484258271980973],
      [vonMises(0, 1e4), 0.02, 1.68628581793613756],
      [vonMises(3, 1e8), 3.0001, 7.79140183793606634],
      [vonMises(100, 5), 0.1, -1.10526555373414566],
      [vonMises(0, 1e-10), 1, -1.83787706635531525]
    ]
  },
  Weibull: {
    generated: fc.tuple(shape, scale).map(([k, s]) => weibull({ shape: k, scale: s })),
    figures: [
      [weibull({ shape: 2.5, scale: 0.4 }), 0.3, 0.913919065441891919],
      [weibull({ shape: 0.3, scale: 3 }), 0.01, 1.50940196633018753],
      [weibull({ shape: 50, scale: 2 }), 2.1, -5.85780591658332931],
      [weibull({ shape: 0.5, scale: 1e30 }), 1e-20, -12.2060726455301737]
    ]
  }
}

/** How far from ½ the mass below the median may lie, where that is an approximation. */
export const medianErrors: { readonly [T in DistributionTag]?: number } = {
  BetaPrime: 2e-2,
  Beta: 5e-3,
  Gamma: 2.5e-3,
  HalfStudentT: 1e-3,
  InverseGamma: 2.5e-3,
  InverseGaussian: 1e-5,
  // between those of its components
  Mixture: 0.35,
  SkewNormal: 1e-3,
  // the location, from which the cut at ±π may take more on one side
  VonMises: 0.5
}

/** The other way to give a gamma. */
export const gammaByRate: fc.Arbitrary<Distributions['Gamma']> = fc
  .tuple(shape, scale)
  .map(([a, r]) => gamma({ shape: a, rate: r }))
