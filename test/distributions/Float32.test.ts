import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { float32Errors, type Float32Row, slopeErrors } from '../support/Float32Law.ts'
import { truncatedCauchy, truncatedStudentT } from './CutFloat32Rows.ts'
import { float32Rows, gammaByRate } from './Float32Rows.ts'

const rows: Readonly<Record<string, Float32Row>> = {
  ...float32Rows,
  GammaByRate: gammaByRate,
  TruncatedCauchy: truncatedCauchy,
  TruncatedStudentT: truncatedStudentT
}
const worst = (errors: ReadonlyArray<string>): string => errors.slice(0, 5).join('\n')

describe.each(Object.entries(rows))('%s', (_, row) => {
  const points = fc.sample(row.points, row.count ?? 2000)
  test('its slopes are those of its formula', () =>
    expect(worst(slopeErrors(row, points))).toBe(''))
  test('float32 is float64 at the same arguments, and so are its slopes', async () =>
    expect(worst(await float32Errors(row, points))).toBe(''))
})

describe('where float32 was wrong', () => {
  const { Gamma, InverseGamma, HalfCauchy, Categorical } = float32Rows
  const asked = async (row: Float32Row, points: ReadonlyArray<ReadonlyArray<number>>) =>
    expect(worst(await float32Errors(row, points))).toBe('')
  test('gamma at shapes 1e5, 1e6, 1e7, by 0.085, 0.49 and 9.4 nats', () =>
    asked(
      Gamma,
      [1e5, 1e6, 1e7].flatMap((a) =>
        [1, 0.3, 1e-12].flatMap((s) => [0.999, 1, 1.0007].map((by) => [a * s * by, a, s]))
      )
    ))
  test('inverse gamma at shape 1e4, by 1.3e-3 nats', () =>
    asked(
      InverseGamma,
      [0.99, 1, 1.01].map((x) => [x, 1e4, 1e4])
    ))
  test('half-Cauchy beyond x/τ = 1.8e19, −∞ with slopes that were no numbers', () =>
    asked(HalfCauchy, [
      [1, 1e-20],
      [3e20, 1],
      [1, 1e20],
      [1e-18, 1e-36]
    ]))
  test('categorical at logits of 1e5, by the rounding of their sum', () =>
    asked(Categorical, [
      [0, 1e5, 1e5 - 10, 1e5 - 11, 0],
      [1, -1e6, -1e6, -1e6 + 1, -1e6]
    ]))
})
