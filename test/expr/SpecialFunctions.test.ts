import { describe, expect, test } from 'vitest'
import {
  dawson,
  digamma,
  expint1,
  jeffreysKl,
  lgamma,
  logNdtr,
  ndtri,
  polygamma,
  scaledExpint1,
  trigamma
} from '../../src/expr/numbers/SpecialFunctions.ts'
import {
  deviance,
  excess,
  logCauchy,
  logProduct,
  logRatio,
  stirling
} from '../../src/expr/numbers/Deviances.ts'
import { integrate } from '../support/Quadrature.ts'

const near = (found: number, wanted: number, relative: number): void =>
  expect(Math.abs(found - wanted), `${found} against ${wanted}`).toBeLessThanOrEqual(
    relative * Math.abs(wanted)
  )

/** Numbers to 16 digits from 40-digit arithmetic. */
const known: ReadonlyArray<readonly [string, number, number]> = [
  ['lgamma(½) = ½ ln π', lgamma(0.5), 0.5723649429247001],
  ['lgamma(−½)', lgamma(-0.5), 1.265512123484645],
  ['digamma(1) = −γ', digamma(1), -0.5772156649015329],
  ['digamma(½) = −γ − 2 ln 2', digamma(0.5), -1.963510026021423],
  ['trigamma(1) = π²/6', trigamma(1), Math.PI ** 2 / 6],
  ['polygamma(2, 1) = −2ζ(3)', polygamma(2, 1), -2.404113806319189],
  ['polygamma(3, 1) = π⁴/15', polygamma(3, 1), Math.PI ** 4 / 15],
  ['logNdtr(0) = −ln 2', logNdtr(0), -Math.LN2],
  ['logNdtr(−10)', logNdtr(-10), -53.23128515051247],
  ['ndtri(0.975)', ndtri(0.975), 1.959963984540054],
  ['dawson(1)', dawson(1), 0.5380795069127684],
  ['E₁(1)', expint1(1), 0.2193839343955203],
  ['E₁(½)', expint1(0.5), 0.5597735947761608]
]

/** By mpmath 1.4.1 with 50 digits: `exp(x) * e1(x)`. */
const scaled: ReadonlyArray<readonly [string, number, number]> = [
  ['scaledExpint1(1e-300)', scaledExpint1(1e-300), 690.19831223331217],
  ['scaledExpint1(1e-8)', scaledExpint1(1e-8), 17.843465267485484],
  ['scaledExpint1(0.5)', scaledExpint1(0.5), 0.92291063248373047],
  ['scaledExpint1(1.0)', scaledExpint1(1), 0.59634736232319407],
  ['scaledExpint1(1.5)', scaledExpint1(1.5), 0.44825666929158295],
  ['scaledExpint1(6.0)', scaledExpint1(6), 0.14526762923388689],
  ['scaledExpint1(40.0)', scaledExpint1(40), 0.024404115079628576],
  ['scaledExpint1(800.0)', scaledExpint1(800), 0.0012484413916743503],
  ['scaledExpint1(1e10)', scaledExpint1(1e10), 9.999999999e-11],
  ['scaledExpint1(1e300)', scaledExpint1(1e300), 9.9999999999999995e-301]
]

/** By mpmath 1.3.0 with 50 digits. */
const deviances: ReadonlyArray<readonly [string, number, number]> = [
  ['stirling(1e-20)', stirling(1e-20), 22.106912396735784],
  ['stirling(0.01)', stirling(0.01), 1.4340079537031842],
  ['stirling(0.5)', stirling(0.5), 0.15342640972002735],
  ['stirling(1)', stirling(1), 0.081061466795327258],
  ['stirling(3.7)', stirling(3.7), 0.022468770580143146],
  ['stirling(30)', stirling(30), 0.0027776749297526936],
  ['stirling(1e07)', stirling(10000000.0), 8.3333333333333306e-9],
  ['excess(1e-10)', excess(1e-10), 5.000000000166667e-21],
  ['excess(-1e-10)', excess(-1e-10), 4.9999999998333337e-21],
  ['excess(0.3)', excess(0.3), 0.0498588075760031],
  ['excess(-0.9)', excess(-0.9), 0.30656965974059913],
  ['excess(1.5)', excess(1.5), 1.9816890703380648],
  ['excess(-30)', excess(-30), 29.000000000000094],
  ['excess(80)', excess(80), 5.5406223843935101e34],
  ['logRatio(1e-30, 1e30)', logRatio(1e-30, 1e30), -138.15510557964274],
  ['logProduct(3, 2)', logProduct(3, 2), Math.log(6)],
  ['logProduct(1e-300, 1e-300)', logProduct(1e-300, 1e-300), 2 * Math.log(1e-300)],
  ['logRatio(3, 2)', logRatio(3, 2), 0.40546510810816438],
  ['logRatio(1e-300, 1e300)', logRatio(1e-300, 1e300), -1381.5510557964274],
  ['deviance(10000000.0, 10001000.0)', deviance(10000000.0, 10001000.0), 0.049998333416661667],
  ['deviance(3, 2)', deviance(3, 2), 0.18906978378367124],
  ['deviance(2, 3)', deviance(2, 3), 0.21639532432449315],
  ['deviance(1e-30, 5)', deviance(1e-30, 5), 348.43495351127735],
  ['deviance(5, 1e-30)', deviance(5, 1e-30), 5.0],
  ['deviance(1.0000001, 1.0)', deviance(1.0000001, 1.0), 4.9999996725053629e-15],
  ['logCauchy(1, 1e-20)', logCauchy(1, 1e-20), -46.051701859880914],
  ['logCauchy(1e-20, 1)', logCauchy(1e-20, 1), -1e-40],
  ['logCauchy(3, 2)', logCauchy(3, 2), -1.8718021769015914],
  ['logCauchy(1e200, 1e-200)', logCauchy(1e200, 1e-200), -1381.5510557964274],
  ['logCauchy(1e-200, 1e200)', logCauchy(1e-200, 1e200), -460.51701859880914]
]

describe('the scaled exponential integral', () =>
  test.each(scaled)('%s', (_, found, wanted) => near(found, wanted, 1e-14)))

describe('deviances', () =>
  test.each(deviances)('%s', (_, found, wanted) => near(found, wanted, 1e-14)))

describe('published numbers', () =>
  test.each(known)('%s', (_, found, wanted) => near(found, wanted, 2e-15)))

describe('definitions, by quadrature', () => {
  test.each([0.6, 1, 1.7, 4.5, 20])('lgamma(%d)', (x) =>
    near(
      Math.exp(lgamma(x)),
      integrate((t) => Math.exp((x - 1) * Math.log(t) - t), 0, Infinity),
      1e-11
    )
  )
  test.each([1.2, 1.7, 4.5, 20])('digamma(%d)', (x) =>
    near(
      digamma(x) - digamma(1),
      integrate((s) => -Math.expm1((x - 1) * Math.log1p(-s)) / s, 0, 1),
      1e-11
    )
  )
  test.each([
    [1, 0.4],
    [1, 7],
    [2, 0.4],
    [2, 7],
    [3, 1.5],
    [5, 2.5]
  ])('polygamma(%d, %d)', (n, x) =>
    near(
      Math.abs(polygamma(n, x)),
      integrate((t) => (t ** n * Math.exp(-x * t)) / -Math.expm1(-t), 0, Infinity),
      1e-11
    )
  )
  test.each([-30, -8, -1, -0.2, 0.2])('logNdtr(%d)', (x) =>
    near(
      Math.exp(logNdtr(x) + (x * x) / 2),
      integrate((t) => Math.exp(x * t - (t * t) / 2), 0, Infinity) / Math.sqrt(2 * Math.PI),
      2e-11
    )
  )
  test.each([1, 3, 8])('logNdtr(%d)', (x) =>
    near(
      -Math.expm1(logNdtr(x)),
      integrate((t) => Math.exp(-(t * t) / 2), x, Infinity) / Math.sqrt(2 * Math.PI),
      1e-11
    )
  )
  test.each([0.05, 0.9, 1, 1.4, 3, 7.9, 8.1, 20])('dawson(%d)', (x) => {
    const wanted = integrate((t) => Math.exp(t * (t - 2 * x)), 0, x)
    near(dawson(x), wanted, 1e-12)
    near(dawson(-x), -wanted, 1e-12)
  })
  test.each([1e-4, 0.3, 0.99, 1.01, 2, 9, 50])('expint1(%d)', (x) =>
    near(expint1(x), Math.exp(-x) * integrate((t) => Math.exp(-t) / (x + t), 0, Infinity), 1e-12)
  )
  test.each([1e-4, 0.3, 0.99, 1.01, 2, 9, 50, 1e3, 1e8])('scaledExpint1(%d)', (x) =>
    near(
      scaledExpint1(x),
      integrate((t) => Math.exp(-t) / (x + t), 0, Infinity),
      1e-12
    )
  )
  test.each([-12, -5, -4.7, -4.5, -2, 0, 3, 10])('jeffreysKl(%d)', (x) => {
    const u = 0.5 * Math.exp(-x)
    near(
      jeffreysKl(x),
      integrate((t) => -Math.expm1(-u / Math.cosh(t) ** 2), 0, Infinity),
      1e-12
    )
    near(
      jeffreysKl(x),
      integrate((s) => -Math.expm1(-u * (1 - s * s)) / (1 - s * s), 0, 1),
      1e-11
    )
  })
})

describe('relations', () => {
  test.each([-3.7, -0.2, 0.3, 2.9])('the recurrences of the gamma family at %d', (x) => {
    near(lgamma(x + 1), lgamma(x) + Math.log(Math.abs(x)), 1e-13)
    near(digamma(x + 1), digamma(x) + 1 / x, 1e-12)
    near(trigamma(x + 1), trigamma(x) - 1 / x ** 2, 1e-12)
  })
  test.each([1e-300, 1e-20, 0.02, 0.3, 0.7, 0.999])('Φ(Φ⁻¹(%d)) is the argument', (p) =>
    near(logNdtr(ndtri(p)), Math.log(p), 5e-13)
  )
  test.each([-1, 0, 2, -6])('the Jeffreys KL falls with slope −√u F(√u) at ln α = %d', (x) => {
    const h = 1e-4,
      rootU = Math.sqrt(0.5 * Math.exp(-x))
    near((jeffreysKl(x + h) - jeffreysKl(x - h)) / (2 * h), -rootU * dawson(rootU), 1e-7)
  })
  test('the limits of the Jeffreys KL', () => {
    near(jeffreysKl(-60), 30 + (0.5772156649015329 + Math.LN2) / 2, 1e-14)
    near(jeffreysKl(-2000), 1000 + (0.5772156649015329 + Math.LN2) / 2, 1e-14)
    near(jeffreysKl(40), 0.5 * Math.exp(-40), 1e-14)
  })
  test.each([
    [0, 0.42669],
    [-5, 3.13178],
    [3, 0.02469]
  ])('the Jeffreys KL at ln α = %d is %d', (x, wanted) =>
    expect(jeffreysKl(x)).toBeCloseTo(wanted, 5)
  )
})

describe('edge points', () => {
  test.each<readonly [string, number, number]>([
    ['lgamma(0)', lgamma(0), Infinity],
    ['lgamma(−1)', lgamma(-1), Infinity],
    ['lgamma(∞)', lgamma(Infinity), Infinity],
    ['lgamma(−∞)', lgamma(-Infinity), Infinity],
    ['digamma(0)', digamma(0), -Infinity],
    ['digamma(−1)', digamma(-1), NaN],
    ['digamma(∞)', digamma(Infinity), Infinity],
    ['digamma(−∞)', digamma(-Infinity), NaN],
    ['trigamma(0)', trigamma(0), Infinity],
    ['trigamma(−1)', trigamma(-1), Infinity],
    ['trigamma(∞)', trigamma(Infinity), 0],
    ['trigamma(−∞)', trigamma(-Infinity), NaN],
    ['polygamma(2, 0)', polygamma(2, 0), -Infinity],
    ['polygamma(3, 0)', polygamma(3, 0), Infinity],
    ['polygamma(2, −½)', polygamma(2, -0.5), NaN],
    ['polygamma(2, ∞)', polygamma(2, Infinity), 0],
    ['polygamma(1.5, 1)', polygamma(1.5, 1), NaN],
    ['polygamma(−1, 1)', polygamma(-1, 1), NaN],
    ['logNdtr(−∞)', logNdtr(-Infinity), -Infinity],
    ['logNdtr(∞)', logNdtr(Infinity), 0],
    ['ndtri(0)', ndtri(0), -Infinity],
    ['ndtri(1)', ndtri(1), Infinity],
    ['ndtri(½)', ndtri(0.5), 0],
    ['ndtri(−0.1)', ndtri(-0.1), NaN],
    ['ndtri(1.1)', ndtri(1.1), NaN],
    ['dawson(0)', dawson(0), 0],
    ['dawson(∞)', dawson(Infinity), 0],
    ['dawson(−∞)', dawson(-Infinity), 0],
    ['expint1(0)', expint1(0), Infinity],
    ['expint1(∞)', expint1(Infinity), 0],
    ['expint1(−1)', expint1(-1), NaN],
    ['scaledExpint1(0)', scaledExpint1(0), Infinity],
    ['scaledExpint1(∞)', scaledExpint1(Infinity), 0],
    ['scaledExpint1(−1)', scaledExpint1(-1), NaN],
    ['stirling(0)', stirling(0), Infinity],
    ['stirling(−1)', stirling(-1), NaN],
    ['stirling(∞)', stirling(Infinity), 0],
    ['excess(0)', excess(0), 0],
    ['excess(∞)', excess(Infinity), Infinity],
    ['excess(−∞)', excess(-Infinity), Infinity],
    ['logProduct(0, 1)', logProduct(0, 1), -Infinity],
    ['logProduct(−1, −1)', logProduct(-1, -1), NaN],
    ['logRatio(0, 1)', logRatio(0, 1), -Infinity],
    ['logRatio(1, 0)', logRatio(1, 0), Infinity],
    ['logRatio(−1, −1)', logRatio(-1, -1), NaN],
    ['deviance(0, 1)', deviance(0, 1), Infinity],
    ['deviance(1, 0)', deviance(1, 0), 1],
    ['deviance(3, 3)', deviance(3, 3), 0],
    ['logCauchy(0, 1)', logCauchy(0, 1), 0],
    ['logCauchy(1, 0)', logCauchy(1, 0), -Infinity],
    ['logCauchy(1, −1)', logCauchy(1, -1), NaN],
    ['logCauchy(−1, 1)', logCauchy(-1, 1), NaN],
    ['jeffreysKl(−∞)', jeffreysKl(-Infinity), Infinity],
    ['jeffreysKl(∞)', jeffreysKl(Infinity), 0],
    ...[
      lgamma,
      digamma,
      trigamma,
      stirling,
      excess,
      logNdtr,
      ndtri,
      dawson,
      expint1,
      scaledExpint1,
      jeffreysKl
    ].map((f): readonly [string, number, number] => [`${f.name}(NaN)`, f(NaN), NaN])
  ])('%s', (_, found, wanted) => expect(found === 0 ? 0 : found).toBe(wanted))
})
