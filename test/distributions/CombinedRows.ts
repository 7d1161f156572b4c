/**
 * What the laws and figures need of distributions that are made of others, as `Rows.ts` has it of
 * these.
 */
import * as fc from 'fast-check'
import {
  bernoulli,
  binomial,
  type Distribution,
  hurdle,
  laplace,
  logistic,
  mixture,
  negativeBinomial,
  normal,
  poisson,
  studentT,
  zeroInflated
} from '../../src/distributions/index.ts'
import { constants, type Expr } from '../../src/expr/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

const along = 'kinds'
const over = (values: ReadonlyArray<number>): Expr => constants([along], [values.length], values)

const normals = (
  logits: ReadonlyArray<number>,
  locations: ReadonlyArray<number>,
  scales: ReadonlyArray<number>
) =>
  mixture<Distribution>({ logits: over(logits), along, of: normal(over(locations), over(scales)) })

/** Of a normal, a Student's t and a Laplace. */
const ofFamilies = (logits: ReadonlyArray<number>) =>
  mixture<Distribution>({
    logits: over(logits),
    along,
    of: [normal(0, 1), studentT({ df: 3, location: 1, scale: 2 }), laplace(-1, 2)]
  })

const three = normals([0.3, -1, 2], [-2, 0.5, 3], [0.5, 1, 2])
const apart = normals([0, -30], [0, 50], [1, 0.01])
const ofPoisson = (rate: number) => ({ of: poisson(rate) })
const overdispersed = { of: negativeBinomial({ mean: 3, concentration: 0.5 }) }
const ofTwelve = { of: binomial({ total: 12, probability: 0.3 }) }

const component = fc.tuple(between(-2, 2), between(-3, 3), logSpread(0.5, 2))
/** A law of counts that has some mass beyond 0. */
const counts: fc.Arbitrary<Distribution> = fc.oneof(
  logSpread(0.05, 30).map((rate) => poisson(rate)),
  fc
    .tuple(logSpread(0.3, 20), logSpread(0.3, 30))
    .map(([mean, concentration]) => negativeBinomial({ mean, concentration })),
  fc
    .tuple(fc.integer({ min: 1, max: 30 }), between(-3, 3))
    .map(([total, logits]) => binomial({ total, logits }))
)

/** By `combined-figures.py` with mpmath 1.4.1 and 50 digits. */
export const combinedRows = {
  Hurdle: {
    generated: fc
      .tuple(between(-4, 4), counts)
      .map(([structuralZeroLogits, of]) => hurdle({ structuralZeroLogits, of })),
    figures: [
      [hurdle<Distribution>({ structuralZero: 0.3, ...ofPoisson(2.5) }), 0, -1.20397280432593599],
      [hurdle<Distribution>({ structuralZero: 0.3, ...ofPoisson(2.5) }), 4, -2.28391536304801956],
      [hurdle<Distribution>({ structuralZero: 0.3, ...ofPoisson(1e-3) }), 4, -24.2584946528997555],
      [hurdle<Distribution>({ structuralZeroLogits: -40, ...ofPoisson(800) }), 0, -40],
      [
        hurdle<Distribution>({ structuralZeroLogits: 30, ...ofPoisson(2.5) }),
        0,
        -9.35762296883973678e-14
      ],
      [hurdle<Distribution>({ structuralZero: 0.1, ...overdispersed }), 4, -2.51684244139913769],
      [hurdle<Distribution>({ structuralZero: 0.6, ...ofTwelve }), 4, -2.36708576711346308]
    ]
  },
  Mixture: {
    generated: fc.array(component, { minLength: 1, maxLength: 4 }).map((all) =>
      normals(
        all.map(([l]) => l),
        all.map(([, m]) => m),
        all.map(([, , s]) => s)
      )
    ),
    figures: [
      [three, 0.25, -2.54451089450540625],
      [three, -40, -232.946106480309678],
      [apart, 50, -26.3137683472166749],
      [apart, 8, -32.9189385332047663],
      [ofFamilies([1, -0.5, 0.25]), 0.7, -1.43648220576311157],
      [ofFamilies([1, -0.5, 0.25]), -12, -7.84693103487000652],
      [ofFamilies([1, -0.5, 0.25]), 200, -19.9260237268584385]
    ]
  },
  ZeroInflated: {
    generated: fc
      .tuple(between(-4, 4), counts)
      .map(([structuralZeroLogits, of]) => zeroInflated({ structuralZeroLogits, of })),
    figures: [
      [
        zeroInflated<Distribution>({ structuralZero: 0.3, ...ofPoisson(2.5) }),
        0,
        -1.02873321267355498
      ],
      [
        zeroInflated<Distribution>({ structuralZero: 0.3, ...ofPoisson(2.5) }),
        4,
        -2.36956584679005774
      ],
      [
        zeroInflated<Distribution>({ structuralZero: 0.3, ...ofPoisson(1e-9) }),
        0,
        -6.99999999895e-10
      ],
      [zeroInflated<Distribution>({ structuralZeroLogits: -40, ...ofPoisson(800) }), 0, -40],
      [
        zeroInflated<Distribution>({ structuralZeroLogits: -40, ...ofPoisson(800) }),
        4,
        -776.439606919676236
      ],
      [
        zeroInflated<Distribution>({ structuralZeroLogits: 30, ...ofPoisson(2.5) }),
        0,
        -8.58950250031953024e-14
      ],
      [
        zeroInflated<Distribution>({ structuralZero: 0.1, ...overdispersed }),
        0,
        -0.820598748356362115
      ],
      [zeroInflated<Distribution>({ structuralZero: 0.6, ...ofTwelve }), 0, -0.501640412472188766]
    ]
  }
} as const

/** The other ways to give them, under the same laws. */
export const otherCombined: Readonly<Record<string, fc.Arbitrary<Distribution>>> = {
  HurdleByProbability: fc
    .tuple(between(0.01, 0.99), counts)
    .map(([structuralZero, of]) => hurdle<Distribution>({ structuralZero, of })),
  MixtureOfCounts: fc
    .tuple(between(-2, 2), logSpread(0.1, 20), logSpread(0.1, 20))
    .map(([logit, a, b]) =>
      mixture<Distribution>({ logits: over([0, logit]), along, of: poisson(over([a, b])) })
    ),
  MixtureOfOutcomes: fc.tuple(between(-2, 2), between(-4, 4), between(-4, 4)).map(([logit, a, b]) =>
    mixture<Distribution>({
      logits: over([logit, 0]),
      along,
      of: bernoulli({ logits: over([a, b]) })
    })
  ),
  MixtureOfMixtures: fc
    .tuple(between(-2, 2), component, component, component)
    .map(([logit, a, b, c]) =>
      mixture<Distribution>({
        logits: constants(['outer'], [3], [logit, 0, -logit]),
        along: 'outer',
        of: [
          normal(a[1], a[2]),
          normals([b[0], c[0]], [b[1], c[1]], [b[2], c[2]]),
          logistic(c[1], a[2])
        ]
      })
    ),
  MixtureOfFamilies: fc.tuple(between(-2, 2), between(-2, 2), between(-2, 2)).map(ofFamilies),
  ZeroInflatedByProbability: fc
    .tuple(between(0.01, 0.99), counts)
    .map(([structuralZero, of]) => zeroInflated<Distribution>({ structuralZero, of }))
}
