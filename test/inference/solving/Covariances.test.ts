/**
 * How sites vary together, by linear response: within one and across two, against the exact posterior of
 * a conjugate regression, whose precision is XᵀX/σ² and that of the priors.
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import {
  add,
  axis,
  type BoundData,
  contract,
  data,
  fitModel,
  normal,
  observe,
  over,
  program,
  sample
} from '../../../src/index.ts'
import { column, correlated, matrix, rows, sum } from './KnownAnswer.ts'
import { inverse } from './Inverse.ts'

const inputs = axis('inputs', 3)
const sigma = 0.7
const model = pipe(
  program,
  data('x', [rows, inputs]),
  sample('w', over(inputs)(normal(0, 2))),
  sample('b', normal(0, 10)),
  observe('y', ({ x, w, b }) => normal(pipe(x, contract(inputs)(w), add(b)), sigma))
)
const { x, y } = correlated(21)
const given: BoundData = new Map([...matrix('x', 'inputs', x), ...column('y', y)])

const columns = x.map((row) => [...row, 1])
const priors = [2, 2, 2, 10]
const exact = inverse(
  priors.map((sd, i) =>
    priors.map(
      (_, j) =>
        sum(columns.map((row) => ((row[i] ?? NaN) * (row[j] ?? NaN)) / sigma ** 2)) +
        (i === j ? 1 / sd ** 2 : 0)
    )
  )
)

test('covariances within a site and across two are those of the exact posterior', async () => {
  const fitted = await fitModel({ data: given, backend: 'reference' })(model)()
  if (E.isLeft(fitted)) throw new Error(JSON.stringify(fitted.left))
  const { outcome, covariance } = fitted.right.result
  expect(outcome).toBe('converged')
  const found = [
    ['w', 'w', 0, 0],
    ['w', 'b', 0, 3],
    ['b', 'w', 3, 0],
    ['b', 'b', 3, 3]
  ] as const
  for (const [site, other, from, to] of found) {
    const block = covariance?.(site, other) ?? []
    expect(block).toHaveLength(site === 'w' ? 3 : 1)
    block.forEach((row, i) => {
      expect(row).toHaveLength(other === 'w' ? 3 : 1)
      row.forEach((v, j) => {
        const size = Math.sqrt(
          (exact[from + i]?.[from + i] ?? NaN) * (exact[to + j]?.[to + j] ?? NaN)
        )
        expect(Math.abs(v - (exact[from + i]?.[to + j] ?? NaN)) / size).toBeLessThan(1e-6)
      })
    })
  }
  expect(covariance?.('w', 'nobody')).toBeUndefined()
})
