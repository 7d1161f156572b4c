/** What peers are asked about can be written, and is of every kind. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { emitModel } from '../../src/library/emit/EmitModel.ts'
import { missing } from './Coverage.ts'
import { generated } from './Generated.ts'
import { casesFor } from './Targets.ts'

test.each(['numpyro', 'stan'] as const)('%s: what cannot be written is named', async (target) => {
  const cases = await casesFor(target)
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  const refused = cases.flatMap(({ name, graph }) => {
    const found = emitModel(target, name)(graph)
    return isLeft(found) ? found.left.map((p) => `${name}: ${p.what}`) : []
  })
  const named =
    /: (.*\buses (dawson|expint1|jeffreysKl|stopGradient|polygamma)|an end of its values .*)$/
  expect(refused.filter((r) => target === 'numpyro' || !named.test(r))).toEqual([])
  expect(refused.length).toBeLessThan(cases.length / 5)
})

test('thirty-two models use every family and every kind of node', () => {
  expect(generated).toHaveLength(32)
  expect(missing(generated.map(({ graph }) => graph))).toEqual([])
})
