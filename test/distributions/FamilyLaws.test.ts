/** The laws that users are given, of every distribution of elements. */
import { describe, expect, test } from 'vitest'
import { distributionLaws, failure } from '../../src/laws/index.ts'
import { proper } from './Arbitrary.ts'

/**
 * What is left where a law has no mass that is a number has an infinite density: of a Gumbel from 750 scales
 * above its place on (e⁻⁷⁵⁰ is 0), of a Fréchet of shape 30 from 1e11 scales on.
 */
const isAsked = (row: string, name: string): boolean =>
  row !== 'Truncated' || !name.startsWith('an argument that gives no density')

describe.each(Object.entries(proper))('%s', (row, generated) => {
  const laws = distributionLaws(generated).filter(({ name }) => isAsked(row, name))
  test.each(laws.map((l) => [l.name, l] as const))('%s', (_name, l) =>
    expect(failure(l)).toBeUndefined()
  )
})
