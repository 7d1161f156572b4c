/** Networks whose weights are correlated in low rank: they learn, and are pressed, like others. */
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { programAt } from '../../src/lower/AtKept.ts'
import { evaluate, type Expr } from '../../src/expr/index.ts'
import { fitModel, pressFitted } from '../../src/index.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import {
  networkData,
  networkGraph,
  networkSchedule,
  networkUnder,
  priors,
  sizes as axisSizes
} from '../inference/Networks.ts'
import { compiled } from '../support/Models.ts'
import { determinant } from '../support/Dense.ts'
import { filled } from '../support/Draws.ts'

const joint = [{ sites: ['fc1/w', 'fc2/w'], rank: 2 }]
const name = '(fc1/w, fc2/w)'

test('it learns what it is shown, and is pressed', async () => {
  const found = await fitModel({
    data: networkData(150),
    compile: { joint },
    backend: 'cpu',
    settings: { epochs: 120, batch: { images: 50 }, schedule: networkSchedule }
  })(networkUnder(priors.jeffreys))()
  if (E.isLeft(found)) throw new Error(found.left.map(showProblem).join('\n'))
  const fit = found.right
  const last = fit.result.metrics.at(-1)
  expect(last?.train[0]?.errorRate ?? 1).toBeLessThan(0.15)
  expect(last?.complexityNats[name]).toBeGreaterThan(0)
  const pressed = await pressFitted('network')(fit)()
  if (E.isLeft(pressed)) throw new Error(pressed.left.map(showProblem).join('\n'))
})

test('of the indices that are left, its total correlation is theirs', () => {
  const { program } = compiled(networkGraph(priors.jeffreys), { joint })
  const kept = new Map([['pixels', { size: axisSizes.pixels, indices: [0, 2, 5] }]])
  const costOf = (p: Variational): Expr => {
    const cost = p.complexity.find((c) => c.site === name)
    if (cost === undefined) throw new Error('no cost')
    return cost.nats
  }
  const loading = (i: number): number => Math.sin(3 * i + 1)
  const small = programAt(kept)(program)
  const sizes = new Map(
    small.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const]))
  )
  const parameters = small.parameters
    .filter((p) => p.kind === 'loading')
    .map((p, k) => [p.name, filled(p.axes, sizes, (i) => loading(i + 100 * k))] as const)
  const found = evaluate({ sizes, values: new Map(parameters) })(costOf(small)).values[0]
  // rows of two loadings, the first number of all with one
  const rows = parameters.flatMap(([, { values }], k) =>
    Array.from({ length: values.length / 2 }, (_, i) => [
      values[2 * i] ?? NaN,
      k === 0 && i === 0 ? 0 : (values[2 * i + 1] ?? NaN)
    ])
  )
  const covariance = rows.map((a, i) =>
    rows.map((b, j) => a.reduce((sum, v, r) => sum + v * (b[r] ?? 0), i === j ? 1 : 0))
  )
  const margins = covariance.reduce((sum, row, i) => sum + Math.log(row[i] ?? NaN), 0)
  expect(found).toBeCloseTo(0.5 * (margins - Math.log(determinant(covariance))), 8)
})
