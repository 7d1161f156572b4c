/** What peers are asked about can be written, and is of every kind. */
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { emitModel } from '../../src/library/emit/EmitModel.ts'
import { missing } from './Coverage.ts'
import { shippedExamples } from './Examples.ts'
import { everyOperation, generated } from './Generated.ts'

test('every example and every generated model can be written', async () => {
  const cases = [...(await shippedExamples()), everyOperation, ...generated]
  const refused = cases.filter(({ name, graph }) => !isRight(emitModel('numpyro', name)(graph)))
  expect(refused.map(({ name }) => name)).toEqual([])
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
})

test('thirty models use every family and every kind of node', () => {
  expect(generated).toHaveLength(30)
  expect(missing(generated.map(({ graph }) => graph))).toEqual([])
})
