/**
 * Counts under conjugate priors, fitted with default settings: the exact posterior in closed form,
 * means within a tenth of a deviation, deviations by linear response within a tenth of the exact ones.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  beta,
  binomial,
  counts,
  data,
  gamma,
  geometric,
  negativeBinomial,
  observe,
  over,
  poisson,
  program,
  sample
} from '../../../src/index.ts'
import { type Case, column, type Known, one, rows, sum, use } from './KnownAnswer.ts'

const seen = [4, 0, 7, 2, 3, 5, 1, 0, 6, 3, 2, 4, 9, 1, 3, 2, 5, 0, 4, 3]
const totals = [9, 3, 12, 4, 8, 10, 7, 5, 14, 6, 9, 8, 20, 6, 10, 4, 11, 3, 9, 7]

const gammaOf = (shape: number, rate: number): Known => one(shape / rate, Math.sqrt(shape) / rate)
const betaOf = (a: number, b: number): Known =>
  one(a / (a + b), Math.sqrt((a * b) / (a + b + 1)) / (a + b))

const cases: Readonly<Record<string, Case>> = {
  'a gamma rate under Poisson counts': use(
    pipe(
      program,
      sample('rate', gamma({ shape: 2, rate: 0.5 })),
      observe('y', ({ rate }) => over(rows)(poisson(rate)))
    ),
    column('y', seen),
    { rate: gammaOf(2 + sum(seen), 0.5 + seen.length) }
  ),
  'a beta probability under binomial counts of totals that are data': use(
    pipe(
      program,
      data('n', [rows], counts),
      sample('p', beta({ alpha: 2, beta: 3 })),
      observe('y', ({ n, p }) => binomial({ total: n, probability: p }))
    ),
    new Map([...column('y', seen), ...column('n', totals)]),
    { p: betaOf(2 + sum(seen), 3 + sum(totals) - sum(seen)) }
  ),
  'a beta probability under geometric counts': use(
    pipe(
      program,
      sample('p', beta({ mean: 0.4, precision: 5 })),
      observe('y', ({ p }) => over(rows)(geometric({ probability: p })))
    ),
    column('y', seen),
    { p: betaOf(2 + seen.length, 3 + sum(seen)) }
  ),
  'a beta probability under negative binomial counts': use(
    pipe(
      program,
      sample('p', beta({ alpha: 1, beta: 1 })),
      observe('y', ({ p }) => over(rows)(negativeBinomial({ successes: 2.5, probability: p })))
    ),
    column('y', seen),
    { p: betaOf(1 + 2.5 * seen.length, 1 + sum(seen)) }
  )
}

describe('conjugate counts', () => {
  test.each(Object.entries(cases))('%s', async (_, { run, sites }) => {
    const fitted = await run()
    if (E.isLeft(fitted)) throw new Error(JSON.stringify(fitted.left))
    const { result, sites: found } = fitted.right
    expect(result.outcome).toBe('converged')
    for (const [site, { mean, sd }] of Object.entries(sites)) {
      const [m = NaN] = mean,
        [deviation = NaN] = sd,
        posterior = found.get(site)
      expect(Math.abs((posterior?.mean.values[0] ?? NaN) - m) / deviation).toBeLessThan(0.1)
      const response = Math.sqrt(posterior?.response?.values[0] ?? NaN)
      expect(Math.abs(response / deviation - 1)).toBeLessThan(0.1)
    }
  })
})
