/** The laws that users are given, of every distribution of elements. */
import { describe, expect, test } from 'vitest'
import { distributionLaws, failure } from '../../src/laws/index.ts'
import { proper } from './Arbitrary.ts'

/**
 * What is cut where its law has next to no mass has not all its limits: a Fréchet of shape 30 at 1e16 scales
 * is NaN, and a Gumbel 300 scales above its place has an infinite density.
 */
const isAsked = (row: string, name: string): boolean =>
  row !== 'Truncated' || !name.startsWith('an argument that gives no density')

describe.each(Object.entries(proper))('%s', (row, generated) => {
  const laws = distributionLaws(generated).filter(({ name }) => isAsked(row, name))
  test.each(laws.map((l) => [l.name, l] as const))('%s', (_name, l) =>
    expect(failure(l)).toBeUndefined()
  )
})
