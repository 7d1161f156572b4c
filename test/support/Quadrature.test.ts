import { describe, expect, test } from 'vitest'
import { integrate } from './Quadrature.ts'

const cases: ReadonlyArray<readonly [string, number, number]> = [
  ['∫ e^x on [0, 1]', integrate(Math.exp, 0, 1), Math.E - 1],
  ['backwards', integrate(Math.exp, 1, 0), 1 - Math.E],
  ['empty', integrate(Math.exp, 2, 2), 0],
  [
    'normal density',
    integrate((x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI), -Infinity, Infinity),
    1
  ],
  [
    'normal density far from 0',
    integrate(
      (x) => Math.exp(-((x - 30) ** 2) / 18) / Math.sqrt(18 * Math.PI),
      -Infinity,
      Infinity
    ),
    1
  ],
  ['e^-x x^3 on [0, ∞)', integrate((x) => Math.exp(-x) * x ** 3, 0, Infinity), 6],
  ['e^x on (−∞, 2]', integrate(Math.exp, -Infinity, 2), Math.exp(2)],
  ['Cauchy', integrate((x) => 1 / (Math.PI * (1 + x * x)), -Infinity, Infinity), 1],
  ['singular and heavy', integrate((x) => 1 / (Math.PI * Math.sqrt(x) * (1 + x)), 0, 1) * 2, 1],
  [
    'log-normal of sd 4',
    integrate(
      (x) => Math.exp(-(Math.log(x) ** 2) / 32) / (x * Math.sqrt(32 * Math.PI)),
      0,
      Infinity
    ),
    1
  ],
  ['square-root singularity', integrate((x) => 1 / Math.sqrt(x), 0, 1), 2],
  ['logarithm', integrate(Math.log, 0, 1), -1],
  ['kink', integrate((x) => Math.abs(x - 0.3), 0, 1), (0.3 ** 2 + 0.7 ** 2) / 2],
  ['oscillation', integrate((x) => Math.sin(50 * x) ** 2, 0, Math.PI), Math.PI / 2],
  ['odd', integrate((x) => x ** 3, -1, 1), 0],
  ['small values', integrate((x) => 1e-9 * Math.exp(-x), 0, Infinity), 1e-9]
]

describe('integrate', () => {
  test.each(cases)('%s', (_, found, wanted) =>
    expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-10 * Math.abs(wanted) + 1e-13)
  )
  test('a non-finite integrand is not hidden', () =>
    expect(integrate((x) => (x > 0.5 ? NaN : 1), 0, 1)).toBeNaN())
})
