/**
 * Deep models: what is derived is read once a model, not once a site. Time is that of this thread,
 * which a busy machine does not lengthen much.
 */
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { compile, explain } from '../../src/compile/index.ts'
import {
  add,
  axis,
  type Axis,
  dense,
  draw,
  halfCauchy,
  horseshoe,
  include,
  model,
  normal,
  observe,
  over,
  plate,
  type Program,
  relu,
  sumOver,
  type Tensor
} from '../../src/index.ts'
import { build } from '../../src/dsl/index.ts'
import type { Site } from '../../src/ir/Graph.ts'
import { compileModel } from '../../src/library/CompileModel.ts'
import { showExplanation } from '../../src/report/derivation/DerivationText.ts'

const rows = plate('rows')

/** So many dense layers of width 4 under the horseshoe, each of axes of its own: weights 4 × 4, biases 4. */
const chain = (layers: number): Program<unknown, unknown, void> =>
  model(function* () {
    const axes = Array.from({ length: layers }, (_, i): Axis<string> => axis(`h${i}`, 4))
    let input: Axis<string> = axis('start', 4)
    let x: Tensor<string> = yield* draw('x', over(input)(normal(0, 1)))
    for (const [i, output] of axes.entries()) {
      const layer = yield* include(`l${i}`, dense(input, output, horseshoe(1e-3))(x))
      x = relu(layer)
      input = output
    }
    yield* observe('y', over(rows)(normal(sumOver(input)(x), 1)))
  })

/** So many weights, each under a scale of its own: a gate each. */
const scales = (n: number): Program<unknown, unknown, void> =>
  model(function* () {
    let sum: Tensor<never> = yield* draw('x', normal(0, 1))
    for (const i of Array.from({ length: n }).keys()) {
      const z = yield* draw(`z${i}`, halfCauchy(1))
      sum = add(yield* draw(`w${i}`, normal(0, z)))(sum)
    }
    yield* observe('y', normal(sum, 1))
  })

const secondsFor = (p: Program<unknown, unknown, void>): number => {
  const start = process.threadCpuUsage()
  const compiled = compileModel()(p)
  if (E.isLeft(compiled)) throw new Error(JSON.stringify(compiled.left))
  const { graph, program } = compiled.right
  expect(showExplanation(explain(graph, program)).length).toBeGreaterThan(1000)
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1e6
}

// about 2 s of one core of a machine that does other things too; 12 where each site reads all others. How
// long exactly is what `npm run bench -- --only compile` is for.
test('300 dense layers are explained in seconds', () => {
  // what a machine does besides can only add
  let least = Infinity
  for (let run = 0; run < 4 && least >= 5; run++) least = Math.min(least, secondsFor(chain(300)))
  expect(least).toBeLessThan(5)
})

/** How often a fact of a site is read on the way to an explanation. */
const readsFor = (p: Program<unknown, unknown, void>): number => {
  let reads = 0
  const counted = (s: Site): Site =>
    new Proxy(s, {
      get: (site, key, self) => {
        reads += 1
        return Reflect.get(site, key, self)
      }
    })
  const built = build(p)
  if (E.isLeft(built)) throw new Error(JSON.stringify(built.left))
  const graph = { ...built.right, sites: built.right.sites.map(counted) }
  const compiled = compile()(graph)
  if (E.isLeft(compiled)) throw new Error(JSON.stringify(compiled.left))
  explain(graph, compiled.right.program)
  return reads
}

test.each([
  ['layers', chain],
  ['scales', scales]
])('twice the %s are read twice as often', (_, models) => {
  // four times where each site reads all others
  expect(readsFor(models(80)) / readsFor(models(40))).toBeLessThan(2.05)
})
