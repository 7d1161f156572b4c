/**
 * The form of a model is the one with the better ELBO: what says little of each member of a group
 * wants it non-centred, what says much wants it centred.
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  axis,
  encodeFit,
  type FitOptions,
  fitModel,
  halfCauchy,
  normal,
  observe,
  over,
  program,
  sample
} from '../../../src/index.ts'
import { effects } from '../../docs/EightSchools.ts'

const schools = axis('schools', 8)

/** The schools, each measured with an error that is a share of the published one. */
const measured = (share: number) => ({
  model: pipe(
    program,
    sample('mu', normal(0, 5)),
    sample('tau', halfCauchy(5)),
    sample('theta', ({ mu, tau }) => over(schools)(normal(mu, tau))),
    observe('y', ({ theta }) => normal(theta, 12 * share))
  ),
  data: new Map([
    ['y', { axes: ['schools'], sizes: [8], values: Float32Array.from(effects) }]
  ]) satisfies FitOptions['data']
})

const fitted = async (share: number, options: Partial<FitOptions> = {}) => {
  const { model, data } = measured(share)
  const found = await fitModel({ data, backend: 'reference', ...options })(model)()
  if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
  return found.right
}

const both = [[], ['theta']] as const
const scales = ['decomposed', 'collapsed'] as const

describe.each([
  ['eight schools', 1, []],
  ['schools that are measured exactly', 0.05, ['theta']]
])('%s', (_, share, centred) => {
  test('are written as they are better, and why is said', async () => {
    const { model, result } = await fitted(share)
    expect(model.written?.form.centred).toEqual(centred)
    expect(model.written?.decisions.map((d) => d.sites)).toEqual([['tau'], ['theta']])
    expect(model.written?.decisions.every((d) => d.betterByNats > -0.05)).toBe(true)
    expect(result.outcome).toBe('converged')
  })

  test('have no worse a loss than in any other form', async () => {
    const { result } = await fitted(share)
    for (const form of both.flatMap((c) => scales.map((h) => ({ centred: c, halfCauchy: h })))) {
      const other = await fitted(share, { compile: form })
      expect(other.model.written).toBeUndefined()
      expect(result.solution?.lossNats).toBeLessThan((other.result.solution?.lossNats ?? NaN) + 0.1)
    }
  })
})

test('a fit that goes on keeps its form', async () => {
  const whole = await fitted(1)
  const part = await fitted(1, { shouldStop: () => true })
  expect(part.result.outcome).toBe('stopped')
  const rest = await fitted(1, { resume: encodeFit(part) })
  expect(rest.model.written).toEqual(whole.model.written)
  expect(encodeFit(rest)).toEqual(encodeFit(whole))
})

test('a site that is none of the model’s cannot stay centred', async () => {
  const { model, data } = measured(1)
  const found = await fitModel({ data, compile: { centred: ['thetas'] } })(model)()
  expect(E.isLeft(found) ? found.left[0].what : '').toBe('the model has no such latent site')
})
