/** Three posteriors of posteriordb against its reference draws; `npm run test:posteriordb` takes all. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { showProblem } from '../../src/index.ts'
import { agreementOf, modelIn, worstOf } from './Agreement.ts'
import { csvOf, parametersOf, posteriors } from './Posteriors.ts'
import { chainsIn, readReference, summaryOf } from './Reference.ts'

const examples = fileURLToPath(new URL('../../dsl-examples/', import.meta.url))
const reference = readReference()

/** With data of their own in dsl-examples. */
const shipped: Readonly<Record<string, string>> = {
  'eight_schools-eight_schools_noncentered': 'data/eight-schools.csv',
  'arK-arK': 'posteriordb/data/autoregression.csv',
  'sblri-blr': 'posteriordb/data/blr.csv'
}

describe.each(posteriors)('$name', (posterior) => {
  test('has a model, and a reference for each of its parameters', async () => {
    const module = await modelIn(posterior.model)()
    if (E.isLeft(module)) throw new Error(module.left.map(showProblem).join('\n'))
    const theirs = reference[posterior.name] ?? {}
    const parameters = parametersOf(posterior, Object.keys(theirs))
    expect(parameters.map((p) => p.theirs)).toEqual(Object.keys(theirs))
    expect(parameters.length).toBeGreaterThan(2)
    const places = parameters.map(({ site, element }) => `${site} ${element}`)
    expect(new Set(places).size).toBe(places.length)
  })
})

// 46 numbers: one seed in 20,000 has one beyond 4.9, if all is well
describe.each(Object.entries(shipped))('%s', (name, file) => {
  test('the draws have the means and deviations of its reference', async () => {
    const posterior = posteriors.find((p) => p.name === name)
    if (posterior === undefined) throw new Error(name)
    expect(existsSync(examples + file)).toBe(true)
    const agreed = await agreementOf(posterior, examples + file, reference[name] ?? {}, {})()
    if (E.isLeft(agreed)) throw new Error(agreed.left.map(showProblem).join('\n'))
    expect(agreed.right.length).toBeGreaterThan(5)
    expect(worstOf(agreed.right)).toBeLessThan(4.9)
  })
})

test('a mean that is a fifth of a deviation off is seen', async () => {
  const [posterior] = posteriors
  if (posterior === undefined) throw new Error('none')
  const theirs = reference[posterior.name] ?? {}
  const moved = Object.fromEntries(
    Object.entries(theirs).map(([name, s]) => [name, { ...s, mean: s.mean + s.sd / 5 }])
  )
  const file = `${examples}${shipped[posterior.name]}`
  const agreed = await agreementOf(posterior, file, moved, {})()
  expect(E.isRight(agreed) && worstOf(agreed.right)).toBeGreaterThan(4.9)
})

test('what cannot be compared agrees with nothing', () => {
  expect(worstOf([])).toBeNaN()
  const none = { mean: NaN, meanError: NaN, sd: NaN, sdError: NaN }
  expect(worstOf([{ parameter: 'a', ours: none, theirs: none, zOfMean: NaN, zOfSd: 0 }])).toBeNaN()
})

test('a table is as long as its columns, and draws come chain by chain', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 5 }), (x) => {
      const lines = csvOf(
        new Map([
          ['a', x],
          ['b', x.map((v) => -v)]
        ])
      ).split('\n')
      expect(lines).toEqual(['a,b', ...x.map((v) => `${v},${-v}`), ''])
    })
  )
  const chains = chainsIn([{ a: [1, 2] }, { a: [3, 4] }], 'a')
  expect(chains).toEqual({ chains: 2, draws: 2, values: Float64Array.of(1, 2, 3, 4) })
  expect(summaryOf(chains).mean).toBe(2.5)
})
