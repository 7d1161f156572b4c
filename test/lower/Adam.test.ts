import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ref } from '../../src/expr/Expr.ts'
import { adamWith } from '../../src/lower/steps/Adam.ts'
import { momentOf, rateOf, scalarOf } from '../../src/lower/steps/Optimiser.ts'
import { lower } from '../../src/lower/Lower.ts'
import { makeReferenceExecutor, type ReferenceBuffer } from '../../src/runtime/index.ts'
import { must } from '../inference/Fits.ts'
import { eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'

const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const adam = adamWith(settings)

/** Algorithm 1 of Kingma and Ba, word for word. */
const published = (
  start: number,
  rate: number,
  gradients: ReadonlyArray<number>
): ReadonlyArray<number> => {
  let theta = start,
    m = 0,
    v = 0
  return gradients.map((g, i) => {
    const t = i + 1
    m = settings.beta1 * m + (1 - settings.beta1) * g
    v = settings.beta2 * v + (1 - settings.beta2) * g * g
    theta -=
      (rate * (m / (1 - settings.beta1 ** t))) /
      (Math.sqrt(v / (1 - settings.beta2 ** t)) + settings.epsilon)
    return theta
  })
}

const updated = adam.update({
  parameter: ref('p', []),
  gradient: ref('g', []),
  rate: ref(rateOf('location'), []),
  moment: (m) => ref(momentOf(m, 'p'), []),
  scalar: (s) => ref(scalarOf(s), [])
})
const plan = must(
  lower({
    outputs: new Map([
      ['p', updated.parameter],
      ...updated.moments.map((m, i) => [momentOf(adam.moments[i] ?? '', 'p'), m] as const)
    ]),
    sizes: new Map(),
    order: [],
    noise: new Set(),
    consumed: new Set()
  })
)

const ours = (
  start: number,
  rate: number,
  gradients: ReadonlyArray<number>
): ReadonlyArray<number> => {
  const executor = makeReferenceExecutor()
  const runnable = must(executor.prepare(plan))
  const buffer = (value: number): ReferenceBuffer => ({ shape: [], values: Float64Array.of(value) })
  let state: ReadonlyMap<string, ReferenceBuffer> = new Map([
    ['p', buffer(start)],
    ['m:p', buffer(0)],
    ['v:p', buffer(0)]
  ])
  return gradients.map((g, i) => {
    const scalars = [...adam.scalars(i + 1)].map(
      ([name, x]) => [scalarOf(name), buffer(x)] as const
    )
    state = runnable.run(
      new Map([
        ...state,
        ...scalars,
        ['g', buffer(g)],
        [rateOf('location'), buffer(adam.rate(rate, i + 1))]
      ]),
      { seed: 1, step: i }
    )
    return state.get('p')?.values[0] ?? NaN
  })
}

describe('adam', () => {
  it('moves a parameter as the published algorithm does, on generated gradients of every size', () => {
    const gradient = withExtremes(eitherSign(logSpread(1e-9, 1e6)), 0, 1e-300)
    fc.assert(
      fc.property(
        withExtremes(eitherSign(logSpread(1e-3, 3)), 0),
        logSpread(1e-5, 1),
        fc.array(gradient, { minLength: 1, maxLength: 40 }),
        (start, rate, gradients) => {
          const expected = published(start, rate, gradients)
          ours(start, rate, gradients).forEach((x, i) =>
            expect(Math.abs(x - (expected[i] ?? NaN))).toBeLessThan(1e-10 * (1 + i))
          )
        }
      ),
      { numRuns: 60 }
    )
  })

  it('moves by the learning rate in the first step, whatever the gradient is', () => {
    expect(ours(0, 0.01, [1e-3])[0]).toBeCloseTo(-0.01, 6)
    expect(ours(0, 0.01, [-1e6])[0]).toBeCloseTo(0.01, 6)
  })

  it('stays where it is without a gradient', () => {
    expect(ours(0.7, 0.01, [0, 0, 0])).toEqual([0.7, 0.7, 0.7])
  })
})
