import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constant } from '../../src/expr/Expr.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { meanOf, momentsPlan, drawPlan, varianceOf } from '../../src/lower/MomentsPlan.ts'
import {
  argumentOf,
  isDiscrete,
  nllOf,
  outcomeCount,
  outcomesOf,
  predictPlan
} from '../../src/lower/PredictPlan.ts'
import { complexityOf, reportPlan, scoredGates, scoreOf } from '../../src/lower/ReportPlan.ts'
import type { PlanFor } from '../../src/lower/Outputs.ts'
import { makeReferenceExecutor, normals } from '../../src/runtime/index.ts'
import { prepare, runOnce, type Tensors } from '../../src/inference/index.ts'
import { must } from '../inference/Fits.ts'
import { classifier, classifierData, tensor } from '../inference/Programs.ts'
import { between, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const [pixels, classes, rows] = [3, 4, 6]
const sizes = new Map([
  ['rows', rows],
  ['pixels', pixels],
  ['classes', classes]
])
const program = classifier(pixels, classes)
const finite = (low: number, high: number): fc.Arbitrary<ReadonlyArray<number>> =>
  fc.array(withExtremes(between(low, high), low, high), {
    minLength: pixels * classes,
    maxLength: pixels * classes
  })
const weights = (values: ReadonlyArray<number>): ReturnType<typeof tensor> =>
  tensor(['pixels', 'classes'], [pixels, classes], values)

const run = (planFor: PlanFor, inputs: Tensors, step: number = 0): Promise<Tensors> => {
  const executor = makeReferenceExecutor()
  return runOnce(executor, must(prepare(executor, planFor, sizes)), inputs, { seed: 3, step })
}
const values = (found: Tensors, name: string): ReadonlyArray<number> => [
  ...(found.get(name)?.values ?? [])
]
const parameters = (mean: ReadonlyArray<number>, logVariance: ReadonlyArray<number>): Tensors =>
  new Map([
    ['w/location', weights(mean)],
    ['w/logVariance', weights(logVariance)]
  ])

describe('reportPlan', () => {
  it('gives complexity costs in nats and ln Σ Var − ln Σ mean² of each gate’s slices', async () => {
    await fc.assert(
      fc.asyncProperty(finite(0.1, 3), finite(-5, 1), async (mean, logVariance) => {
        const found = await run(reportPlan(program), parameters(mean, logVariance))
        const kl = mean.reduce(
          (sum, m, i) =>
            sum + 0.5 * (m * m + Math.exp(logVariance[i] ?? 0) - (logVariance[i] ?? 0) - 1),
          0
        )
        expect(values(found, complexityOf('w'))[0]).toBeCloseTo(kl, 3)
        const slice = (xs: ReadonlyArray<number>, p: number): number =>
          xs.slice(p * classes, (p + 1) * classes).reduce((a, b) => a + b, 0)
        const scores = Array.from(
          { length: pixels },
          (_, p) =>
            Math.log(slice(logVariance.map(Math.exp), p)) -
            Math.log(
              slice(
                mean.map((m) => m * m),
                p
              )
            )
        )
        values(
          found,
          scoreOf({ factors: [], target: 'w', axes: ['pixels'], why: 'in this test' })
        ).forEach((s, p) => expect(s).toBeCloseTo(scores[p] ?? NaN, 4))
      }),
      { numRuns: 20 }
    )
  })

  it('scores no whole tensor, and no target without closed moments', () => {
    const gates = [
      { factors: [], target: 'w', axes: [], why: 'in this test' },
      { factors: [], target: 'w', axes: ['pixels'], why: 'in this test' }
    ]
    expect(scoredGates({ ...program, gates }).map((g) => g.gate.axes)).toEqual([['pixels']])
    expect(
      scoredGates({
        ...program,
        gates,
        moments: [{ site: 'w', axes: ['pixels', 'classes'], closed: undefined }]
      })
    ).toEqual([])
  })

  it('adds up costs of one site', async () => {
    const first = program.complexity[0]
    const twice: Variational = {
      ...program,
      gates: [],
      complexity:
        first === undefined
          ? []
          : [first, { ...first, nats: constant(2) }, { ...first, site: 'other', nats: constant(7) }]
    }
    const flat = Array.from({ length: pixels * classes }, () => 0)
    const found = await run(reportPlan(twice), parameters(flat, flat))
    expect([...values(found, complexityOf('w')), ...values(found, complexityOf('other'))]).toEqual([
      2, 7
    ])
  })
})

describe('predictPlan', () => {
  it('gives every outcome a probability, and the observed one the loss of its own', async () => {
    const data = classifierData(rows, pixels, classes)
    await fc.assert(
      fc.asyncProperty(finite(-2, 2), async (w) => {
        const inputs: Tensors = new Map([...data, ['w', weights(w)]])
        const outcomes = values(
          await run(
            predictPlan(program, () => 'outcomes'),
            inputs
          ),
          outcomesOf('y')
        )
        const nll = values(
          await run(
            predictPlan(program, () => 'nll'),
            inputs
          ),
          nllOf('y')
        )
        for (let i = 0; i < rows; i++) {
          const own = outcomes.slice(i * classes, (i + 1) * classes)
          expect(own.reduce((a, nats) => a + Math.exp(-nats), 0)).toBeCloseTo(1, 5)
          expect(own[data.get('y')?.values[i] ?? 0]).toBeCloseTo(nll[i] ?? NaN, 5)
        }
      }),
      { numRuns: 20 }
    )
  })

  it('needs no observed values for outcomes and arguments', () => {
    for (const kind of ['outcomes', 'arguments'] as const) {
      expect(
        must(predictPlan(program, () => kind)(sizes))
          .inputs.map((i) => i.name)
          .sort()
      ).toEqual(['w', 'x'])
    }
  })

  it('gives the arguments of the distribution', async () => {
    const identity = Array.from({ length: pixels * classes }, (_, i) =>
      i % (classes + 1) === 0 ? 1 : 0
    )
    const data = classifierData(rows, pixels, classes)
    const logits = values(
      await run(
        predictPlan(program, () => 'arguments'),
        new Map([...data, ['w', weights(identity)]])
      ),
      argumentOf('y', 'logits')
    )
    for (let i = 0; i < rows; i++)
      expect(logits.slice(i * classes, i * classes + pixels)).toEqual([
        ...(data.get('x')?.values.slice(i * pixels, (i + 1) * pixels) ?? [])
      ])
  })

  it('knows discrete observations', () => {
    expect(program.predictions.map(isDiscrete)).toEqual([true])
    const [p] = program.predictions
    if (p === undefined) throw new Error('no prediction')
    expect(outcomeCount(p, sizes)).toBe(classes)
    // a family that nothing here has heard of: its support says what there is to know
    expect(outcomeCount({ ...p, family: 'Probit', support: 'Binary', consumes: [] }, sizes)).toBe(2)
    for (const support of ['Real', 'Positive', 'Signed', 'Interval'] as const)
      expect([isDiscrete({ ...p, support }), outcomeCount({ ...p, support }, sizes)]).toEqual([
        false,
        0
      ])
  })
})

describe('momentsPlan and drawPlan', () => {
  it('give moments in closed form, and draws that are location + sd · noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        finite(-3, 3),
        finite(-5, 1),
        fc.integer({ min: 0, max: 1000 }),
        async (mean, logVariance, step) => {
          const found = await run(momentsPlan(program), parameters(mean, logVariance))
          values(found, meanOf('w')).forEach((m, i) => expect(m).toBeCloseTo(mean[i] ?? NaN, 5))
          values(found, varianceOf('w')).forEach((v, i) =>
            expect(v).toBeCloseTo(Math.exp(logVariance[i] ?? NaN), 5)
          )
          const noise = normals({ seed: 3, step }, 'w/noise', pixels * classes)
          values(
            await run(drawPlan(program, ['w']), parameters(mean, logVariance), step),
            'w'
          ).forEach((w, i) =>
            expect(w).toBeCloseTo(
              (mean[i] ?? NaN) + Math.exp(0.5 * (logVariance[i] ?? NaN)) * (noise[i] ?? NaN),
              4
            )
          )
        }
      ),
      { numRuns: 20 }
    )
  })
})
