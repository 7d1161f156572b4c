/** Predictions against exact predictive distributions. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveAncestral } from '../../../src/compile/index.ts'
import {
  drawKey,
  openEvaluator,
  openPosterior,
  trainedSizes
} from '../../../src/inference/index.ts'
import { arbitraryModelShape, graphOf } from '../../../src/laws/ArbitraryModel.ts'
import { compiled, smallSeed } from '../../support/Models.ts'
import { integrate } from '../../support/Quadrature.ts'
import { bound, must } from '../Fits.ts'
import { tensor } from '../Programs.ts'
import { fittedBySeed, moments } from './FittedBySeed.ts'
import {
  ask,
  executor,
  expectNormal,
  hierarchical,
  linear,
  logistic,
  probabilitiesOf,
  question,
  x
} from './Predictions.ts'

const value = fc.integer({ min: -200, max: 200 }).map((n) => n / 100)
const matrix = fc
  .integer({ min: 1, max: 3 })
  .chain((size) =>
    fc.array(fc.array(value, { minLength: size, maxLength: size }), { minLength: 1, maxLength: 4 })
  )

describe('predictions of new rows have the exact predictive distribution', () => {
  it('law: of a linear regression with known noise, N(x·m, Σ x² v + 1)', async () => {
    await fc.assert(
      fc.asyncProperty(matrix, smallSeed, async (rows, seed) => {
        const model = linear(rows[0]?.length ?? 0)
        const posterior = await fittedBySeed(executor, model.program, 3, seed)
        const w = moments(posterior, 'w')
        const [y] = await ask(model, posterior, { data: x(rows) }, { seed })
        expect(y).toMatchObject({ site: 'y', axes: ['people'], sizes: [rows.length] })
        rows.forEach((row, i) => {
          const mean = row.reduce((s, v, j) => s + v * (w.mean[j] ?? NaN), 0)
          const variance = row.reduce((s, v, j) => s + v * v * (w.variance[j] ?? NaN), 1)
          expectNormal(y?.values, i, mean, Math.sqrt(variance))
        })
      }),
      { numRuns: 6 }
    )
  })

  it('law: of a logistic regression, the mean of σ(a + b x), by quadrature', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 4 }),
        smallSeed,
        async (inputs, seed) => {
          const posterior = await fittedBySeed(executor, logistic.program, 3, seed)
          const [a, b] = [moments(posterior, 'a'), moments(posterior, 'b')]
          const rows = { data: new Map([['x', tensor(['people'], [inputs.length], inputs)]]) }
          const found = probabilitiesOf((await ask(logistic, posterior, rows, { seed }))[0]?.values)
          inputs.forEach((v, i) => {
            const mean = (a.mean[0] ?? NaN) + v * (b.mean[0] ?? NaN)
            const sd = Math.sqrt((a.variance[0] ?? NaN) + v * v * (b.variance[0] ?? NaN))
            const exact = integrate(
              (z) =>
                Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / (1 + Math.exp(-mean - sd * z)),
              -Infinity,
              Infinity
            )
            expect(Math.abs((found[2 * i + 1] ?? NaN) - exact)).toBeLessThan(
              (5 * 0.5) / Math.sqrt(question.draws)
            )
            expect((found[2 * i] ?? NaN) + (found[2 * i + 1] ?? NaN)).toBeCloseTo(1, 12)
          })
        }
      ),
      { numRuns: 6 }
    )
  })

  it('law: a latent of each row is drawn from its prior given the rest: variances add up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 3 }),
        smallSeed,
        async (inputs, seed) => {
          // trained on other rows: what was learnt of their z must not come in
          const before = new Map([['x', tensor(['people'], [5], [9, 9, 9, 9, 9])]])
          const posterior = await fittedBySeed(executor, hierarchical.program, 5, seed, before)
          const [mu, slope] = [moments(posterior, 'mu'), moments(posterior, 'slope')]
          const rows = { data: new Map([['x', tensor(['people'], [inputs.length], inputs)]]) }
          const [y] = await ask(hierarchical, posterior, rows, { seed }, before)
          inputs.forEach((v, i) =>
            expectNormal(
              y?.values,
              i,
              (mu.mean[0] ?? NaN) + v * (slope.mean[0] ?? NaN),
              Math.sqrt(
                (mu.variance[0] ?? NaN) + v * v * (slope.variance[0] ?? NaN) + 0.7 ** 2 + 0.4 ** 2
              )
            )
          )
        }
      ),
      { numRuns: 6 }
    )
  })

  it('law: of generated classifiers, the mean probability that an evaluation has with the same draws', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryModelShape({ maxUnits: 3, priors: ['normal', 'groupHorseshoe', 'horseshoe'] }),
        fc.constantFrom('categorical' as const, 'bernoulli' as const),
        smallSeed,
        async (shape, observation, seed) => {
          const graph = graphOf({ ...shape, observation })
          const model = { program: compiled(graph).program, sites: deriveAncestral(graph) }
          const { program: p } = model
          const posterior = await fittedBySeed(executor, p, 1, seed)
          const count = 5
          const inputs = tensor(
            ['images', 'in'],
            [count, shape.inputs],
            Array.from({ length: count * shape.inputs }, (_, i) => Math.sin(3 * i + seed))
          )
          const [y] = await ask(model, posterior, { data: new Map([['x', inputs]]) }, { draws: 6 })
          if (y === undefined) throw new Error('no prediction')
          const outcomes = y.values._tag === 'Outcomes' ? y.values.outcomes : NaN
          const chosen = Array.from(
            { length: y.sizes.reduce((a, b) => a * b, 1) },
            (_, i) => (i + seed) % outcomes
          )
          const train = bound(
            p,
            new Map([
              ['x', inputs],
              ['y', tensor(y.axes, y.sizes, chosen)]
            ])
          )
          const opened = must(openPosterior(executor, p, trainedSizes(p, posterior)))
          const evaluator = openEvaluator(executor, p, 2)
          const draws = {
            count: 6,
            draw: (i: number) => opened.draw(posterior.parameters, drawKey(question.seed, i))
          }
          const [evaluated] = must(await evaluator.evaluate(train, draws))
          const found = probabilitiesOf(y.values)
          const nats =
            chosen.reduce((s, k, i) => s - Math.log(found[i * outcomes + k] ?? NaN), 0) /
            chosen.length
          expect(nats).toBeCloseTo(evaluated?.nllNats ?? NaN, 4)
        }
      ),
      { numRuns: 12 }
    )
  })
})
