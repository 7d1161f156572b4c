import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { float32Errors, slopeErrors } from '../support/Float32Law.ts'
import { vectorFloat32Rows } from './VectorFloat32Rows.ts'

const worst = (errors: ReadonlyArray<string>): string => errors.slice(0, 5).join('\n')

describe.each(Object.entries(vectorFloat32Rows))('%s', (_, row) => {
  const points = fc.sample(row.points, row.count ?? 400)
  test('its slopes are those of its formula', () =>
    expect(worst(slopeErrors(row, points))).toBe(''))
  test('float32 is float64 at the same arguments, and so are its slopes', async () =>
    expect(worst(await float32Errors(row, points))).toBe(''))
})
