/**
 * What the laws and figures need of counts and shares, as `Rows.ts` has it of the others.
 */
import * as fc from 'fast-check'
import {
  beta,
  betaBinomial,
  binomial,
  type Distribution,
  geometric,
  hardConcrete,
  kumaraswamy,
  relaxedBernoulli,
  negativeBinomial,
  poisson
} from '../../src/distributions/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

/** By `count-figures.py` with mpmath 1.4.1 and 50 digits. */
export const countRows = {
  Beta: {
    generated: fc
      .tuple(logSpread(0.4, 30), logSpread(0.8, 30))
      .map(([alpha, b]) => beta({ alpha, beta: b })),
    figures: [
      [beta({ alpha: 2, beta: 5 }), 0.3, 0.770524801581289894],
      [beta({ alpha: 0.5, beta: 0.5 }), 0.999, 2.30964800380845967],
      [beta({ alpha: 0.1, beta: 3 }), 1e-10, 18.5647810877261222],
      [beta({ alpha: 4e5, beta: 6e5 }), 0.4, 6.70237465970864828],
      [beta({ alpha: 4e7, beta: 6e7 }), 0.40001, 8.98411846347318681],
      [beta({ alpha: 1, beta: 1 }), 0.5, 0],
      [beta({ mean: 0.25, precision: 8 }), 0.3, 0.750322094263770461],
      [beta({ mean: 0.5, precision: 0.5 }), 0.9, -0.197720899982550691]
    ]
  },
  BetaBinomial: {
    generated: fc
      .tuple(fc.integer({ min: 6, max: 40 }), logSpread(0.1, 100), logSpread(0.1, 100))
      .map(([total, alpha, b]) => betaBinomial({ total, alpha, beta: b })),
    figures: [
      [betaBinomial({ total: 12, alpha: 2, beta: 3 }), 0, -2.99573227355399099],
      [betaBinomial({ total: 12, alpha: 2, beta: 3 }), 5, -2.13131337238667603],
      [betaBinomial({ total: 12, alpha: 0.1, beta: 0.2 }), 12, -1.64889079320963223],
      [betaBinomial({ total: 12, alpha: 2e6, beta: 3e6 }), 5, -1.48267283391696981],
      [betaBinomial({ total: 1000000, alpha: 2.5, beta: 4 }), 4e5, -13.1363069944088184]
    ]
  },
  Binomial: {
    generated: fc
      .tuple(fc.integer({ min: 6, max: 60 }), between(-5, 5))
      .map(([total, logits]) => binomial({ total, logits })),
    figures: [
      [binomial({ total: 12, logits: 0.4 }), 0, -10.9561830287994316],
      [binomial({ total: 12, logits: 0.4 }), 5, -2.28162163698500568],
      [binomial({ total: 12, logits: 0.4 }), 12, -6.15618302879943138],
      [binomial({ total: 1000000, logits: 0.001 }), 500000, -7.2585468764185315],
      [binomial({ total: 1000000, logits: -40 }), 3, -80.345230795341981],
      [binomial({ total: 0, logits: 1 }), 0, 0],
      [binomial({ total: 12, probability: 0.3 }), 5, -1.84202723738638083],
      [binomial({ total: 12, probability: 0.999 }), 11, -4.43385413286355473]
    ]
  },
  Geometric: {
    generated: between(-3, 5).map((logits) => geometric({ logits })),
    figures: [
      [geometric({ probability: 0.3 }), 0, -1.20397280432593603],
      [geometric({ probability: 0.3 }), 4, -2.63067258008086548],
      [geometric({ probability: 1e-6 }), 1000000, -14.8155110579646074],
      [geometric({ probability: 0.999 }), 3, -20.724266337279992],
      [geometric({ logits: -0.7 }), 4, -2.7159302444272895],
      [geometric({ logits: 40 }), 1, -40]
    ]
  },
  Kumaraswamy: {
    generated: fc
      .tuple(logSpread(0.4, 30), logSpread(0.8, 30))
      .map(([alpha, b]) => kumaraswamy({ alpha, beta: b })),
    figures: [
      [kumaraswamy({ alpha: 2, beta: 5 }), 0.3, 0.721369570783144376],
      [kumaraswamy({ alpha: 0.5, beta: 0.5 }), 0.999999, 5.86803488312804439],
      [kumaraswamy({ alpha: 0.1, beta: 3 }), 1e-10, 19.3085720013048225],
      [kumaraswamy({ alpha: 4, beta: 1e8 }), 0.01, 4.99146455210798198]
    ]
  },
  RelaxedBernoulli: {
    generated: fc
      // below, values nearer to 1 than float64 has them have a mass that quadrature would miss
      .tuple(between(-2, 2), logSpread(0.8, 3))
      .map(([logits, temperature]) => relaxedBernoulli({ logits, temperature })),
    figures: [
      [relaxedBernoulli({ logits: 0.7, temperature: 0.5 }), 0.3, -0.819111226716109991],
      [relaxedBernoulli({ logits: -3, temperature: 0.1 }), 1e-10, 19.2177618192640866],
      [relaxedBernoulli({ logits: 2, temperature: 2 }), 0.999999, -11.1223603773888512],
      [relaxedBernoulli({ logits: 0, temperature: 1 }), 0.5, 0],
      [relaxedBernoulli({ logits: 5, temperature: 0.667 }), 1e-30, 17.5978598459440005]
    ]
  },
  HardConcrete: {
    generated: fc
      // of which half lies neither at 0 nor at 1
      .tuple(between(-0.9, 0.9), logSpread(0.5, 1.5), logSpread(0.03, 0.15), logSpread(0.03, 0.15))
      .map(([logits, temperature, below, above]) =>
        hardConcrete({ logits, temperature, below, above })
      ),
    figures: [
      [
        hardConcrete({ logits: 0.7, temperature: 0.5, below: 0.1, above: 0.1 }),
        0,
        -2.03847137879281124
      ],
      [
        hardConcrete({ logits: 0.7, temperature: 0.5, below: 0.1, above: 0.1 }),
        1,
        -0.973422060777817984
      ],
      [
        hardConcrete({ logits: 0.7, temperature: 0.5, below: 0.1, above: 0.1 }),
        0.3,
        -1.0198605685994161
      ],
      [
        hardConcrete({ logits: 9, temperature: 0.667, below: 0.01, above: 3 }),
        0,
        -12.9963091216110203
      ],
      [
        hardConcrete({ logits: -30, temperature: 2, below: 0.5, above: 1e-6 }),
        1,
        -58.4419513321448771
      ],
      [
        hardConcrete({ logits: -3, temperature: 0.1, below: 1e-4, above: 2 }),
        1e-6,
        4.66665982781411316
      ],
      [
        hardConcrete({ logits: 2, temperature: 5, below: 0.2, above: 0.05 }),
        0.999,
        -9.16006643521560484
      ]
    ]
  },
  NegativeBinomial: {
    generated: fc
      .tuple(logSpread(0.01, 30), logSpread(0.3, 1e3))
      .map(([mean, concentration]) => negativeBinomial({ mean, concentration })),
    figures: [
      [negativeBinomial({ mean: 3, concentration: 0.5 }), 0, -0.972955074527656653],
      [negativeBinomial({ mean: 3, concentration: 0.5 }), 7, -3.61517190054984621],
      [negativeBinomial({ mean: 3, concentration: 1e8 }), 7, -3.83487529538864876],
      [negativeBinomial({ mean: 1e6, concentration: 2 }), 1000000, -14.4292171968435502],
      [negativeBinomial({ mean: 0.001, concentration: 0.01 }), 5, -18.1842750215566187],
      [negativeBinomial({ mean: 3, concentration: 1e4 }), 3, -1.49607258322747514],
      [negativeBinomial({ successes: 3.5, probability: 0.3 }), 2, -2.86356151830654407],
      [negativeBinomial({ successes: 3.5, probability: 0.3 }), 0, -4.2139048151407761],
      [negativeBinomial({ successes: 1, probability: 0.01 }), 100, -5.61020377133823549],
      [negativeBinomial({ successes: 3.5, logits: -1.2 }), 2, -3.58436038564747468],
      [negativeBinomial({ successes: 0.1, logits: -6 }), 40, -6.27310787361685355]
    ]
  },
  Poisson: {
    generated: logSpread(0.01, 60).map(poisson),
    figures: [
      [poisson(2.5), 0, -2.5],
      [poisson(2.5), 3, -1.54288727360558981],
      [poisson(0.001), 7, -56.8804483139403735],
      [poisson(1e6), 1000000, -7.82669389552014313],
      [poisson(1e6), 1001000, -8.32702706222013479],
      [poisson(1e-30), 2, -138.848252760202686],
      [poisson(1e8), 100000000, -10.1292789060141888]
    ]
  }
} as const

/** A beta by mean and precision, shapes from 0.4 on. */
export const betaByMean: fc.Arbitrary<Distribution> = fc
  .tuple(between(0.1, 0.8), logSpread(4, 60))
  .map(([mean, precision]) => beta({ mean, precision }))

/** The other ways to give them, under the same laws. */
export const otherCounts: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  BetaBinomialByMean: fc
    .tuple(fc.integer({ min: 0, max: 40 }), between(0.05, 0.95), logSpread(0.1, 100))
    .map(([total, mean, precision]) => betaBinomial({ total, mean, precision })),
  BinomialByProbability: fc
    .tuple(fc.integer({ min: 0, max: 60 }), between(0.01, 0.99))
    .map(([total, probability]) => binomial({ total, probability })),
  GeometricByProbability: between(0.03, 0.99).map((probability) => geometric({ probability })),
  NegativeBinomialByProbability: fc
    .tuple(logSpread(0.3, 100), between(0.1, 0.95))
    .map(([successes, probability]) => negativeBinomial({ successes, probability })),
  NegativeBinomialByLogits: fc
    .tuple(logSpread(0.3, 30), between(-2, 5))
    .map(([successes, logits]) => negativeBinomial({ successes, logits }))
}
