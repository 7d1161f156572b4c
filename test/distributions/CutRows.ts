/** What the laws and figures need of distributions between cutpoints and ends, as `Rows.ts` has it. */
import * as fc from 'fast-check'
import { isSome } from 'fp-ts/lib/Option.js'
import {
  beta,
  betaPrime,
  cauchy,
  type Distribution,
  exponential,
  family,
  frechet,
  gamma,
  gumbel,
  halfCauchy,
  halfNormal,
  halfStudentT,
  inverseGamma,
  kumaraswamy,
  laplace,
  logistic,
  logLogistic,
  logNormal,
  normal,
  type OrderedLogistic,
  orderedLogistic,
  studentT,
  type Truncated,
  truncated as cut,
  weibull
} from '../../src/distributions/index.ts'
import { constant, constants } from '../../src/expr/index.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'
import { emptyEnvironment, evaluateScalar } from '../../src/expr/numbers/Reference.ts'

export const ordered = (location: number, cutpoints: ReadonlyArray<number>) =>
  orderedLogistic({
    location,
    cutpoints: constants(['cuts'], [cutpoints.length], cutpoints),
    cuts: 'cuts',
    along: 'levels'
  })

type Figure = readonly [OrderedLogistic, number, number]

const risingFrom = (first: number, gaps: ReadonlyArray<number>): ReadonlyArray<number> =>
  gaps.reduce<ReadonlyArray<number>>((cs, gap) => [...cs, (cs.at(-1) ?? NaN) + gap], [first])

type CutFigure = readonly [Truncated, number, number]

const truncated = cut<Distribution>

const shape = logSpread(0.4, 5),
  scale = logSpread(0.1, 10)
/** Of each standard law, rising and falling, on each support. */
const truncatable: fc.Arbitrary<Distribution> = fc.oneof(
  fc.tuple(between(-5, 5), scale).map(([m, s]) => normal(m, s)),
  fc.tuple(between(-2, 2), logSpread(0.1, 2)).map(([m, s]) => logNormal(m, s)),
  scale.map(halfNormal),
  scale.map(exponential),
  fc.tuple(between(-5, 5), scale).map(([m, s]) => logistic(m, s)),
  fc.tuple(between(-5, 5), scale).map(([m, s]) => gumbel(m, s)),
  fc.tuple(between(-5, 5), scale).map(([m, s]) => cauchy(m, s)),
  scale.map(halfCauchy),
  fc.tuple(between(-5, 5), scale).map(([m, s]) => laplace(m, s)),
  fc.tuple(shape, scale).map(([k, s]) => weibull({ shape: k, scale: s })),
  fc.tuple(shape, scale).map(([k, s]) => frechet({ shape: k, scale: s })),
  fc.tuple(shape, scale).map(([k, s]) => logLogistic({ shape: k, scale: s })),
  // of beta below 1 much lies where float64 has no numbers beside 1
  fc.tuple(shape, logSpread(1, 5)).map(([a, b]) => kumaraswamy({ alpha: a, beta: b })),
  fc.tuple(shape, scale).map(([a, s]) => gamma({ shape: a, scale: s })),
  fc.tuple(shape, scale).map(([a, s]) => inverseGamma({ shape: a, scale: s })),
  fc.tuple(shape, logSpread(1, 5)).map(([a, b]) => beta({ alpha: a, beta: b })),
  fc.tuple(shape, shape, scale).map(([a, b, s]) => betaPrime({ alpha: a, beta: b, scale: s })),
  fc
    .tuple(logSpread(1, 100), between(-5, 5), scale)
    .map(([df, m, s]) => studentT({ df, location: m, scale: s })),
  fc.tuple(logSpread(1, 100), scale).map(([df, s]) => halfStudentT({ df, scale: s }))
)

/** A share of the mass, near either end as well. */
const share = fc.tuple(logSpread(1e-7, 0.5), fc.boolean()).map(([p, upper]) => (upper ? 1 - p : p))

/** Of what has none by itself, that of the law between no ends. */
const quantileOf = (d: Distribution, p: number): number => {
  const own = family(d).quantile
  const quantile = isSome(own) ? own : family(truncated({ of: d })).quantile
  return isSome(quantile) ? evaluateScalar(emptyEnvironment)(quantile.value(constant(p))) : NaN
}

/** Ends that leave at least so much of the mass: narrow and far ones have laws of their own. */
const leastShare = 1e-4

/** By `cut-figures.py` with mpmath 1.4.1 and 50 digits. */
export const cutRows = {
  OrderedLogistic: {
    generated: fc
      .tuple(between(-4, 4), between(-4, 4), fc.array(logSpread(1e-6, 5), { maxLength: 5 }))
      .map(([location, first, gaps]) => ordered(location, risingFrom(first, gaps))),
    figures: [
      [ordered(0.3, [-1, 0.5, 2]), 0, -1.5410084538329922],
      [ordered(0.3, [-1, 0.5, 2]), 1, -1.09162978214003804],
      [ordered(0.3, [-1, 0.5, 2]), 2, -1.21840735769331176],
      [ordered(0.3, [-1, 0.5, 2]), 3, -1.86778602938626593],
      [ordered(0, [0]), 0, -0.693147180559945309],
      [ordered(0, [0]), 1, -0.693147180559945309],
      [ordered(-40, [-1, 0.5, 2]), 1, -39.252482458925454],
      [ordered(-40, [-1, 0.5, 2]), 3, -42.0],
      [ordered(300, [-1, 0.5]), 0, -301.0],
      [ordered(300, [-1, 0.5]), 1, -299.752482458925454],
      [ordered(300, [-1, 0.5]), 2, -8.48794721251381771e-131],
      [ordered(0.25, [0, 1e-9]), 1, -22.1251446766419217],
      [ordered(-0.5, [3, 3.0000000001, 50]), 1, -26.5853516837923992],
      [ordered(-0.5, [3, 3.0000000001, 50]), 2, -3.52975041836968935]
    ] satisfies ReadonlyArray<Figure>
  },
  Truncated: {
    generated: fc
      .tuple(truncatable, share, share, fc.constantFrom('low', 'high', 'both'))
      .filter(([, p, q]) => Math.abs(p - q) > leastShare)
      .map(([of, p, q, which]) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)].map((at) => quantileOf(of, at))
        return truncated({
          of,
          low: which === 'high' ? undefined : low,
          high: which === 'low' ? undefined : high
        })
      }),
    figures: [
      [truncated({ low: 0, of: normal(0, 1) }), 0.5, -0.350791352644727432],
      [truncated({ low: -1, high: 4, of: normal(1, 2) }), 2.5, -1.63784656964224499],
      [truncated({ low: 10, high: 11, of: normal(0, 1) }), 10.25, -0.218878307621547881],
      [truncated({ low: -11, high: -10, of: normal(0, 1) }), -10.25, -0.218878307621547881],
      [truncated({ low: 30, of: normal(0, 1) }), 30.01, 3.10225542313847745],
      [truncated({ low: 30, high: 30.000001, of: normal(0, 1) }), 30.0000005, 13.8155105568989127],
      [truncated({ low: -1e-9, high: 1e-9, of: normal(0, 1) }), 5e-10, 20.0301186563864658],
      [truncated({ low: -0.3, high: 0.5, of: normal(0, 1) }), 0.1, 0.249266221469617648],
      [truncated({ low: 0, of: normal(-30, 1) }), 0.01, 3.10225542313852436],
      [truncated({ high: -38, of: normal(0, 1) }), -38.5, -15.4867225143845426],
      [truncated({ low: 20, high: 30, of: logNormal(0.5, 0.8) }), 25, -2.50985335190334749],
      [truncated({ low: 300, high: 300.001, of: exponential(2.5) }), 300.0005, 6.90775501858913082],
      [truncated({ low: 40, high: 41, of: logistic(1, 0.5) }), 40.5, -0.161439361571195634],
      [truncated({ low: 30, high: 31, of: gumbel(0, 1) }), 30.5, -0.0413248546129108653],
      [truncated({ low: 0, of: cauchy(0, 1) }), 0.5, -0.67472625660366462],
      [truncated({ low: -3, high: 40, of: cauchy(1, 2) }), 2.5, -2.10516558755081317],
      [truncated({ low: 1e5, high: 100001, of: cauchy(0, 1) }), 100000.5, -2.49997499963542646e-11],
      [truncated({ high: -1e6, of: cauchy(0, 1) }), -3e6, -16.0127351353002713],
      [
        truncated({ low: -2.000001, high: -1.999999, of: cauchy(-2, 0.5) }),
        -2,
        13.1223633773769065
      ],
      [truncated({ low: 300, high: 301, of: laplace(0, 1) }), 300.25, 0.208675145387081891],
      [truncated({ low: -40, high: 3, of: laplace(1, 2) }), -1, -2.18302730543872683],
      [truncated({ low: -1e-9, high: 2e-9, of: laplace(0, 1) }), 1e-9, 19.6246535481116347],
      [truncated({ high: -30, of: laplace(0, 1) }), -31.5, -1.5],
      [truncated({ high: 2, of: halfCauchy(3) }), 1.5, -0.790731936690992261],
      [truncated({ low: 5, of: halfCauchy(0.01) }), 6, -1.97408247046490716],
      [
        truncated({ low: 1, high: 3, of: gamma({ shape: 2.5, scale: 0.7 }) }),
        1.5,
        -0.407738389382513183
      ],
      [truncated({ high: 5, of: gamma({ shape: 0.001, scale: 2 }) }), 1e-20, 39.097803084164731],
      [
        truncated({ low: 30, high: 31, of: gamma({ shape: 0.02, scale: 1 }) }),
        30.5,
        -0.0440453325348866157
      ],
      [
        truncated({ low: 502000, of: gamma({ shape: 1e6, scale: 0.5 }) }),
        502000.5,
        -4.78121747544423556
      ],
      [
        truncated({ low: 2, high: 2.000001, of: gamma({ shape: 3, scale: 1 }) }),
        2.0000005,
        13.815510557824517
      ],
      [
        truncated({ low: 0.5, high: 2, of: inverseGamma({ shape: 3, scale: 2 }) }),
        1,
        -0.23038643599822907
      ],
      [
        truncated({ high: 0.01, of: inverseGamma({ shape: 0.1, scale: 1 }) }),
        0.0099,
        8.22016775496886825
      ],
      [
        truncated({ low: 0.1, high: 0.5, of: beta({ alpha: 2, beta: 5 }) }),
        0.2,
        1.15232421282082667
      ],
      [truncated({ low: 0.5, of: beta({ alpha: 0.01, beta: 40 }) }), 0.6, -4.47772449180580182],
      [truncated({ high: 0.5, of: beta({ alpha: 3000, beta: 2 }) }), 0.499, 2.69717357477126065],
      [
        truncated({ low: 2, of: betaPrime({ alpha: 2, beta: 3, scale: 0.5 }) }),
        3,
        -1.15519914002038049
      ],
      [
        truncated({ low: 0.001, high: 1e6, of: betaPrime({ alpha: 0.05, beta: 0.02, scale: 2 }) }),
        10,
        -5.22423627247495464
      ],
      [
        truncated({ low: 0, of: studentT({ df: 3, location: 1, scale: 2 }) }),
        0.5,
        -1.34115887431400235
      ],
      [
        truncated({ low: 1e6, of: studentT({ df: 4, location: 0, scale: 1 }) }),
        2e6,
        -15.8949520996399434
      ],
      [
        truncated({ high: -5, of: studentT({ df: 0.01, location: 0, scale: 1 }) }),
        -1e10,
        -27.8451842412795747
      ],
      [
        truncated({ low: 10, high: 11, of: studentT({ df: 1e6, location: 0, scale: 1 }) }),
        10.25,
        -0.218721317169329156
      ],
      [
        truncated({
          low: 0.999999,
          high: 1.000001,
          of: studentT({ df: 7, location: 1, scale: 0.5 })
        }),
        1.0000005,
        13.1223633774312748
      ],
      [truncated({ high: 2, of: halfStudentT({ df: 3, scale: 1 }) }), 1, -0.733066374744745325],
      [
        truncated({ low: 50, high: 60, of: halfStudentT({ df: 5, scale: 0.1 }) }),
        51,
        -1.90744705407661146
      ]
    ] satisfies ReadonlyArray<CutFigure>
  }
}
