/**
 * What the laws and figures need of counts and shares, as `Rows.ts` has it of the others.
 */
import * as fc from 'fast-check'
import {
  type Distribution,
  geometric,
  negativeBinomial,
  poisson
} from '../../src/distributions/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

/** By `count-figures.py` with mpmath 1.4.1 and 50 digits. */
export const countRows = {
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

/** The other ways to give them, under the same laws. */
export const otherCounts: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  GeometricByProbability: between(0.03, 0.99).map((probability) => geometric({ probability })),
  NegativeBinomialByProbability: fc
    .tuple(logSpread(0.3, 100), between(0.1, 0.95))
    .map(([successes, probability]) => negativeBinomial({ successes, probability })),
  NegativeBinomialByLogits: fc
    .tuple(logSpread(0.3, 30), between(-2, 5))
    .map(([successes, logits]) => negativeBinomial({ successes, logits }))
}
