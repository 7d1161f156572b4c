import { describe, expect, it } from 'vitest'
import { constant, ref } from '../../src/expr/Expr.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { adam } from '../../src/lower/steps/Adam.ts'
import { errorCostName, replaced, trained, trainStep } from '../../src/lower/steps/TrainStep.ts'
import { makeReferenceExecutor } from '../../src/runtime/index.ts'
import { prepare, runOnce, scalar } from '../../src/inference/index.ts'
import { must } from '../inference/Fits.ts'
import { classifier, regression, tensor } from '../inference/Programs.ts'

const sizes = new Map([
  ['rows', 4],
  ['features', 2],
  ['pixels', 3],
  ['classes', 5]
])

/** One parameter over `features` with a gradient that is an input. */
const single = (upper?: number): Variational => {
  const base = regression({ noisy: false })
  const p = {
    name: 'p',
    site: 's',
    axes: ['features'],
    kind: 'logVariance' as const,
    initial: { _tag: 'Fill' as const, value: 0, jitter: 0 }
  }
  return {
    ...base,
    parameters: [upper === undefined ? p : { ...p, upper }],
    gradients: new Map([['p', ref('g', ['features'])]]),
    errorCostNats: constant(3)
  }
}

const stepped = async (
  program: Variational,
  p: ReadonlyArray<number>,
  g: ReadonlyArray<number>
): Promise<ReadonlyArray<number>> => {
  const executor = makeReferenceExecutor()
  const plan = must(
    prepare(
      executor,
      trainStep(program, {
        ...adam,
        moments: [],
        scalars: () => new Map(),
        update: (u) => ({ parameter: u.gradient, moments: [] })
      }),
      sizes
    )
  )
  const inputs = new Map([
    ['p', tensor(['features'], [2], p)],
    ['g', tensor(['features'], [2], g)],
    ['rate:logVariance', scalar(1)]
  ])
  return [
    ...((
      await runOnce(
        executor,
        {
          ...plan,
          plan: { ...plan.plan, inputs: plan.plan.inputs.map((i) => ({ ...i, consumed: false })) }
        },
        inputs,
        { seed: 1, step: 0 }
      )
    ).get('p')?.values ?? [])
  ]
}

describe('trainStep', () => {
  it('gives every trained parameter and its moments in the layout that it takes them', () => {
    const plan = must(trainStep(classifier(3, 5), adam)(sizes))
    for (const name of replaced(classifier(3, 5), adam)) {
      const input = plan.inputs.find((i) => i.name === name)
      const output = plan.outputs.find((o) => o.name === name)
      expect(input?.consumed).toBe(true)
      expect([output?.axes, output?.shape]).toEqual([input?.axes, input?.shape])
    }
    expect(plan.outputs.map((o) => o.name)).toContain(errorCostName)
    expect(
      plan.inputs
        .filter((i) => i.consumed)
        .map((i) => i.name)
        .sort()
    ).toEqual([...replaced(classifier(3, 5), adam)].sort())
  })

  it('takes data, totals, the weight of the costs, rates and the optimiser’s numbers as inputs', () => {
    const names = must(trainStep(classifier(3, 5), adam)(sizes))
      .inputs.filter((i) => !i.consumed)
      .map((i) => i.name)
    expect([...names].sort()).toEqual([
      'klWeight',
      'optimiser:epsilon',
      'rate:location',
      'rate:logVariance',
      'total:rows',
      'x',
      'y'
    ])
  })

  it('keeps a parameter below its bound after the update', async () => {
    expect(await stepped(single(0.5), [9, 9], [0.25, 2])).toEqual([0.25, 0.5])
    expect(await stepped(single(), [9, 9], [0.25, 2])).toEqual([0.25, 2])
  })

  it('leaves parameters without a gradient alone', () => {
    const program = { ...regression({ noisy: false }), gradients: new Map() }
    expect(trained(program)).toEqual([])
    expect(replaced(program, adam)).toEqual([])
    expect(must(trainStep(program, adam)(sizes)).outputs.map((o) => o.name)).toEqual([
      errorCostName
    ])
  })

  it('spends ten elementwise operations on a parameter', () => {
    const program = { ...single(), axes: [{ name: 'features', size: 2 }] }
    const plan = must(trainStep(program, adam)(new Map([['features', 2]])))
    expect(
      plan.instructions.filter(
        (i) =>
          (i.operation._tag === 'Zip' || i.operation._tag === 'Map') &&
          i.shape.length > 0 &&
          i.shape[0] === 2
      )
    ).toHaveLength(10)
  })
})
