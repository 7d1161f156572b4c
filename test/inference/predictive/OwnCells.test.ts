/** Models without new rows, and what cannot be predicted. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  axis,
  data,
  logUniform,
  normal,
  observe,
  over,
  positives,
  program,
  sample
} from '../../../src/index.ts'
import { bindPrediction, type NewRows, type PredictiveModel } from '../../../src/inference/index.ts'
import { tensor } from '../Programs.ts'
import { fittedBySeed, moments } from './FittedBySeed.ts'
import { ask, executor, expectNormal, linear, people, predictive, x } from './Predictions.ts'

describe('a model of its own cells', () => {
  const schools = axis('schools', 3)
  const model = predictive(
    pipe(
      program,
      data('sigma', [schools], positives),
      sample('mu', normal(0, 5)),
      sample('theta', ({ mu }) => over(schools)(normal(mu, 2))),
      observe('y', ({ theta, sigma }) => normal(theta, sigma))
    )
  )
  const own = new Map([['sigma', tensor(['schools'], [3], [1, 2, 3])]])

  it('predicts them from its own data, with all latents from the guide', async () => {
    const posterior = await fittedBySeed(executor, model.program, 1, 3)
    const [y] = await ask(model, posterior, undefined, {}, own)
    expect(y).toMatchObject({ axes: ['schools'], sizes: [3] })
    const theta = moments(posterior, 'theta')
    for (const i of [0, 1, 2])
      expectNormal(
        y?.values,
        i,
        theta.mean[i] ?? NaN,
        Math.sqrt((theta.variance[i] ?? NaN) + (i + 1) ** 2)
      )
  })

  it('has no new rows', () => {
    expect(bindPrediction(model, own, { data: own })).toMatchObject({
      left: [
        {
          where: 'new data',
          what: 'y lies over axes of fixed sizes, and new data are given',
          why: expect.stringContaining('its own cells'),
          try: expect.stringContaining('leave the new data out')
        }
      ]
    })
  })
})

describe('what cannot be predicted is said', () => {
  const model = linear(2)
  const refusal = (m: PredictiveModel, rows: NewRows | undefined) => {
    const found = bindPrediction(m, new Map(), rows)
    if (!isLeft(found)) throw new Error('it was predicted')
    return found.left
  }

  it.each<readonly [string, NewRows | undefined, object]>([
    ['no new rows', undefined, { where: 'people', try: 'give data for x (--data new.csv)' }],
    ['a missing slot', { data: new Map() }, { where: 'x' }],
    [
      'no rows',
      { data: new Map([['x', tensor(['people', 'features'], [0, 2], [])]]) },
      {
        where: 'people',
        what: 'the new data have no rows',
        why: 'there is nothing to predict'
      }
    ],
    [
      'other features',
      { data: x([[1, 2, 3]]) },
      { where: 'x', what: expect.stringContaining('features') }
    ],
    [
      'no number',
      { data: x([[NaN, 1]]) },
      { where: 'x', what: 'a value in row 1 is NaN; 1 of 2 are not finite numbers' }
    ]
  ])('%s', (_, rows, part) => {
    expect(refusal(model, rows)[0]).toMatchObject(part)
  })

  it('a latent of each row under a prior that has no draws', () => {
    const improper = predictive(
      pipe(
        program,
        data('x', [people]),
        sample('s', over(people)(logUniform)),
        observe('y', ({ s, x: input }) => normal(input, s))
      )
    )
    const rows = { data: new Map([['x', tensor(['people'], [1], [2])]]) }
    expect(refusal(improper, rows)[0]).toMatchObject({
      where: 's',
      what: 'new rows need a draw of it from its prior, and there are none'
    })
  })
})
