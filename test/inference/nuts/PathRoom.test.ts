/** Paths in the memory of a model's module are those of arrays, to the last bit. */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { deriveDensity } from '../../../src/compile/index.ts'
import { bindData, modelTarget, standardSampler } from '../../../src/inference/index.ts'
import { chainFrom } from '../../../src/inference/nuts/Chain.ts'
import { chainRunner } from '../../../src/inference/nuts/ChainRunner.ts'
import type { LogDensity } from '../../../src/inference/nuts/LogDensity.ts'
import { openTarget } from '../../../src/inference/nuts/OpenTarget.ts'
import type { SamplerSettings } from '../../../src/inference/nuts/SamplerSettings.ts'
import { startOfChain } from '../../../src/inference/nuts/StartOfChain.ts'
import type { Graph } from '../../../src/ir/Graph.ts'
import { arbitraryModelShape, graphOf } from '../../../src/laws/ArbitraryModel.ts'
import { bindings, compiled, smallSeed } from '../../support/Models.ts'

/** A generated model on small random data. */
const opened = (graph: Graph, settings: SamplerSettings, seed: number): LogDensity => {
  const derived = deriveDensity()(graph)
  if (isLeft(derived)) throw new Error(derived.left[0].what)
  const { density } = derived.right
  const { values } = bindings(graph, compiled(graph).program, 5, seed)
  const bound = bindData(
    density,
    new Map(
      [...values].map(([name, x]) => [
        name,
        { axes: x.axes, sizes: x.sizes, values: Float32Array.from(x.values) }
      ])
    )
  )
  if (isLeft(bound)) throw new Error(bound.left[0].what)
  const target = modelTarget(density, bound.right)
  if (isLeft(target)) throw new Error(target.left[0].what)
  return openTarget(target.right, settings)
}

test.each(['diagonal', 'dense'] as const)('chains of generated models, %s', (mass) =>
  fc.assert(
    fc.property(arbitraryModelShape({ maxUnits: 3 }), smallSeed, (shape, seed) => {
      const settings = { ...standardSampler, seed, mass, warmUp: 20, draws: 8, maxDepth: 5 }
      const inModule = opened(graphOf(shape), settings, seed)
      const { size, at, paths } = inModule
      if (paths?.(settings.maxDepth) === undefined) throw new Error('the module has no paths')
      const inArrays: LogDensity = { size, at }
      const q = startOfChain(inArrays, seed, 0)
      const state = q === undefined ? undefined : chainFrom(settings, inArrays, 0, q)
      fc.pre(state !== undefined)
      if (state === undefined) return
      const [wanted, found] = [inArrays, inModule].map((density) =>
        chainRunner(settings, density, state)(() => false)
      )
      expect(found?.draws).toEqual(wanted?.draws)
      expect(found?.statistics).toEqual(wanted?.statistics)
    }),
    { numRuns: 10 }
  )
)
