/** The delta guide against closed forms of the maximum of a posterior density. */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  build,
  contract,
  data,
  dense,
  exponential,
  gamma,
  groupHorseshoe,
  include,
  logNormal,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  uniform
} from 'farrier'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile, explain, objectiveLatex } from '../../src/compile/index.ts'
import { showExplanation } from '../../src/report/index.ts'
import { evaluate } from '../../src/expr/index.ts'
import { isElbo, type Variational } from '../../src/ir/Variational.ts'
import { type Executor, openExecutor } from '../../src/runtime/index.ts'
import { openPosterior } from '../../src/inference/index.ts'
import { filled } from '../support/Draws.ts'
import { bound, must, request, run } from '../inference/Fits.ts'
import { tensor } from '../inference/Programs.ts'

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

const rows = plate('rows')
const [shape, rate] = [3, 2] as const
const waits = [0.3, 1.2, 0.7, 2.5, 0.4]
const total = waits.reduce((a, b) => a + b, 0)

/** Waiting times of a rate; gamma(a, b) is conjugate: the posterior is gamma(a + n, b + Σ y). */
const waiting = pipe(
  program,
  sample('s', gamma({ shape, rate }), { guide: 'delta' }),
  observe('y', ({ s }) => over(rows)(exponential(s)))
)
const compiled = (model: Parameters<typeof build>[0]): Variational =>
  must(compile()(must(build(model)))).program

const sizes = new Map([['rows', waits.length]])
/** ln Γ(3) = ln 2 */
const minusLogPrior = (s: number): number =>
  -(shape * Math.log(rate) - Math.log(2) + (shape - 1) * Math.log(s) - rate * s)
const minusLogLikelihood = (s: number): number => total * s - waits.length * Math.log(s)

describe('a point', () => {
  const p = compiled(waiting)
  const at = (theta: number) => ({
    sizes,
    values: new Map([
      ['s.point', filled([], sizes, () => theta)],
      ['y', filled(['rows'], sizes, (i) => waits[i] ?? NaN)],
      ['klWeight', filled([], sizes, () => 1)],
      ['total:rows', filled([], sizes, () => waits.length)]
    ])
  })

  test('costs −ln p in the coordinates of the site, without a Jacobian, and draws no noise', () => {
    expect(p.noise).toEqual([])
    for (const s of [0.1, 1, 4]) {
      const loss = evaluate(at(Math.log(s)))(p.lossNats).values[0] ?? NaN
      expect(loss).toBeCloseTo(minusLogPrior(s) + minusLogLikelihood(s), 10)
      const slope = evaluate(at(Math.log(s)))(p.gradients.get('s.point') ?? p.lossNats).values[0]
      expect(slope).toBeCloseTo(s * (rate + total) - (shape - 1 + waits.length), 10)
    }
  })
  test('may cost less than nothing, and its loss is never called an ELBO', () => {
    expect(isElbo(p)).toBe(false)
    const graph = must(build(waiting))
    const explanation = explain(graph, p)
    const said = [showExplanation(explanation), objectiveLatex(p), explanation.lossNats]
    expect(said[0]).toContain(
      'guide s ~ delta (the user asked for it), −ln p of Gamma at the point'
    )
    expect(said[0]).toContain('θ(s): coordinate of the point of the guide of s')
    expect(said.filter((text) => /(?<!no )ELBO/.test(text.replaceAll('is no ELBO', '')))).toEqual(
      []
    )
    const narrow = compiled(
      pipe(
        program,
        sample('w', normal(0, 1e-3), { guide: 'delta' }),
        observe('y', ({ w }) => over(rows)(normal(w, 1)))
      )
    )
    const cost = narrow.complexity[0]
    const values = new Map([['w.point', filled([], sizes, () => 0)]])
    expect(
      cost === undefined ? NaN : evaluate({ sizes, values })(cost.nats).values[0]
    ).toBeLessThan(-5)
  })
  const trainedPoint =
    'trained, is the maximum of the posterior density of the site: (a + n − 1)/(b + Σ y), ' +
    'not that of its logarithm, (a + n)/(b + Σ y)'
  test(trainedPoint, async () => {
    const train = bound(p, new Map([['y', tensor(['rows'], [waits.length], waits)]]))
    const schedule = {
      rates: { location: 0.02, scale: 0.02, logVariance: 0.02 },
      decayFrom: 0.5,
      warmUp: 0
    }
    const { state } = must(
      await run(cpu, request(p, train, { steps: 600, recordEvery: 300, schedule }))
    )
    const posterior = must(openPosterior(cpu, p, train.sizes))
    const s = (await posterior.moments(state.parameters, 1, 10)).get('s')
    posterior.dispose()
    expect(s?.mean.values[0]).toBeCloseTo((shape + waits.length - 1) / (rate + total), 4)
    expect(s?.variance.values[0]).toBe(0)
  })
  test('of an interval stays inside it', () => {
    const q = compiled(
      pipe(
        program,
        sample('p', uniform(-1, 3), { guide: 'delta' }),
        observe('y', ({ p: mean }) => over(rows)(normal(mean, 1)))
      )
    )
    const draw = q.draws.get('p')
    for (const theta of [-500, 0, 500]) {
      const values = new Map([['p.point', filled([], sizes, () => theta)]])
      const x = draw === undefined ? NaN : (evaluate({ sizes, values })(draw).values[0] ?? NaN)
      expect(x).toBeGreaterThan(-1)
      expect(x).toBeLessThan(3)
    }
  })
})

describe('points beside other guides', () => {
  const pixels = axis('pixels', 3),
    hidden = axis('hidden', 2)
  const net = (guide: 'delta' | undefined) =>
    compiled(
      pipe(
        program,
        data('x', [rows, pixels]),
        include('fc', ({ x }) => dense(pixels, hidden, groupHorseshoe(1))(x)),
        sample('c', over(hidden)(normal(0, 1)), guide === undefined ? {} : { guide }),
        observe('y', ({ fc, c }) => over(rows)(normal(pipe(fc, contract(hidden)(c)), 1)))
      )
    )
  test('keep the noise of the others on their contractions', () => {
    const locals = (p: Variational) =>
      p.decisions.filter((d) => d.pass === 'localReparameterise').map((d) => d.what)
    expect(locals(net('delta'))).toContain(
      'noise of fc/w.base on the result of its contraction, per row of y'
    )
    expect(locals(net('delta')).filter((what) => what.includes('of c '))).toEqual([])
  })
  test('sums of points have gradients: no root of a variance of 0', () => {
    const p = compiled(
      pipe(
        program,
        sample('a', normal(0, 1), { guide: 'delta' }),
        sample('b', normal(0, 1), { guide: 'delta' }),
        observe('y', ({ a, b }) => over(rows)(normal(pipe(a, add(b)), 1)))
      )
    )
    const values = new Map([
      ['a.point', filled([], sizes, () => 0.5)],
      ['b.point', filled([], sizes, () => -1)],
      ['y', filled(['rows'], sizes, () => 2)],
      ['klWeight', filled([], sizes, () => 1)],
      ['total:rows', filled([], sizes, () => waits.length)]
    ])
    // d/da of Σ ½(y − a − b)² + ½a²
    const slope = p.gradients.get('a.point') ?? p.lossNats
    expect(evaluate({ sizes, values })(slope).values[0]).toBeCloseTo(-5 * 2.5 + 0.5, 10)
  })
  test('nothing is said to be saved by a gate over a point', () => {
    const scale = compiled(
      pipe(
        program,
        data('x', [rows, pixels]),
        sample('z', over(pixels)(logNormal(0, 1)), { guide: 'delta' }),
        sample('w', ({ z }) => over(pixels)(normal(0, z))),
        observe('y', ({ x, w }) => over(rows)(normal(pipe(x, contract(pixels)(w)), 1)))
      )
    )
    expect(scale.gates.map((g) => g.target)).toEqual(['w'])
    expect(scale.savings).toEqual([])
  })
})
