/**
 * Deep models: what is derived is read once a model, not once a site. Time is that of this thread,
 * which a busy machine does not lengthen much.
 */
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { explain } from '../../src/compile/index.ts'
import {
  axis,
  type Axis,
  dense,
  draw,
  groupHorseshoe,
  include,
  model,
  normal,
  normalPrior,
  observe,
  over,
  plate,
  type Prior,
  type Program,
  relu,
  sumOver,
  type Tensor
} from '../../src/index.ts'
import { compileModel } from '../../src/library/CompileModel.ts'

const rows = plate('rows')

/** So many dense layers of width 4, each of axes of its own: weights 4 × 4, biases 4. */
const chain = (layers: number, prior: () => Prior): Program<unknown, unknown, void> =>
  model(function* () {
    const axes = Array.from({ length: layers }, (_, i): Axis<string> => axis(`h${i}`, 4))
    let input: Axis<string> = axis('start', 4)
    let x: Tensor<string> = yield* draw('x', over(input)(normal(0, 1)))
    for (const [i, output] of axes.entries()) {
      const layer = yield* include(`l${i}`, dense(input, output, prior())(x))
      x = relu(layer)
      input = output
    }
    yield* observe('y', over(rows)(normal(sumOver(input)(x), 1)))
  })

const secondsFor = (p: Program<unknown, unknown, void>): number => {
  const start = process.threadCpuUsage()
  const compiled = compileModel()(p)
  if (E.isLeft(compiled)) throw new Error(JSON.stringify(compiled.left))
  expect(explain(compiled.right.graph, compiled.right.program).sites.length).toBeGreaterThan(100)
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1e6
}

test('300 dense layers are explained in two seconds', () => {
  expect(secondsFor(chain(300, () => normalPrior()))).toBeLessThan(2)
})

test('twice the layers of a horseshoe take about twice the time', () => {
  const of = (layers: number): number =>
    Math.min(...[1, 2].map(() => secondsFor(chain(layers, () => groupHorseshoe(0.1)))))
  const short = of(100)
  // 2 where every pass is linear; 4 where one is quadratic and dominates
  expect(of(200) / short).toBeLessThan(3)
})
